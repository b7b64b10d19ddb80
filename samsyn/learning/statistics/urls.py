"""Addresses of statistics, and of the same digits as JSON."""

from django.urls import path

from samsyn.learning.statistics import api, views

app_name = "statistics"
urlpatterns = [
    path("statistik/", views.home, name="home"),
    path("statistik/fil.csv", views.csv, name="csv"),
    path("statistik/fil.xlsx", views.xlsx, name="xlsx"),
    path("statistik/fil.pdf", views.pdf, name="pdf"),
    path("statistik/remitterade/", views.referred, name="referred"),
    path("statistik/spara/", views.save, name="save"),
    path("statistik/sparade/<uuid:saved_id>/bort/", views.forget, name="forget"),
    path("api/statistics/questions", api.questions, name="api_questions"),
    path("api/statistics/answer", api.answer, name="api_answer"),
]
