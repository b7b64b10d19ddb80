"""What every request passes: who acts, how long the session lives, the read log, and the safe headers."""

import datetime as dt
import hashlib
import json
import uuid
from collections.abc import Callable
from urllib.parse import urlencode, urlsplit

from django.conf import settings
from django.contrib.auth import logout
from django.db import transaction
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect
from django.utils import translation
from django.utils.module_loading import import_string

from samsyn.access import audit, clock, db
from samsyn.access.actor import Actor, RequestContext, acting
from samsyn.access.errors import NotPermitted, RuleBroken
from samsyn.access.http import page

Handler = Callable[[HttpRequest], HttpResponse]
TOUCH_EVERY = dt.timedelta(seconds=60)


class ActorMiddleware:
    """Finds the active assignment, runs the request as that actor, and logs what was read."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response
        self.find_actor: Callable[[HttpRequest], Actor | None] = import_string(settings.SAMSYN_ACTOR_FINDER)

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """One request, one actor, one transaction frame, one read entry."""
        if timed_out(request):
            return _signed_out(request)
        actor = self.find_actor(request) if request.user.is_authenticated else None
        request.actor = actor  # type: ignore[attr-defined]
        with acting(actor) as context, db.request_scope(actor):
            _note_form_keys(request, context)
            response = self.get_response(request)
            _log_reading(request, response, context)
        _safe_headers(request, response)
        return response

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        """A refusal that no form caught becomes a page that says what to do."""
        if isinstance(error, RuleBroken):
            return page(request, "web/pages/refused.html", {"message": error.message}, status=409)
        if isinstance(error, NotPermitted):
            return page(request, "web/pages/not_permitted.html", status=403)
        return None


def timed_out(request: HttpRequest) -> bool:
    """Whether the session passed its idle or absolute limit; keeps the marks it is judged by."""
    if not request.user.is_authenticated:
        return False
    session, now = request.session, clock.now()
    started = dt.datetime.fromisoformat(session.setdefault("started_at", now.isoformat()))
    seen = dt.datetime.fromisoformat(session.setdefault("seen_at", now.isoformat()))
    if now - started > settings.SESSION_ABSOLUTE or now - seen > settings.SESSION_IDLE:
        return True
    if now - seen > TOUCH_EVERY:
        session["seen_at"] = now.isoformat()
    return False


def _signed_out(request: HttpRequest) -> HttpResponse:
    """To the sign-in page and back again; what was being sent is shown, so that nothing typed is lost."""
    logout(request)
    if request.method == "POST":
        context = {"typed": typed_in(request.POST), "next": _stood_on(request)}
        response = page(request, "web/pages/timed_out.html", context, status=403)
        response.headers["Cache-Control"] = "no-store"
        return response
    return redirect(f"{settings.LOGIN_URL}?{urlencode({'slut': 1, 'next': request.get_full_path()})}")


def _stood_on(request: HttpRequest) -> str:
    """The page of the form that was sent: its own address may answer POST only."""
    came_from = urlsplit(request.META.get("HTTP_REFERER", ""))
    return came_from.path if came_from.netloc == request.get_host() else "/"


def typed_in(sent: QueryDict) -> dict[str, str]:
    """The texts of a form that could not be received: what would hurt to lose, never a secret."""
    secret = {"csrfmiddlewaretoken", "credential", "code", "idempotency_key", "seen_version", "login", "next"}
    open_ones = {k: str(v) for k, v in sent.items() if k not in secret and "password" not in k}
    return {k: v for k, v in open_ones.items() if " " in v.strip()}


def _note_form_keys(request: HttpRequest, context: RequestContext) -> None:
    if request.method == "POST":
        context.idempotency_key = _sending_of(request)
        context.seen_version = request.POST.get("seen_version", "")[:64]


def _sending_of(request: HttpRequest) -> str:
    """Names one sending: the form's key with all that was sent and whereto, for what was changed since is
    another sending. Empty when the form carried no key."""
    if not request.POST.get("idempotency_key"):
        return ""
    typed = sorted((k, v) for k, values in request.POST.lists() for v in values if k != "csrfmiddlewaretoken")
    files = sorted((k, f.name, f.size) for k, sent in request.FILES.lists() for f in sent)
    return hashlib.sha256(json.dumps([request.path, typed, files]).encode()).hexdigest()


def _log_reading(request: HttpRequest, response: HttpResponse, context: RequestContext) -> None:
    """One entry a page with the persons shown, before the response leaves; no entry, no page."""
    if not context.persons_read or 300 <= response.status_code < 400 or response.status_code >= 500:
        return
    match = request.resolver_match
    name = match.view_name if match else request.path
    where = [f"case:{v}" for v in match.kwargs.values() if isinstance(v, uuid.UUID)] if match else []
    with transaction.atomic():
        audit.append(context.actor, kind="read", verb=name, objects=where, persons=context.persons_read)


def _safe_headers(request: HttpRequest, response: HttpResponse) -> None:
    if request.user.is_authenticated or request.path.startswith("/konto/"):
        response.headers["Cache-Control"] = "no-store"
    response.headers.setdefault("Cross-Origin-Opener-Policy", "same-origin")
    response.headers.setdefault("Cross-Origin-Resource-Policy", "same-origin")
    response.headers.setdefault("Permissions-Policy", "camera=(), geolocation=(), microphone=()")


class LanguageMiddleware:
    """The interface language: a cookie's choice, else Swedish."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Activate the language for the request."""
        known = dict(settings.LANGUAGES)
        chosen = request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME, "")
        with translation.override(chosen if chosen in known else settings.LANGUAGE_CODE):
            response = self.get_response(request)
            response.headers["Content-Language"] = translation.get_language() or ""
            return response
