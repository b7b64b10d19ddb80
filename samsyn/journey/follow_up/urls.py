"""Addresses of follow-ups."""

from django.urls import path

from samsyn.journey.follow_up import views

app_name = "follow_up"
urlpatterns = [
    path("uppfoljningar/", views.mine, name="mine"),
    path("arende/<uuid:case_id>/uppfoljningar/", views.of_case, name="case"),
    path("arende/<uuid:case_id>/uppfoljningar/ny/", views.plan, name="plan"),
    path("uppfoljning/<uuid:follow_up_id>/", views.do, name="do"),
    path("uppfoljning/<uuid:follow_up_id>/dag/", views.move, name="move"),
]
