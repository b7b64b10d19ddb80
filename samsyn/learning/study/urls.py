"""Addresses of studies."""

from django.urls import path

from samsyn.learning.study import views

app_name = "study"
urlpatterns = [
    path("studier/", views.listing, name="list"),
    path("studier/forbundet/", views.begin, name="begin"),
    path("studier/ny/", views.begin_project, name="project"),
    path("studier/<uuid:study_id>/", views.read, name="page"),
    path("studier/<uuid:study_id>/beslut/", views.decide, name="decide"),
    path("studier/<uuid:study_id>/uttag/", views.ask, name="ask"),
    path("utlamnandebeslut/<uuid:decision_id>/ta-tillbaka/", views.withdraw, name="withdraw"),
]
