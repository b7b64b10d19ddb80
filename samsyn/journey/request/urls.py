"""Addresses of requests."""

from django.urls import path

from samsyn.journey.request import views

app_name = "request"
urlpatterns = [
    path("forfragningar/", views.waiting, name="waiting"),
    path("arende/<uuid:case_id>/forfragningar/", views.of_case, name="case"),
    path("arende/<uuid:case_id>/forfragningar/ny/", views.ask, name="ask"),
    path("forfragan/<uuid:request_id>/", views.read, name="read"),
    path("forfragan/<uuid:request_id>/aterta/", views.withdraw, name="withdraw"),
]
