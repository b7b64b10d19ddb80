"""Pages of the shell: language choice, expired forms, not found, server errors."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST

from samsyn.access.http import page


NOT_TYPED = {"csrfmiddlewaretoken", "idempotency_key", "seen_version", "code", "next", "language"}


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
    typed = {k: v for k, v in request.POST.items() if v and k not in NOT_TYPED and "password" not in k}
    return page(request, "web/pages/form_expired.html", {"typed": typed}, status=403)


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """The page is not there, or not for this actor; the two are never told apart."""
    return page(request, "web/pages/not_found.html", status=404)


def server_error(request: HttpRequest) -> HttpResponse:
    """Something failed; nothing was saved half."""
    return page(request, "web/pages/server_error.html", status=500)
