"""The library's forms, made quiet (no words inside fields) and safe (an answer no key gave is refused)."""

from typing import Any

from allauth.account.forms import ChangePasswordForm as LibraryChangePasswordForm
from allauth.account.forms import LoginForm, ReauthenticateForm, ResetPasswordKeyForm
from allauth.mfa.base.forms import AuthenticateForm as LibraryCodeForm
from allauth.mfa.base.forms import ReauthenticateForm as LibraryCodeAgainForm
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.forms import ActivateTOTPForm
from allauth.mfa.webauthn import forms as library
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

NOT_A_KEY = (KeyError, TypeError, ValueError, AttributeError)


def _refusal() -> ValidationError:
    return ValidationError(_("Nyckelns svar gick inte att läsa. Försök igen."))


class _QuietFields:
    """Labels stand above the fields; words inside them disappear when one types."""

    fields: dict[str, Any]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            field.widget.attrs.pop("placeholder", None)


class SignInForm(_QuietFields, LoginForm):
    """E-mail and password."""


class ChangePasswordForm(_QuietFields, LibraryChangePasswordForm):
    """The old one and the new one twice."""


class ChoosePasswordForm(_QuietFields, ResetPasswordKeyForm):
    """The new one twice, from a link."""


class AgainForm(_QuietFields, ReauthenticateForm):
    """The password once more."""


class CodeForm(_QuietFields, LibraryCodeForm):
    """The second step."""


class CodeAgainForm(_QuietFields, LibraryCodeAgainForm):
    """A code to show that it is still you."""


class ConnectAppForm(_QuietFields, ActivateTOTPForm):
    """The first code of a new app."""


class AddKeyForm(library.AddWebAuthnForm):
    """A new key."""

    def clean(self) -> dict[str, Any]:
        """The key's answer, or a refusal at the form."""
        try:
            return dict(super().clean())
        except NOT_A_KEY as wrong:
            raise _refusal() from wrong


class _KeyForm(library.AuthenticateWebAuthnForm):
    def clean_credential(self) -> Authenticator:
        """The key that answered, or a refusal."""
        try:
            return super().clean_credential()
        except NOT_A_KEY as wrong:
            raise _refusal() from wrong


class AuthenticateKeyForm(_KeyForm):
    """A key as the second step."""


class LoginKeyForm(_KeyForm, library.LoginWebAuthnForm):
    """A key instead of the password."""


class ReauthenticateKeyForm(_KeyForm, library.ReauthenticateWebAuthnForm):
    """A key to show that it is still you."""
