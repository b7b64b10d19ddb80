"""Addresses of published follow-up."""

from django.urls import path

from samsyn.learning.published import views

app_name = "published"
urlpatterns = [
    path("statistik/rapporter/", views.listing, name="list"),
    path("statistik/rapporter/las-in/", views.read_in, name="import"),
    path("statistik/rapporter/<uuid:published_report_id>/", views.report, name="report"),
    path("statistik/rapporter/<uuid:published_report_id>/tabeller.csv", views.csv, name="csv"),
]
