"""Pages for minutes."""

import uuid

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from samsyn.access.http import StaffRequest, opens, page, sent, staff_page
from samsyn.access.policy import Policy
from samsyn.journey.meeting import minutes as acts
from samsyn.journey.meeting import queries
from samsyn.journey.meeting.forms import MinutesForm, RetractForm
from samsyn.journey.meeting.models import Meeting, Minutes

RELATED = ("item__case__person", "item__holder", "item__author__user", "meeting")


@staff_page
@opens(acts.write_minutes)
def write(request: StaffRequest, meeting_id: uuid.UUID) -> HttpResponse:
    """New minutes."""
    meeting = Policy.get(Meeting, request.actor, meeting_id, "item__case__person")
    lanes = [*meeting.item.lanes, str(meeting.item.holder_id)]
    form = MinutesForm(request.POST or None, case=meeting.case, actor=request.actor, lanes=lanes)
    if sent(request, form, lambda data: acts.write_minutes(meeting, by=request.actor, **data)):
        messages.success(request, _("Minnesanteckningarna är sparade."))
        return redirect("meeting:read", meeting.pk)
    return page(
        request,
        "journey/meeting/pages/minutes_write.html",
        {"case": meeting.case, "meeting": meeting, "form": form},
    )


@staff_page
def read(request: StaffRequest, minutes_id: uuid.UUID) -> HttpResponse:
    """Minutes, with the holder's history and who was told of a change."""
    minutes = Policy.get(Minutes, request.actor, minutes_id, *RELATED)
    versions = queries.versions_of(minutes, request.actor)
    known = {"case": minutes.case, "minutes": minutes, "versions": versions, "newest": versions[0]}
    return page(
        request,
        "journey/meeting/pages/minutes_read.html",
        {**known, "told": queries.told_of(minutes, request.actor)},
    )


@staff_page
@opens(acts.correct_minutes)
def correct(request: StaffRequest, minutes_id: uuid.UUID) -> HttpResponse:
    """A corrected version."""
    old = Policy.get(Minutes, request.actor, minutes_id, *RELATED)
    lanes, known = queries.readers_now(old), {"case": old.case, "actor": request.actor}
    form = MinutesForm(request.POST or None, minutes=old, lanes=lanes, seen_version=old.pk, **known)
    if made := sent(request, form, lambda data: acts.correct_minutes(old, by=request.actor, **data)):
        messages.success(request, _("Rättelsen är sparad. De som läste den äldre versionen får veta."))
        return redirect("meeting:read_minutes", made.pk)
    shown = {"case": old.case, "form": form, "minutes": old}
    return page(request, "journey/meeting/pages/minutes_write.html", shown)


@staff_page
@opens(acts.retract_minutes)
def retract(request: StaffRequest, minutes_id: uuid.UUID) -> HttpResponse:
    """Take the minutes back."""
    minutes = Policy.get(Minutes, request.actor, minutes_id, *RELATED)
    form = RetractForm(request.POST or None, seen_version=minutes.pk)
    if made := sent(request, form, lambda data: acts.retract_minutes(minutes, by=request.actor, **data)):
        messages.success(request, _("Anteckningarna är återtagna. De som läste dem får veta."))
        return redirect("meeting:read_minutes", made.pk)
    return page(
        request,
        "journey/meeting/pages/minutes_retract.html",
        {"case": minutes.case, "form": form, "minutes": minutes},
    )
