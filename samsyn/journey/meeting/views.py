"""Pages of a meeting: the call, the meeting itself, at the table, and the answer link."""

import uuid
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from samsyn.access.errors import RuleBroken
from samsyn.access.http import StaffRequest, opens, page, sent, staff_page
from samsyn.access.policy import Policy
from samsyn.entry.case.models import Case
from samsyn.journey.meeting import actions, of_method, queries, rules
from samsyn.journey.meeting.forms import CallForm, CancelForm, ChangeForm, DecisionForm, HoldForm
from samsyn.journey.meeting.models import Meeting
from samsyn.journey.meeting.place import safe_place
from samsyn.journey.meeting.reply_link import token_of

RELATED = ("item__case__person", "item__holder", "item__author__user")
ANSWERS = ("yes", "no")


@staff_page
@opens(actions.call_meeting)
def call(request: StaffRequest, case_id: uuid.UUID) -> HttpResponse:
    """Call to a meeting."""
    case = Policy.get(Case, request.actor, case_id, "person")
    found = queries.candidates(case, request.actor)
    planned = of_method.planned(case, request.actor, request.GET, found)
    form = CallForm(request.POST or None, case=case, found=found, planned=planned)
    kept: dict[str, Any] = planned.kept if planned else {}
    if made := sent(request, form, lambda data: actions.call_meeting(case, by=request.actor, **data, **kept)):
        messages.success(request, _("Mötet är kallat. Kallelserna skickas nu."))
        return redirect("meeting:read", made.pk)
    return page(request, "journey/meeting/pages/call.html", {"case": case, "form": form, "planned": planned})


@staff_page
def list_of_case(request: StaffRequest, case_id: uuid.UUID) -> HttpResponse:
    """The case's meetings."""
    case = Policy.get(Case, request.actor, case_id, "person")
    found = queries.meetings_of(case, request.actor)
    known = {"case": case, "meetings": found, "may_write": rules.may_write(request.actor)}
    return page(request, "journey/meeting/pages/list.html", known)


@staff_page
def read(request: StaffRequest, meeting_id: uuid.UUID) -> HttpResponse:
    """One meeting."""
    return page(request, "journey/meeting/pages/read.html", _meeting_page(request, meeting_id))


def _meeting_page(request: StaffRequest, meeting_id: uuid.UUID) -> dict[str, Any]:
    """What the meeting's pages show, as far as the actor reads."""
    meeting, actor = Policy.get(Meeting, request.actor, meeting_id, *RELATED), request.actor
    invitees = list(queries.invitees_of(meeting))
    return {
        "meeting": meeting, "case": meeting.case, "invitees": invitees,
        "mine": queries.mine(meeting, invitees, actor),
        "decisions": list(queries.decisions(meeting, actor)),
        "minutes": list(queries.minutes_of(meeting, actor)),
        "may_lead": rules.may_lead(meeting, actor), "takes_part": rules.takes_part(meeting, actor),
        "place_is_kept": bool(meeting.place) and not safe_place(meeting),
        "open": meeting.state == Meeting.State.CALLED and meeting.starts_at > queries.clock.now(),
    }  # fmt: skip


@staff_page
def paper(request: StaffRequest, meeting_id: uuid.UUID) -> HttpResponse:
    """The call on paper, for the person."""
    meeting = Policy.get(Meeting, request.actor, meeting_id, *RELATED)
    invitees = list(queries.invitees_of(meeting))
    return page(
        request,
        "journey/meeting/pages/paper.html",
        {"meeting": meeting, "case": meeting.case, "invitees": invitees},
    )


@staff_page
@opens(actions.change_meeting)
def change(request: StaffRequest, meeting_id: uuid.UUID) -> HttpResponse:
    """Another time or place."""
    meeting = Policy.get(Meeting, request.actor, meeting_id, *RELATED)
    form = ChangeForm(request.POST or None, meeting=meeting, seen_version=actions.seen_key(meeting))
    if sent(request, form, lambda data: actions.change_meeting(meeting, by=request.actor, **data)):
        messages.success(request, _("Mötet är ändrat. De som är kallade får veta."))
        return redirect("meeting:read", meeting.pk)
    return page(
        request, "journey/meeting/pages/change.html", {"meeting": meeting, "case": meeting.case, "form": form}
    )


@staff_page
@opens(actions.cancel_meeting)
def cancel(request: StaffRequest, meeting_id: uuid.UUID) -> HttpResponse:
    """Cancel the meeting."""
    meeting = Policy.get(Meeting, request.actor, meeting_id, *RELATED)
    form = CancelForm(request.POST or None, seen_version=actions.seen_key(meeting))
    if sent(request, form, lambda data: actions.cancel_meeting(meeting, by=request.actor, **data)):
        messages.success(request, _("Mötet är inställt. De som är kallade får veta."))
        return redirect("meeting:read", meeting.pk)
    return page(
        request, "journey/meeting/pages/cancel.html", {"meeting": meeting, "case": meeting.case, "form": form}
    )


@staff_page
@require_POST
def reply(request: StaffRequest, meeting_id: uuid.UUID) -> HttpResponse:
    """Yes or no."""
    meeting = Policy.get(Meeting, request.actor, meeting_id, *RELATED)
    answer = request.POST.get("answer", "")
    if answer in ANSWERS:
        actions.reply(meeting, by=request.actor, answer=answer)
        messages.success(request, _("Ditt svar är sparat."))
    return redirect("meeting:read", meeting.pk)


@staff_page
@opens(actions.book_decision)
def table(request: StaffRequest, meeting_id: uuid.UUID) -> HttpResponse:
    """At the table: a decision a line, saved at once; the page comes back ready for the next."""
    known = _meeting_page(request, meeting_id)
    meeting, case = known["meeting"], known["case"]
    form = DecisionForm(request.POST or None, case=case, actor=request.actor, lanes=_readers(meeting))
    if sent(request, form, lambda data: actions.book_decision(meeting, by=request.actor, **data)):
        return redirect("meeting:table", meeting.pk)
    known |= {"form": form, "hold_form": HoldForm(invitees=known["invitees"])}
    return page(request, "journey/meeting/pages/table.html", known)


def _readers(meeting: Meeting) -> list[str]:
    """The parties around the table: those called and the caller."""
    return [*meeting.item.lanes, str(meeting.item.holder_id)]


@staff_page
@require_POST
def hold(request: StaffRequest, meeting_id: uuid.UUID) -> HttpResponse:
    """Who came."""
    known = _meeting_page(request, meeting_id)
    form = HoldForm(request.POST, invitees=known["invitees"])
    if sent(request, form, lambda data: actions.hold_meeting(known["meeting"], by=request.actor, **data)):
        messages.success(request, _("Närvaron är sparad."))
        return redirect("meeting:table", meeting_id)
    lanes = _readers(known["meeting"])
    known |= {"hold_form": form, "form": DecisionForm(case=known["case"], actor=request.actor, lanes=lanes)}
    return page(request, "journey/meeting/pages/table.html", known, status=422)


def answer(request: HttpRequest, secret: str) -> HttpResponse:
    """The page behind an answer link: a time, yes and no, and nothing else."""
    token, said = token_of(secret), request.POST.get("answer", "")
    if token is None:
        return page(request, "journey/meeting/pages/answer_gone.html", status=410)
    if request.method == "POST" and said in ANSWERS:
        try:
            actions.answer_by_link(token, by=None, answer=said)
        except RuleBroken:
            return page(request, "journey/meeting/pages/answer_gone.html", status=410)
    else:
        said = ""
    return page(request, "journey/meeting/pages/answer.html", {"starts_at": token.expires_at, "said": said})
