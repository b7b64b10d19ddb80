"""Addresses of methods on a case."""

from django.urls import path

from samsyn.journey.method import pretend_views, views

app_name = "method"
urlpatterns = [
    path("arende/<uuid:case_id>/metod/", views.way, name="way"),
    path("metod/<uuid:method_id>/prova/", pretend_views.try_on, name="try"),
    path("metod/<uuid:method_id>/fraga/", pretend_views.ask, name="ask"),
    path("metod/<uuid:enrolment_id>/version/", views.versions, name="versions"),
    path("metod/<uuid:enrolment_id>/version/<uuid:version_id>/", views.move, name="move"),
    path("metoder/<uuid:method_id>/flytta/", views.move_many, name="move_many"),
    path("metod/<uuid:enrolment_id>/<slug:part>/angra/", views.take_back, name="take_back"),
    path("metod/<uuid:enrolment_id>/<slug:part>/<slug:state>/", views.mark, name="mark"),
]
