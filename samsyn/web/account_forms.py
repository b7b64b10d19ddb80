"""The library's key forms, made to say no to an answer that no key gave (it would fail with a server error)."""

from typing import Any

from allauth.mfa.models import Authenticator
from allauth.mfa.webauthn import forms as library
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

NOT_A_KEY = (KeyError, TypeError, ValueError, AttributeError)


def _refusal() -> ValidationError:
    return ValidationError(_("Nyckelns svar gick inte att läsa. Försök igen."))


class AddKeyForm(library.AddWebAuthnForm):  # type: ignore[misc]
    """A new key."""

    def clean(self) -> dict[str, Any]:
        """The key's answer, or a refusal at the form."""
        try:
            return dict(super().clean())
        except NOT_A_KEY as wrong:
            raise _refusal() from wrong


class _KeyForm(library.AuthenticateWebAuthnForm):  # type: ignore[misc]
    def clean_credential(self) -> Authenticator:
        """The key that answered, or a refusal."""
        try:
            return super().clean_credential()
        except NOT_A_KEY as wrong:
            raise _refusal() from wrong


class AuthenticateKeyForm(_KeyForm):
    """A key as the second step."""


class LoginKeyForm(_KeyForm, library.LoginWebAuthnForm):  # type: ignore[misc]
    """A key instead of the password."""


class ReauthenticateKeyForm(_KeyForm, library.ReauthenticateWebAuthnForm):  # type: ignore[misc]
    """A key to show that it is still you."""
