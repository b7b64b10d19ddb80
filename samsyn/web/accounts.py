"""Signing in: allauth does it, in our words. Accounts are made by a system administrator; nobody signs up."""

from collections.abc import Callable
from typing import Any, ClassVar

from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext_lazy as _

from samsyn.access import crypto
from samsyn.access.models import User
from samsyn.basis.staff import actions
from samsyn.basis.staff.queries import actor_for

FACTORS = [Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN]
WRONG = _("E-postadressen eller lösenordet stämmer inte. Kontrollera båda och försök igen.")
TOO_MANY = _(
    "Det har blivit för många felaktiga försök. Vänta fem minuter och försök igen, eller be din"
    " systemadministratör om en länk för nytt lösenord."
)
CLOSED = _("Kontot är stängt. Fråga din systemadministratör.")
WRONG_CODE = _("Koden stämmer inte. Skriv den kod som appen visar just nu, eller en oanvänd reservkod.")
SAID = {
    "account/messages/password_changed.txt": _("Ditt lösenord är bytt."),
    "account/messages/password_set.txt": _("Ditt lösenord är sparat."),
    "account/messages/logged_out.txt": _("Du är utloggad."),
    "mfa/messages/totp_activated.txt": _("Appen är kopplad till ditt konto."),
    "mfa/messages/totp_deactivated.txt": _("Appen är bortkopplad från ditt konto."),
    "mfa/messages/webauthn_added.txt": _("Nyckeln är tillagd."),
    "mfa/messages/webauthn_removed.txt": _("Nyckeln är borttagen."),
    "mfa/messages/recovery_codes_generated.txt": _(
        "Du har fått nya reservkoder. Spara dem. Eventuella gamla koder gäller inte längre."
    ),
}


class SamsynAccountAdapter(DefaultAccountAdapter):
    """Closed for sign-up; says what to do when something is wrong; every sign-in leaves a trace."""

    error_messages: ClassVar[dict[str, Any]] = {
        **DefaultAccountAdapter.error_messages,
        "account_inactive": CLOSED,
        "email_password_mismatch": WRONG,
        "enter_current_password": _("Lösenordet du har nu stämmer inte. Skriv det igen."),
        "incorrect_code": WRONG_CODE,
        "incorrect_password": _("Lösenordet stämmer inte. Skriv det igen."),
        "too_many_login_attempts": TOO_MANY,
        "same_as_current": _("Det nya lösenordet måste vara ett annat än det du har nu."),
        "rate_limited": TOO_MANY,
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Never."""
        return False

    def authentication_failed(self, request: HttpRequest, **credentials: Any) -> None:
        """A wrong password is written in the trace, without what was typed."""
        actions.refuse_sign_in()

    def post_login(self, request: HttpRequest, user: User, **known: Any) -> HttpResponse:
        """A sign-in is written in the trace of the party it leads to."""
        response: HttpResponse = super().post_login(request, user, **known)
        actions.note_sign_in(user, by=actor_for(request))
        return response

    def respond_user_inactive(self, request: HttpRequest, user: User) -> HttpResponse:
        """A closed account is told so only with the right password."""
        messages.error(request, str(CLOSED))
        return redirect("account_login")

    def add_message(
        self, request: HttpRequest, level: int, message_template: str | None = None,
        message_context: dict[str, Any] | None = None, extra_tags: str = "", message: str | None = None,
    ) -> None:  # fmt: skip
        """Our words instead of the library's; what has none here goes without saying."""
        text = message or SAID.get(message_template or "")
        if text:
            messages.add_message(request, level, str(text), extra_tags=extra_tags)

    def get_reauthentication_methods(self, user: Any) -> list[dict[str, Any]]:
        """The ways to show that it is still you."""
        ways = {
            "reauthenticate": _("Använd ditt lösenord"),
            "mfa_reauthenticate": _("Använd en kod från appen"),
            "mfa_reauthenticate:webauthn": _("Använd din nyckel"),
        }
        found = super().get_reauthentication_methods(user)
        return [{**one, "description": str(ways[one["id"]])} for one in found]


class SamsynMFAAdapter(DefaultMFAAdapter):
    """Secrets of second steps are encrypted; where a second step is required the last one stays."""

    error_messages: ClassVar[dict[str, Any]] = {
        **DefaultMFAAdapter.error_messages,
        "cannot_delete_authenticator": _(
            "Du måste ha ett andra steg. Lägg till ett annat innan du tar bort det här."
        ),
        "cannot_generate_recovery_codes": _("Lägg först till en app eller en nyckel."),
        "incorrect_code": WRONG_CODE,
    }

    def encrypt(self, text: str) -> str:
        """With the key kept outside the database."""
        return ":".join(crypto.encrypt(text, about="second_factor"))

    def decrypt(self, encrypted_text: str) -> str:
        """The secret again."""
        key_id, value = encrypted_text.split(":", 1)
        return crypto.decrypt(key_id, value, about="second_factor")

    def can_delete_authenticator(self, authenticator: Authenticator) -> bool:
        """Any but the last one."""
        if not settings.SAMSYN_REQUIRE_MFA:
            return True
        others = Authenticator.objects.filter(user=authenticator.user, type__in=FACTORS)
        return bool(others.exclude(pk=authenticator.pk).exists())

    def generate_authenticator_name(self, user: Any, type: Any) -> str:
        """What a key is called until its owner names it."""
        n = Authenticator.objects.filter(user=user, type=type).count() + 1
        return f"{_('Nyckel')} {n}"


class SecondFactorMiddleware:
    """Where a second step is required, nobody gets further than to setting one up without it."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Send those without a second step to the page where they choose one."""
        if settings.SAMSYN_REQUIRE_MFA and request.user.is_authenticated and not self._may_pass(request):
            return redirect("mfa_index")
        return self.get_response(request)

    def _may_pass(self, request: HttpRequest) -> bool:
        if request.path.startswith(("/konto/", "/sprak/", settings.STATIC_URL)):
            return True
        if not request.session.get("has_second_factor") and is_mfa_enabled(request.user, FACTORS):
            request.session["has_second_factor"] = True
        return bool(request.session.get("has_second_factor"))
