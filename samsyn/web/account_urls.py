"""Addresses for signing in. Only the parts of allauth that have pages of our own are reachable."""

from allauth.account import views as account
from allauth.mfa.base import views as mfa
from allauth.mfa.recovery_codes import views as codes
from allauth.mfa.totp import views as totp
from allauth.mfa.webauthn import views as webauthn
from django.urls import path, reverse_lazy

from samsyn.basis.staff.views import choose_assignment

set_password = account.PasswordResetFromKeyView.as_view(success_url=reverse_lazy("account_login"))
change_password = account.PasswordChangeView.as_view(success_url=reverse_lazy("mfa_index"))

urlpatterns = [
    path("logga-in/", account.login, name="account_login"),
    path("logga-ut/", account.logout, name="account_logout"),
    path("bekrafta/", account.reauthenticate, name="account_reauthenticate"),
    path("losenord/", change_password, name="account_change_password"),
    path("nytt-losenord/<slug:uidb36>/<path:key>/", set_password, name="account_reset_password_from_key"),
    path("uppdrag/", choose_assignment, name="choose_assignment"),
    path("sakerhet/", mfa.index, name="mfa_index"),
    path("logga-in/kod/", mfa.authenticate, name="mfa_authenticate"),
    path("bekrafta/kod/", mfa.reauthenticate, name="mfa_reauthenticate"),
    path("sakerhet/app/", totp.activate_totp, name="mfa_activate_totp"),
    path("sakerhet/app/ta-bort/", totp.deactivate_totp, name="mfa_deactivate_totp"),
    path("sakerhet/reservkoder/", codes.view_recovery_codes, name="mfa_view_recovery_codes"),
    path("sakerhet/reservkoder/nya/", codes.generate_recovery_codes, name="mfa_generate_recovery_codes"),
    path("sakerhet/nycklar/", webauthn.list_webauthn, name="mfa_list_webauthn"),
    path("sakerhet/nycklar/ny/", webauthn.add_webauthn, name="mfa_add_webauthn"),
    path("sakerhet/nycklar/<int:pk>/ta-bort/", webauthn.remove_webauthn, name="mfa_remove_webauthn"),
    path("bekrafta/nyckel/", webauthn.reauthenticate_webauthn, name="mfa_reauthenticate_webauthn"),
    path("logga-in/nyckel/", webauthn.login_webauthn, name="mfa_login_webauthn"),
]
