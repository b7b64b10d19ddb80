"""Addresses of handovers."""

from django.urls import path

from samsyn.journey.handover import views

app_name = "handover"
urlpatterns = [
    path("arende/<uuid:case_id>/lamna-over/", views.write, name="write"),
    path("arende/<uuid:case_id>/ansvarig/", views.appoint, name="appoint"),
    path("overlamning/<uuid:handover_id>/", views.read, name="read"),
    path("overlamning/<uuid:handover_id>/brev/", views.letter, name="letter"),
]
