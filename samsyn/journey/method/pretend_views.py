"""Pages where a method is tried on a pretend person. Nothing is stored: all stands in the address."""

import uuid
from dataclasses import dataclass, replace
from typing import Any

from django.http import Http404, HttpResponse
from django.utils.translation import gettext as _

from samsyn.access.actor import Actor
from samsyn.access.http import StaffRequest, page, staff_page
from samsyn.access.policy import Policy
from samsyn.basis.method import asking
from samsyn.basis.method.models import Method as MethodRow
from samsyn.basis.method.queries import read_once, versions_of
from samsyn.basis.method.reading import MethodError, Problem
from samsyn.basis.method.record import empty
from samsyn.basis.method.rules import METHOD_KEEPERS
from samsyn.basis.method.schema import Method
from samsyn.journey.method import pretend, pretend_shown
from samsyn.journey.method.pretend_forms import AddForm, AskForm, WhoForm

PAGES = "journey/method/pages/"
DRAFT = "utkast"


@dataclass(frozen=True)
class Tried:
    """Which text is tried, what it says (None: it does not hold) and what else may be tried."""

    row: MethodRow
    text: str
    said: Method | None
    problems: list[Problem]
    texts: list[tuple[str, str]]


@staff_page
def try_on(request: StaffRequest, method_id: uuid.UUID) -> HttpResponse:
    """Step through a method day by day with somebody made up."""
    tried = _tried(request, method_id)
    who, add, one = _asked(request, tried.said)
    context: dict[str, Any] = {"tried": tried, "who": who, "add": add, "one": one}
    if tried.said:
        if request.GET.get("as") == "in_time":
            one = context["one"] = pretend.all_in_time(tried.said, replace(one, happenings=()))
        context |= pretend_shown.of(tried.said, one)
    return page(request, PAGES + "try.html", context, status=_status(who, add))


@staff_page
def ask(request: StaffRequest, method_id: uuid.UUID) -> HttpResponse:
    """Try an expression on somebody made up: what it gives, or what is wrong and where."""
    tried = _tried(request, method_id)
    who, _add, one = _asked(request, tried.said)
    form = AskForm(request.GET if "ask" in request.GET else None)
    record = pretend.stand(tried.said, one).record if tried.said else empty() | {"age": one.age, "day": one.day}
    found = asking.answer(form.cleaned_data["ask"], record, tried.said) if form.is_bound and form.is_valid() else None
    context = {
        "tried": tried, "who": who, "one": one, "form": form, "answer": found, "record": pretend_shown.lines(record),
        "names": asking.names(tried.said), "functions": asking.functions(), "words": pretend_shown.words,
        "goals": tried.said.goals if tried.said else (),
    }  # fmt: skip
    return page(request, PAGES + "ask.html", context, status=_status(who, form))


def _status(*forms: Any) -> int:
    return 422 if any(form.is_bound and form.errors for form in forms) else 200


def _asked(request: StaffRequest, method: Method | None) -> tuple[WhoForm, AddForm, pretend.Pretend]:
    """The person that the address tells of, with what is being added."""
    one = pretend.read(request.GET)
    typed = {"day": request.GET.get("day") or "0", "start": request.GET.get("start"), "age": request.GET.get("age")}
    who = WhoForm(typed if "day" in request.GET else None)
    if not who.is_bound or who.is_valid():
        shown = {"day": str(one.day), "start": one.started.isoformat(), "age": "" if one.age is None else str(one.age)}
        who = WhoForm(shown)
        who.is_valid()
    adding = bool(request.GET.get("put"))
    add = AddForm(request.GET if adding else None, method=method)
    if adding and add.is_valid() and len(one.happenings) < pretend.MOST:
        one = replace(one, happenings=(*one.happenings, add.happening(one.day)))
        add = AddForm(method=method)
    return who, add, one


def _tried(request: StaffRequest, method_id: uuid.UUID) -> Tried:
    row = Policy.get(MethodRow, request.actor, method_id)
    texts = _texts(row, request.actor)
    if not texts:
        raise Http404
    wanted = request.GET.get("text", "")
    name = wanted if wanted in texts else next(iter(texts))
    said, problems = _read(texts[name])
    return Tried(row, name, said, problems, [(key, _called(key)) for key in texts])


def _texts(row: MethodRow, actor: Actor) -> dict[str, str]:
    """The draft, for those who write it, and every version, newest first."""
    found = {str(version.number): version.text for version in versions_of(row)}
    if row.draft and row.association_id and actor.role in METHOD_KEEPERS:
        found = {DRAFT: row.draft} | found
    return found


def _called(key: str) -> str:
    return _("Utkastet") if key == DRAFT else _("Version %(n)s") % {"n": key}


def _read(text: str) -> tuple[Method | None, list[Problem]]:
    try:
        return read_once(text), []
    except MethodError as error:
        return None, error.problems
