"""Pages of the shell: language choice, expired forms, not found, server errors."""

import sys

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.db import OperationalError
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from samsyn.access.http import page

NOT_TYPED = {"csrfmiddlewaretoken", "idempotency_key", "seen_version", "code", "next"}


@require_POST
def set_language(request: HttpRequest) -> HttpResponse:
    """Remember the interface language and go back."""
    back = request.POST.get("next", "/")
    if not url_has_allowed_host_and_scheme(back, allowed_hosts={request.get_host()}):
        back = "/"
    response = HttpResponseRedirect(back)
    if request.POST.get("language") in dict(settings.LANGUAGES):
        response.set_cookie(
            settings.LANGUAGE_COOKIE_NAME, request.POST["language"], max_age=31_536_000, httponly=True, samesite="Lax"
        )
    return response


def form_expired(request: HttpRequest, reason: str = "") -> HttpResponse:
    """The form's protection token was missing or old; what was typed is offered for copying."""
    return page(request, "web/pages/form_expired.html", {"typed": _typed(request)}, status=403)


def _typed(request: HttpRequest) -> dict[str, str]:
    """What somebody wrote, without the hidden fields and passwords."""
    fields = request.POST.items()
    return {k: str(v) for k, v in fields if v and k not in NOT_TYPED and "password" not in k}


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """More was sent than is taken in at once, or it cannot be read."""
    told = _("Det som skickades är för stort eller går inte att läsa. Gå tillbaka, korta texten och skicka igen.")
    return page(request, "web/pages/refused.html", {"message": told}, status=400)


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """The page is not there, or not for this actor; the two are never told apart."""
    return page(request, "web/pages/not_found.html", status=404)


def server_error(request: HttpRequest) -> HttpResponse:
    """Something failed; nothing was saved half. A database that does not take anything is said plainly."""
    if not hasattr(request, "actor"):  # it failed before it was known who asks, and would again
        request.user = AnonymousUser()
    if isinstance(sys.exc_info()[1], OperationalError):
        return page(request, "web/pages/cannot_save.html", {"typed": _typed(request)}, status=503)
    return page(request, "web/pages/server_error.html", status=500)
