"""Addresses of methods on a case."""

from django.urls import path

from samsyn.journey.method import views

app_name = "method"
urlpatterns = [
    path("arende/<uuid:case_id>/metod/", views.way, name="way"),
    path("metod/<uuid:enrolment_id>/<slug:part>/angra/", views.take_back, name="take_back"),
    path("metod/<uuid:enrolment_id>/<slug:part>/<slug:state>/", views.mark, name="mark"),
]
