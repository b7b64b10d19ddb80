"""Addresses of consents."""

from django.urls import path

from samsyn.entry.consent import views

app_name = "consent"
urlpatterns = [
    path("arende/<uuid:case_id>/samtycke/", views.take, name="take"),
    path("arende/<uuid:case_id>/samtycken/", views.overview, name="list"),
    path("arende/<uuid:case_id>/aterkalla/", views.withdraw_all, name="withdraw_all"),
    path("samtycke/<uuid:consent_id>/", views.read, name="read"),
    path("samtycke/<uuid:consent_id>/skriv-ut/", views.print_saved, name="print"),
    path("samtycke/<uuid:consent_id>/bekrafta/", views.confirm, name="confirm"),
    path("samtycke/<uuid:consent_id>/aterkalla/", views.withdraw, name="withdraw"),
    path("samtycke/<uuid:consent_id>/ta-bort-part/", views.take_out, name="take_out"),
]
