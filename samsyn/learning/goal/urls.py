"""Addresses of goals, counted."""

from django.urls import path

from samsyn.learning.goal import views

app_name = "goal"
urlpatterns = [
    path("mal/", views.listing, name="list"),
    path("mal/<uuid:intervention_id>/", views.table, name="table"),
    path("mal/<uuid:intervention_id>/tabell.csv", views.csv, name="csv"),
    path("mal/<uuid:intervention_id>/tabell.json", views.json, name="json"),
]
