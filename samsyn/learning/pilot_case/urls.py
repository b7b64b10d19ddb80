"""Addresses of pilot cases. Those under /lots/ need no account."""

from django.urls import path

from samsyn.learning.pilot_case import public, views

app_name = "pilot"
urlpatterns = [
    path("lots/", public.ask, name="public_ask"),
    path("lots/svar/", public.answer, name="public_answer"),
    path("fragor/", views.listing, name="list"),
    path("fragor/ny/", views.ask, name="ask"),
    path("fragor/<uuid:pilot_id>/", views.read, name="page"),
    path("fragor/<uuid:pilot_id>/rad/", views.advise, name="advise"),
    path("fragor/<uuid:pilot_id>/sedan/", views.then, name="then"),
    path("fragor/<uuid:pilot_id>/remiss/", views.refer, name="refer"),
    path("fragor/<uuid:pilot_id>/avsluta/", views.close, name="close"),
]
