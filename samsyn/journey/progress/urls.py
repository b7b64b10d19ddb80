"""Addresses of step moves."""

from django.urls import path

from samsyn.journey.progress import views

app_name = "progress"
urlpatterns = [
    path("arende/<uuid:case_id>/steg/", views.history, name="history"),
    path("arende/<uuid:case_id>/steg/nytt/", views.write, name="write"),
    path("steg/<uuid:move_id>/", views.read, name="read"),
    path("steg/<uuid:move_id>/andra/", views.correct, name="correct"),
    path("steg/dags/", views.due, name="due"),
]
