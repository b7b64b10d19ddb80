"""Addresses of workplaces."""

from django.urls import path

from samsyn.journey.workplace import views

app_name = "workplace"
urlpatterns = [
    path("arende/<uuid:case_id>/arbetsplats/ny/", views.write, name="write"),
    path("arbetsplats/<uuid:workplace_id>/", views.read, name="read"),
    path("arbetsplats/<uuid:workplace_id>/andra/", views.correct, name="correct"),
]
