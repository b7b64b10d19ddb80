"""Pages for step moves: the list with both judgements, writing one, and whose turn it is."""

import uuid

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from samsyn.access import clock
from samsyn.access.http import StaffRequest, opens, page, sent, staff_page
from samsyn.access.policy import Policy
from samsyn.entry.case.models import Case
from samsyn.entry.case.rules import list_of_persons
from samsyn.journey.progress import actions, queries
from samsyn.journey.progress.drawing import area_words, drawing
from samsyn.journey.progress.forms import SMALL_STEPS, StepMoveForm
from samsyn.journey.progress.models import StepMove

WRITE = "journey/progress/pages/write.html"
FIELDS = ("to_step", "by_caseworker", "by_person", "from_step", "area", "evidence", "next_step", "on")


@staff_page
def history(request: StaffRequest, case_id: uuid.UUID) -> HttpResponse:
    """Every move, the two judgements side by side."""
    case = Policy.get(Case, request.actor, case_id, "person")
    moves = Policy.page(queries.history(case, request.actor), request.GET.get("page", 1))
    context = {"case": case, "moves": moves, "drawn": drawing(moves.object_list), "area_words": area_words}
    return page(request, "journey/progress/pages/history.html", context)


@staff_page
@opens(actions.write_step_move)
def write(request: StaffRequest, case_id: uuid.UUID) -> HttpResponse:
    """A new move, from where the last one ended."""
    case, actor = Policy.get(Case, request.actor, case_id, "person"), request.actor
    last = queries.latest(case, actor)
    form = StepMoveForm(request.POST or None, case=case, actor=actor, from_step=last.to_step if last else "")
    if sent(request, form, lambda data: actions.write_step_move(case, by=actor, **data)):
        messages.success(request, _("Steget är sparat."))
        return redirect("progress:history", case.pk)
    return page(request, WRITE, {"case": case, "form": form, "small_steps": SMALL_STEPS})


@staff_page
@opens(actions.write_step_move)
def correct(request: StaffRequest, move_id: uuid.UUID) -> HttpResponse:
    """A new version, for instance when the person has said what they think."""
    actor = request.actor
    move = Policy.get(StepMove, actor, move_id, "item__case__person", item__holder=actor.party_id)
    start = {name: getattr(move, name) for name in FIELDS}
    form = StepMoveForm(
        request.POST or None, case=move.case, actor=actor, initial=start, seen_version=move.pk
    )
    if sent(request, form, lambda data: actions.write_step_move(move.case, by=actor, replaces=move, **data)):
        messages.success(request, _("Den nya versionen är sparad."))
        return redirect("progress:history", move.case.pk)
    return page(request, WRITE, {"case": move.case, "form": form, "move": move, "small_steps": SMALL_STEPS})


@staff_page
def read(request: StaffRequest, move_id: uuid.UUID) -> HttpResponse:
    """One move."""
    move = Policy.get(
        StepMove, request.actor, move_id, "item__case__person", "item__holder", "item__author__user"
    )
    return page(request, "journey/progress/pages/read.html", {"case": move.case, "move": move})


@staff_page
@list_of_persons
def due(request: StaffRequest) -> HttpResponse:
    """The actor's cases where nobody has asked for 90 days."""
    rows = Policy.page(queries.due(request.actor, clock.today()), request.GET.get("page", 1))
    return page(request, "journey/progress/pages/due.html", {"rows": rows})
