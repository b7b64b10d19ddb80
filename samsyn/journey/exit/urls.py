"""Addresses of exits."""

from django.urls import path

from samsyn.journey.exit import views

app_name = "exit"
urlpatterns = [
    path("avslut/", views.waiting, name="waiting"),
    path("arende/<uuid:case_id>/avsluta/", views.prepare, name="prepare"),
    path("avslut/<uuid:exit_id>/", views.read, name="read"),
    path("avslut/<uuid:exit_id>/andra/", views.change, name="change"),
    path("avslut/<uuid:exit_id>/slutfor/", views.complete, name="complete"),
    path("avslut/<uuid:exit_id>/utskrift/", views.printed, name="print"),
]
