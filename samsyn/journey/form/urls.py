"""Addresses of forms of a method."""

from django.urls import path

from samsyn.journey.form import views

app_name = "form"
urlpatterns = [
    path("metod/<uuid:enrolment_id>/formular/<slug:form>/", views.fill, name="fill"),
    path("metod/<uuid:enrolment_id>/formular/<slug:form>/papper/", views.paper, name="paper"),
    path("formular/<uuid:form_id>/", views.read, name="read"),
    path("formular/<uuid:form_id>/andra/", views.correct, name="correct"),
]
