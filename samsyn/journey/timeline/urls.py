"""Addresses of the case page and the list of cases."""

from django.urls import path

from samsyn.entry.case.views import my_cases
from samsyn.journey.timeline import views

app_name = "case"
urlpatterns = [
    path("arenden/", my_cases, name="list"),
    path("arende/<uuid:case_id>/", views.case_page, name="page"),
]
