"""Addresses of the case page and the list of cases."""

from django.urls import path

from samsyn.entry.case.urls import urlpatterns as of_the_case
from samsyn.journey.timeline import views

app_name = "case"
urlpatterns = [
    path("arenden/", views.my_cases, name="list"),
    path("arende/<uuid:case_id>/", views.case_page, name="page"),
    *of_the_case,
]
