"""Addresses of assessments."""

from django.urls import path

from samsyn.journey.assessment import views

app_name = "assessment"
urlpatterns = [
    path("arende/<uuid:case_id>/bedomningar/", views.of_case, name="case"),
    path("arende/<uuid:case_id>/kartlaggning/", views.mapping, name="mapping"),
    path("arende/<uuid:case_id>/bedomningar/ny/", views.write, name="write"),
    path("arende/<uuid:case_id>/arbetsformaga/", views.work_ability, name="work_ability"),
    path("arende/<uuid:case_id>/arbetsformaga/skriv/", views.write_work_ability, name="write_work_ability"),
    path("bedomning/<uuid:assessment_id>/", views.read, name="read"),
    path("bedomning/<uuid:assessment_id>/andra/", views.correct, name="correct"),
]
