"""Addresses of participant lists."""

from django.urls import path

from samsyn.journey.participant_list import views

app_name = "participant_list"
urlpatterns = [
    path("deltagarlistor/", views.lists, name="lists"),
    path("deltagarlista/<uuid:list_id>/kolumner/", views.columns, name="columns"),
    path("deltagarlista/<uuid:list_id>/prova/", views.trial, name="trial"),
    path("deltagarlista/<uuid:list_id>/fortsatt/", views.again, name="again"),
    path("deltagarlista/<uuid:list_id>/ta-bort/", views.drop, name="drop"),
    path("deltagarlista/<uuid:list_id>/hamta/", views.download, name="download"),
]
