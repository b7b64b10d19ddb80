"""Addresses of notes."""

from django.urls import path

from samsyn.journey.note import views

app_name = "note"
urlpatterns = [
    path("arende/<uuid:case_id>/anteckning/ny/", views.write, name="write"),
    path("arende/<uuid:case_id>/anteckning/mottagare/", views.receivers, name="receivers"),
    path("anteckning/<uuid:note_id>/", views.read, name="read"),
    path("anteckning/<uuid:note_id>/andra/", views.correct, name="correct"),
]
