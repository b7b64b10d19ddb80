"""Addresses of the case page and the list of cases."""

from django.urls import path

from samsyn.entry.case.urls import urlpatterns as of_the_case
from samsyn.journey.timeline import views

app_name = "case"
urlpatterns = [
    path("arenden/", views.my_cases, name="list"),
    path("arende/<uuid:case_id>/", views.case_page, name="page"),
    path("arende/<uuid:case_id>/text/", views.text, name="text"),
    path("arende/<uuid:case_id>/sus/", views.sus_sheets, name="sus"),
    path("inskrivning/<uuid:enrolment_id>/sus/", views.sus_register, name="sus_register"),
    path("arende/<uuid:case_id>/till-personen/", views.person_page, name="person_page"),
    path("arende/<uuid:case_id>/vem-har-last/", views.read_log, name="read_log"),
    *of_the_case,
]
