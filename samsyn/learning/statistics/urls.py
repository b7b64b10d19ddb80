"""Addresses of statistics, and of the same digits as JSON."""

from django.urls import path

from samsyn.learning.statistics import api, release_views, views

app_name = "statistics"
urlpatterns = [
    path("statistik/", views.home, name="home"),
    path("statistik/fil.csv", views.csv, name="csv"),
    path("statistik/fil.xlsx", views.xlsx, name="xlsx"),
    path("statistik/fil.pdf", views.pdf, name="pdf"),
    path("statistik/remitterade/", views.referred, name="referred"),
    path("statistik/spara/", views.save, name="save"),
    path("statistik/sparade/<uuid:saved_id>/bort/", views.forget, name="forget"),
    path("statistik/publicerat/", release_views.listing, name="releases"),
    path("statistik/publicerat/ny/", release_views.make, name="publish"),
    path("statistik/publicerat/<uuid:release_id>/", release_views.read, name="release"),
    path("statistik/publicerat/<uuid:release_id>/tabeller.csv", release_views.file, name="release_csv"),
    path("api/statistics/questions", api.questions, name="api_questions"),
    path("api/statistics/answer", api.answer, name="api_answer"),
]
