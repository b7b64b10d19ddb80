"""Pages without an account: ask a question, and read the advice with the key."""

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from samsyn.access import clock
from samsyn.access.actor import context
from samsyn.access.http import page, sent
from samsyn.learning.pilot_case import actions, queries
from samsyn.learning.pilot_case.forms import KeyForm, PublicAskForm, ThenForm
from samsyn.learning.pilot_case.limits import within_limit

PAGES = "learning/pilot_case/pages/"


def ask(request: HttpRequest) -> HttpResponse:
    """A person's or a relative's question. The key is shown once, on this answer only."""
    if not within_limit(request, "pilot_ask"):
        return _too_many(request)
    form = PublicAskForm(request.POST or None, associations=list(queries.associations()))
    key = queries.key_of(context().idempotency_key)
    if found := sent(request, form, lambda data: actions.ask(by=None, key=key, **data)):
        return _private(page(request, PAGES + "public_asked.html", {"pilot": found, "key": key}))
    return _private(page(request, PAGES + "public_ask.html", {"form": form}))


def answer(request: HttpRequest) -> HttpResponse:
    """The advice, opened by the key; the key travels in the form, never in an address."""
    if not within_limit(request, "pilot_key"):
        return _too_many(request)
    form = KeyForm(request.POST or None)
    pilot = queries.by_key(form.cleaned_data["key"]) if form.is_bound and form.is_valid() else None
    if form.is_bound and form.is_valid() and pilot is None:
        form.add_error("key", _("Nyckeln stämmer inte. Kontrollera varje bokstav och siffra."))
    if pilot is None:
        return _private(page(request, PAGES + "key.html", {"form": form}))
    then = ThenForm(request.POST if "text" in request.POST else None)
    found = pilot
    if done := sent(request, then, lambda data: actions.answer_then(found, by=None, **data)):
        found, then = done, ThenForm()
    due = queries.due_question(found, clock.today())
    shown = {"pilot": found, "key": form.cleaned_data["key"], "form": then, "due": due}
    return _private(page(request, PAGES + "public_answer.html", shown))


def _too_many(request: HttpRequest) -> HttpResponse:
    return page(request, PAGES + "too_many.html", status=429)


def _private(response: HttpResponse) -> HttpResponse:
    response.headers["Cache-Control"] = "no-store"
    return response
