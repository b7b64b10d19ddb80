"""Addresses of attachments."""

from django.urls import path

from samsyn.journey.attachment import views

app_name = "attachment"
urlpatterns = [
    path("arende/<uuid:case_id>/bilagor/", views.overview, name="list"),
    path("arende/<uuid:case_id>/bilaga/ny/", views.add, name="add"),
    path("uppgift/<uuid:item_id>/bilaga/ny/", views.add_to, name="add_to"),
    path("bilaga/<uuid:attachment_id>/", views.read, name="read"),
    path("bilaga/<uuid:attachment_id>/hamta/", views.download, name="download"),
]
