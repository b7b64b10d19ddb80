"""Addresses of the start page."""

from django.urls import path

from samsyn.web.start import views

urlpatterns = [
    path("", views.start, name="start"),
    path("avisering/<uuid:notice_id>/sedd/", views.see, name="see_notice"),
    path("aviseringar/sedda/", views.see_all, name="see_notices"),
]
