"""Addresses of activities."""

from django.urls import path

from samsyn.journey.activity import views

app_name = "activity"
urlpatterns = [
    path("arende/<uuid:case_id>/aktivitet/ny/", views.write, name="write"),
    path("aktivitet/<uuid:activity_id>/", views.read, name="read"),
    path("aktivitet/<uuid:activity_id>/andra/", views.correct, name="correct"),
    path("aktivitet/<uuid:activity_id>/lage/", views.move, name="move"),
    path("aktivitet/<uuid:activity_id>/narvaro/", views.attend, name="attend"),
]
