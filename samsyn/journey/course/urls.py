"""Addresses of places in courses."""

from django.urls import path

from samsyn.journey.course import views

app_name = "course"
urlpatterns = [
    path("arende/<uuid:case_id>/kurs/", views.give, name="give"),
    path("kurs/<uuid:round_id>/deltagare/", views.people, name="people"),
    path("kurs/<uuid:round_id>/avsluta/", views.close, name="close"),
    path("kurstraff/<uuid:session_id>/narvaro/", views.session, name="session"),
    path("kursplats/<uuid:place_id>/", views.place, name="place"),
    path("kursplats/<uuid:place_id>/lage/", views.move, name="move"),
]
