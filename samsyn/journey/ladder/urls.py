"""Addresses of ladders."""

from django.urls import path

from samsyn.journey.ladder import views, views_of_modules

app_name = "ladder"
urlpatterns = [
    path("metod/<uuid:enrolment_id>/trappor/", views.overview, name="overview"),
    path("metod/<uuid:enrolment_id>/trappor/utskrift/", views.for_person, name="for_person"),
    path("metod/<uuid:enrolment_id>/trappa/<slug:ladder>/", views.rate, name="rate"),
    path("metod/<uuid:enrolment_id>/trappa/<slug:ladder>/papper/", views.paper, name="paper"),
    path("metod/<uuid:enrolment_id>/modul/<slug:module>/", views_of_modules.module, name="module"),
    path("metod/<uuid:enrolment_id>/modul/<slug:module>/delar/", views_of_modules.divide, name="divide"),
    path("skattning/<uuid:rating_id>/", views.read, name="read"),
    path("skattning/<uuid:rating_id>/andra/", views.correct, name="correct"),
    path("modulens-delar/<uuid:parts_id>/", views_of_modules.read_parts, name="read_parts"),
]
