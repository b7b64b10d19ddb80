"""Pages for exits: preparing, the receiver's answer, completing, printing."""

import uuid
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from samsyn.access.action import is_open
from samsyn.access.forms import SamsynForm
from samsyn.access.http import StaffRequest, opens, page, sent, staff_page
from samsyn.access.policy import Policy
from samsyn.entry.case.models import Case
from samsyn.entry.case.rules import list_of_persons
from samsyn.journey.exit import actions, queries
from samsyn.journey.exit.forms import AnswerForm, ExitForm
from samsyn.journey.exit.models import Exit
from samsyn.journey.note.queries import newer_of, readers_of

PAGES = "journey/exit/pages/"


@staff_page
@list_of_persons
def waiting(request: StaffRequest) -> HttpResponse:
    """What the actor is asked to receive, and what the own party has prepared."""
    number = request.GET.get("page", 1)
    context = {
        "asked": Policy.page(queries.to_answer(request.actor), number),
        "prepared": Policy.page(queries.prepared_by(request.actor), number),
    }
    return page(request, PAGES + "waiting.html", context)


@staff_page
@opens(actions.prepare)
def prepare(request: StaffRequest, case_id: uuid.UUID) -> HttpResponse:
    """An exit, with the final documentation drafted."""
    case, actor = Policy.get(Case, request.actor, case_id, "person"), request.actor
    form = ExitForm(request.POST or None, case=case, actor=actor)
    if done := sent(request, form, lambda data: actions.prepare(by=actor, **data)):
        messages.success(request, _("Avslutet är förberett."))
        return redirect("exit:read", done.pk)
    context = {"case": case, "form": form, "earlier": queries.of_case(case, actor)}
    return page(request, PAGES + "prepare.html", context)


@staff_page
@opens(actions.prepare)
def change(request: StaffRequest, exit_id: uuid.UUID) -> HttpResponse:
    """A new version, for instance with another receiver."""
    actor = request.actor
    row = Policy.get(Exit, actor, exit_id, *queries.RELATED, item__holder=actor.party_id)
    form = ExitForm(request.POST or None, case=row.case, actor=actor, old=row, seen_version=row.pk)
    if done := sent(request, form, lambda data: actions.prepare(by=actor, replaces=row, **data)):
        messages.success(request, _("Den nya versionen är sparad."))
        return redirect("exit:read", done.pk)
    return page(request, PAGES + "prepare.html", {"case": row.case, "form": form, "row": row})


@staff_page
def read(request: StaffRequest, exit_id: uuid.UUID) -> HttpResponse:
    """One exit; the receiver answers here."""
    row = Policy.get(Exit, request.actor, exit_id, *queries.RELATED)
    form = AnswerForm(request.POST or None)
    if done := sent(request, form, lambda data: actions.answer(row, by=request.actor, **data)):
        messages.success(request, _("Ert svar är sparat."))
        return redirect("exit:read", done.pk)
    return page(request, PAGES + "read.html", {**_shown(row, request), "form": form})


@require_POST
@staff_page
def complete(request: StaffRequest, exit_id: uuid.UUID) -> HttpResponse:
    """End the enrolment."""
    actor = request.actor
    row = Policy.get(Exit, actor, exit_id, *queries.RELATED, item__holder=actor.party_id)
    form = SamsynForm(request.POST)
    if sent(request, form, lambda _data: actions.complete(row, by=actor)):
        messages.success(request, _("Inskrivningen är avslutad. Uppföljningar är planerade."))
        return redirect("exit:read", row.pk)
    return page(
        request,
        PAGES + "read.html",
        {**_shown(row, request), "form": AnswerForm(), "closing": form},
        status=422,
    )


def _shown(row: Exit, request: StaffRequest) -> dict[str, Any]:
    actor = request.actor
    return {
        "case": row.case, "row": row, "closing": SamsynForm(seen_version=row.pk),
        "readers": readers_of(row.item, actor),
        "newer": newer_of(row.item, actor), "enrolment": queries.enrolment_of(row, actor),
        "is_receiver": row.receiver == Exit.Receiver.ASKED
        and actor.party_id == row.receiver_party_id
        and is_open(actions.answer, actor),
    }  # fmt: skip


@staff_page
def printed(request: StaffRequest, exit_id: uuid.UUID) -> HttpResponse:
    """The final documentation on paper."""
    row = Policy.get(Exit, request.actor, exit_id, *queries.RELATED)
    return page(request, PAGES + "print.html", {"case": row.case, "row": row})
