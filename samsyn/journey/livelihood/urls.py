"""Addresses of livelihood and occupation."""

from django.urls import path

from samsyn.journey.livelihood import views

app_name = "livelihood"
urlpatterns = [
    path("arende/<uuid:case_id>/forsorjning/", views.edit, name="edit"),
    path("arende/<uuid:case_id>/forsorjning/oforandrad/", views.unchanged, name="unchanged"),
    path("arende/<uuid:case_id>/forsorjning/vet-inte/", views.unknown, name="unknown"),
    path("arende/<uuid:case_id>/forsorjning/period/", views.period, name="period"),
    path("forsorjning/<uuid:livelihood_id>/ratta/", views.correct, name="correct"),
]
