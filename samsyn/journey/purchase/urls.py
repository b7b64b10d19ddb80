"""Addresses of purchases."""

from django.urls import path

from samsyn.journey.purchase import views

app_name = "purchase"
urlpatterns = [
    path("inkop/", views.sums, name="sums"),
    path("arende/<uuid:case_id>/inkop/", views.ask, name="ask"),
    path("inkop/<uuid:purchase_id>/", views.read, name="read"),
    path("inkop/<uuid:purchase_id>/beslut/", views.decide, name="decide"),
    path("inkop/<uuid:purchase_id>/kopt/", views.buy, name="buy"),
    path("inkop/<uuid:purchase_id>/aterta/", views.withdraw, name="withdraw"),
]
