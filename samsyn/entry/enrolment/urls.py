"""Addresses of enrolment."""

from django.urls import path

from samsyn.entry.enrolment import views

app_name = "enrolment"
urlpatterns = [
    path("remiss/<uuid:referral_id>/skriv-in/", views.new, name="new"),
    path("arende/<uuid:case_id>/skriv-in/", views.direct, name="direct"),
    path("inskrivning/<uuid:enrolment_id>/", views.read, name="page"),
    path("inskrivning/<uuid:enrolment_id>/bakgrund/", views.background, name="background"),
    path("inskrivning/<uuid:enrolment_id>/start/", views.start, name="start"),
    path("volym/", views.volume_list, name="volumes"),
    path("volym/<uuid:intervention_id>/", views.volume, name="volume"),
]
