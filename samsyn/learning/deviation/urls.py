"""Addresses of deviations."""

from django.urls import path

from samsyn.learning.deviation import views

app_name = "deviation"
urlpatterns = [
    path("arende/<uuid:case_id>/avvikelse/", views.write, name="write"),
    path("avvikelse/<uuid:deviation_id>/", views.read, name="read"),
    path("avvikelser/", views.own_list, name="list"),
]
