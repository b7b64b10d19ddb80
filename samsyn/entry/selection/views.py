"""Pages of joint selection: one page a meeting, with the pictures and the decisions at the table."""

import uuid
from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from samsyn.access.http import StaffRequest, page, sent, staff_page
from samsyn.access.policy import Policy
from samsyn.entry.referral import queries as referrals
from samsyn.entry.referral.models import Referral, ReferralState
from samsyn.entry.selection import actions, flows, queries, queue_actions
from samsyn.entry.selection.forms import (
    DecisionForm,
    FlowForm,
    LeaveForm,
    MeetingForm,
    MinutesForm,
    MoveForm,
    PictureForm,
    PresentForm,
)
from samsyn.entry.selection.models import AgendaItem, QueueEntry, SelectionMeeting
from samsyn.entry.selection.rules import is_owner, leads

PAGES = "entry/selection/pages/"
AGENDA = (
    "meeting__group",
    "referral__item__case",
    "referral__item__holder",
    "referral__intervention",
    "referral__to_unit",
)


@staff_page
def meetings(request: StaffRequest) -> HttpResponse:
    """The meetings of one's groups."""
    groups = queries.groups_of(request.actor)
    rows = Policy.page(queries.meetings(request.actor), request.GET.get("page", 1))
    lead = queries.may_lead(request.actor, groups)
    return page(request, PAGES + "meetings.html", {"rows": rows, "groups": groups, "lead": lead})


@staff_page
def new(request: StaffRequest) -> HttpResponse:
    """Call a meeting."""
    groups = queries.may_lead(request.actor, queries.groups_of(request.actor))
    if not groups:
        raise Http404
    form = MeetingForm(request.POST or None, groups=groups)
    if found := sent(
        request, form, lambda data: actions.call_meeting(by=request.actor, **_first(data, "group"))
    ):
        messages.success(request, _("Mötet är inlagt. Gruppens medlemmar ser det på sin startsida."))
        return redirect("selection:meeting", found.pk)
    return page(request, PAGES + "new.html", {"form": form})


def _first(data: dict[str, Any], name: str) -> dict[str, Any]:
    return {name: data[name], **{k: v for k, v in data.items() if k != name}}


def _meeting(request: StaffRequest, meeting_id: uuid.UUID) -> SelectionMeeting:
    return Policy.get(SelectionMeeting, request.actor, meeting_id, "group", "called_by__user")


@staff_page
def meeting(request: StaffRequest, meeting_id: uuid.UUID) -> HttpResponse:
    """The agenda: referral, pictures, decision form, who is present, minutes."""
    return _table(request, _meeting(request, meeting_id))


def _table(request: StaffRequest, found: SelectionMeeting, **bound: Any) -> HttpResponse:
    """The one page of a meeting; `bound` holds the form that was refused, so nothing typed is lost."""
    lines = queries.agenda(found, request.actor)
    lead, is_open = leads(request.actor, found.group), found.held_at is None
    names = [n for row in lines if row.person for n in (row.person.given_name, row.person.family_name)]
    context = {
        "meeting": found, "lines": lines, "lead": lead, "is_open": is_open,
        "members": queries.members(found.group),
        "candidates": queries.candidates(found, request.actor) if lead and is_open else [],
        "present_form": bound.get("present_form") or PresentForm(meeting=found),
        "minutes_form": bound.get("minutes_form") or MinutesForm(known_names=names),
        "decision_forms": _decision_forms(lines, bound) if lead and is_open else {},
        "form": bound.get("form"),
    }  # fmt: skip
    return page(request, PAGES + "meeting.html", context)


def _decision_forms(lines: list[queries.AgendaLine], bound: dict[str, Any]) -> dict[uuid.UUID, DecisionForm]:
    """A form for each point without a decision; the refused one keeps what was typed."""
    return {
        line.row.pk: bound["form"] if bound.get("agenda_id") == line.row.pk else _decision_form(line, None)
        for line in lines
        if line.decision is None
    }


def _decision_form(line: queries.AgendaLine, data: Any) -> DecisionForm:
    return DecisionForm(
        data,
        is_deidentified=line.row.is_deidentified,
        person=line.person,
        auto_id=f"id_{line.row.pk.hex[-8:]}_%s",
    )


@staff_page
@require_POST
def add(request: StaffRequest, meeting_id: uuid.UUID, referral_id: uuid.UUID) -> HttpResponse:
    """Put a referral on the agenda."""
    found = _meeting(request, meeting_id)
    referral = Policy.get(Referral, request.actor, referral_id, "item__case", "intervention", "to_unit")
    actions.put_on_agenda(found, by=request.actor, referral=referral)
    messages.success(request, _("Remissen är på dagordningen. Medlemmarna kan läsa den nu."))
    return redirect("selection:meeting", found.pk)


@staff_page
@require_POST
def present(request: StaffRequest, meeting_id: uuid.UUID) -> HttpResponse:
    """Who takes part."""
    found = _meeting(request, meeting_id)
    form = PresentForm(request.POST, meeting=found)
    if sent(request, form, lambda data: actions.note_present(found, by=request.actor, **data)):
        return redirect("selection:meeting", found.pk)
    return _table(request, found, form=form, present_form=form)


@staff_page
@require_POST
def close(request: StaffRequest, meeting_id: uuid.UUID) -> HttpResponse:
    """Keep the minutes and close the meeting."""
    found = _meeting(request, meeting_id)
    form = MinutesForm(request.POST, known_names=queries.names_in_group(found, request.actor))
    if sent(request, form, lambda data: actions.close_meeting(found, by=request.actor, **data)):
        return redirect("selection:meeting", found.pk)
    return _table(request, found, form=form, minutes_form=form)


@staff_page
def picture(request: StaffRequest, agenda_id: uuid.UUID) -> HttpResponse:
    """One's own party's picture, new or corrected."""
    row = Policy.get(AgendaItem, request.actor, agenda_id, *AGENDA)
    line = next(x for x in queries.agenda(row.meeting, request.actor) if x.row.pk == row.pk)
    old = line.own_picture
    form = PictureForm(
        request.POST or None, agenda_item=row, actor=request.actor, seen_version=old.pk if old else "",
        initial={"text": old.text} if old else {},
    )  # fmt: skip
    if sent(request, form, lambda data: actions.add_picture(row, by=request.actor, replaces=old, **data)):
        messages.success(request, _("Underlaget är sparat."))
        return redirect("selection:meeting", row.meeting_id)
    return page(request, PAGES + "picture.html", {"form": form, "row": row, "line": line})


@staff_page
@require_POST
def decide(request: StaffRequest, agenda_id: uuid.UUID) -> HttpResponse:
    """The decision at the table."""
    row = Policy.get(AgendaItem, request.actor, agenda_id, *AGENDA)
    line = next(x for x in queries.agenda(row.meeting, request.actor) if x.row.pk == row.pk)
    form = _decision_form(line, request.POST)
    if sent(request, form, lambda data: actions.decide(row, by=request.actor, **data)):
        return redirect("selection:meeting", row.meeting_id)
    return _table(request, row.meeting, form=form, agenda_id=row.pk)


@staff_page
def alone(request: StaffRequest, referral_id: uuid.UUID) -> HttpResponse:
    """The owner unit's own decision where no group selects."""
    related = ("item__case", "item__holder", "intervention", "to_unit__party")
    referral = Policy.get(Referral, request.actor, referral_id, *related)
    if not is_owner(request.actor, referral):
        raise Http404
    people = referrals.known_people([referral], request.actor)
    person = people.get(referral.item.case_id)
    again = referral.state == ReferralState.ACCEPTED
    form = DecisionForm(
        request.POST or None, is_deidentified=referral.is_deidentified, person=person, again=again
    )
    if sent(request, form, lambda data: actions.decide_alone(referral, by=request.actor, **data)):
        return redirect("referral:page", referral.pk)
    context = {"form": form, "referral": referral, "line": referrals.line(referral, people)}
    return page(request, PAGES + "alone.html", context)


@staff_page
def queue_list(request: StaffRequest) -> HttpResponse:
    """The queues of one's own interventions."""
    found = [(it, queries.queue(it, request.actor)) for it in queries.queued_interventions(request.actor)]
    return page(request, PAGES + "queue.html", {"queues": found})


def _entry(request: StaffRequest, entry_id: uuid.UUID) -> QueueEntry:
    related = (
        "referral__item__case",
        "referral__item__holder",
        "referral__intervention",
        "referral__to_unit",
        "intervention",
    )
    found = Policy.get(QueueEntry, request.actor, entry_id, *related, left_at=None)
    if not is_owner(request.actor, found.referral):
        raise Http404
    return found


@staff_page
def move(request: StaffRequest, entry_id: uuid.UUID, way: str) -> HttpResponse:
    """One place up or down, with the reason."""
    entry = _entry(request, entry_id)
    if way not in ("upp", "ner"):
        raise Http404
    form = MoveForm(request.POST or None)
    if sent(
        request, form, lambda data: queue_actions.move_in_queue(entry, by=request.actor, up=way == "upp", **data)
    ):
        messages.success(request, _("Kön är ändrad. Remittenten ser skälet."))
        return redirect("selection:queue")
    title = _("Flytta upp i kön") if way == "upp" else _("Flytta ner i kön")
    return _queue_act(request, entry, form, title, _("Flytta"))


@staff_page
def leave(request: StaffRequest, entry_id: uuid.UUID) -> HttpResponse:
    """Out of the queue and back."""
    entry = _entry(request, entry_id)
    form = LeaveForm(request.POST or None)
    if sent(request, form, lambda data: queue_actions.return_from_queue(entry, by=request.actor, **data)):
        messages.success(request, _("Personen är inte längre i kön. Remittenten får veta det."))
        return redirect("selection:queue")
    return _queue_act(request, entry, form, _("Ta ur kön"), _("Ta ur kön"))


def _queue_act(
    request: StaffRequest, entry: QueueEntry, form: forms.Form, title: str, button: str
) -> HttpResponse:
    people = referrals.known_people([entry.referral], request.actor)
    line = referrals.line(entry.referral, people)
    return page(
        request,
        PAGES + "queue_act.html",
        {"form": form, "entry": entry, "line": line, "title": title, "button": button},
    )


@staff_page
def flow_list(request: StaffRequest) -> HttpResponse:
    """Interventions whose flow this role may see."""
    return page(request, PAGES + "flows.html", {"interventions": flows.visible_interventions(request.actor)})


@staff_page
def flow(request: StaffRequest, intervention_id: uuid.UUID) -> HttpResponse:
    """What became of the applications, and how long people waited."""
    found = flows.visible_interventions(request.actor).filter(pk=intervention_id).first()
    if found is None:
        raise Http404
    form = FlowForm(request.GET) if request.GET else FlowForm()
    period = flows.Period(None, None)
    if form.is_bound and form.is_valid():
        period = flows.Period(form.cleaned_data.get("fran"), form.cleaned_data.get("till"))
    shown = flows.shown_to(request.actor, found, period)
    seen = flows.period_for(request.actor, period)
    context = {"intervention": found, "period_form": form, "period": seen, "flow": shown}
    return page(request, PAGES + "flow.html", context)
