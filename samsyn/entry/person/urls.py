"""Addresses about a person."""

from django.urls import path

from samsyn.entry.person import views

app_name = "person"
urlpatterns = [
    path("sok/", views.search, name="search"),
    path("person/<uuid:person_id>/", views.show, name="page"),
    path("person/<uuid:person_id>/andra/", views.edit, name="edit"),
    path("person/<uuid:person_id>/nummer/", views.add_number, name="add_number"),
    path("person/nummer/<uuid:identifier_id>/visa/", views.reveal, name="reveal"),
    path("person/<uuid:person_id>/stallforetradare/", views.representatives, name="representatives"),
    path(
        "person/stallforetradare/<uuid:representative_id>/avsluta/",
        views.end_representative,
        name="end_representative",
    ),
    path("person/<uuid:person_id>/skydd/", views.protect, name="protect"),
]
