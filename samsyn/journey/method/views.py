"""The person's way in a method, and ticking off in it."""

import uuid
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_POST

from samsyn.access.http import StaffRequest, opens, page, sent, staff_page
from samsyn.access.policy import Policy
from samsyn.basis.method.models import Method, MethodVersion
from samsyn.basis.method.queries import newest
from samsyn.entry.case.models import Case
from samsyn.entry.case.rules import list_of_persons
from samsyn.entry.enrolment.models import Enrolment
from samsyn.journey.method import actions, moving, shown
from samsyn.journey.method.forms import MarkForm, MoveForm, MoveManyForm
from samsyn.journey.method.models import MethodMark

PAGES = "journey/method/pages/"
RELATED = ("item__case__person", "intervention", "method_version")
State = MethodMark.State
TITLES = {
    State.DONE: gettext_lazy("Bocka av"), State.SKIPPED: gettext_lazy("Hoppa över"),
    State.OPENED: gettext_lazy("Öppna"), State.ENDED: gettext_lazy("Avsluta"),
}  # fmt: skip


@staff_page
def way(request: StaffRequest, case_id: uuid.UUID) -> HttpResponse:
    """Phases, what is expected, what is late and what could start, for each method the person is in."""
    case = Policy.get(Case, request.actor, case_id, "person")
    context = shown.way(case, request.actor)
    context["told"] = moving.told((m["one"].enrolment_id for m in context["methods"]), request.actor)
    return page(request, PAGES + "way.html", {"case": case, **context})


@staff_page
@opens(actions.mark)
def mark(request: StaffRequest, enrolment_id: uuid.UUID, part: str, state: str) -> HttpResponse:
    """Tick off, skip, open or end one part."""
    enrolment = Policy.get(Enrolment, request.actor, enrolment_id, *RELATED)
    case, name, outcomes = enrolment.item.case, shown.name_of(enrolment, part), shown.outcomes(enrolment, part)
    if state not in TITLES or name is None:
        raise Http404
    form = MarkForm(request.POST or None, case=case, actor=request.actor, state=state, outcomes=outcomes)
    if sent(request, form, lambda data: actions.mark(enrolment, by=request.actor, part=part, state=state, **data)):
        messages.success(request, _("Sparat."))
        return redirect("method:way", case.pk)
    context = {"case": case, "form": form, "name": name, "title": TITLES[State(state)], "state": state}
    return page(request, PAGES + "mark.html", context)


@staff_page
@require_POST
def take_back(request: StaffRequest, enrolment_id: uuid.UUID, part: str) -> HttpResponse:
    """Undo what one's own party ticked off."""
    enrolment = Policy.get(Enrolment, request.actor, enrolment_id, *RELATED)
    actions.take_back(enrolment, by=request.actor, part=part)
    messages.success(request, _("Det är ångrat."))
    return redirect("method:way", enrolment.item.case_id)


@staff_page
@opens(actions.move)
def versions(request: StaffRequest, enrolment_id: uuid.UUID) -> HttpResponse:
    """The versions of the method that somebody follows."""
    enrolment, now = _own(request, enrolment_id)
    context: dict[str, Any] = {"enrolment": enrolment, "case": enrolment.item.case, "now": now}
    context["versions"] = moving.versions(now, request.actor)
    context["told"] = moving.told([enrolment.pk], request.actor)[enrolment.pk]
    return page(request, PAGES + "versions.html", context)


@staff_page
@opens(actions.move)
def move(request: StaffRequest, enrolment_id: uuid.UUID, version_id: uuid.UUID) -> HttpResponse:
    """What differs and what it means, and the move."""
    enrolment, now = _own(request, enrolment_id)
    to, case = Policy.get(MethodVersion, request.actor, version_id, method_id=now.method_id), enrolment.item.case
    form = MoveForm(request.POST or None, case=case, actor=request.actor, seen_version=now.pk)
    if sent(request, form, lambda data: actions.move(enrolment, by=request.actor, to=to, **data)):
        messages.success(request, _("Personen följer nu version %(n)s.") % {"n": to.number})
        return redirect("method:way", case.pk)
    known = {"form": form, "enrolment": enrolment, "case": case, "to": to}
    known["difference"] = moving.for_person(enrolment, now, to, request.actor)
    return page(request, PAGES + "move.html", known)


def _own(request: StaffRequest, enrolment_id: uuid.UUID) -> tuple[Enrolment, MethodVersion]:
    """An enrolment of the own party that follows a method, and which version."""
    enrolment = Policy.get(Enrolment, request.actor, enrolment_id, *RELATED)
    if enrolment.method_version is None or enrolment.item.holder_id != request.actor.party_id:
        raise Http404
    Policy.get(Case, request.actor, enrolment.item.case_id)
    return enrolment, enrolment.method_version


@staff_page
@opens(actions.move_many)
@list_of_persons
def move_many(request: StaffRequest, method_id: uuid.UUID) -> HttpResponse:
    """Those of the own party who follow an older version, to the newest."""
    method = Policy.get(Method, request.actor, method_id)
    rows, to = moving.on_older(method, request.actor), newest(method)
    if to is None:
        raise Http404
    form = MoveManyForm(request.POST or None, rows=rows)
    if moved := sent(request, form, lambda data: actions.move_many(by=request.actor, to=to, **data)):
        words = ngettext("%(n)d person är flyttad.", "%(n)d personer är flyttade.", len(moved))
        messages.success(request, words % {"n": len(moved)})
        return redirect("basis:method", method.pk)
    Policy.log_read(row.item.case for row in rows)
    context = {"form": form, "method": method, "to": to, "rows": rows, "found": moving.for_many(rows, to)}
    return page(request, PAGES + "move_many.html", context)
