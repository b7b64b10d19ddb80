"""Addresses for signing in. Only the parts of allauth that Samsyn uses are reachable."""

from allauth.account import views as account
from django.urls import include, path

urlpatterns = [
    path("logga-in/", account.login, name="account_login"),
    path("logga-ut/", account.logout, name="account_logout"),
    path("bekrafta/", account.reauthenticate, name="account_reauthenticate"),
    path("losenord/", account.password_change, name="account_change_password"),
    path("tvastegs/", include("allauth.mfa.urls")),
]
