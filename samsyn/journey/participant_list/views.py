"""Pages of participant lists: send in, tie columns, look at what would happen, take in, and have the file back."""

import uuid
from collections.abc import Collection

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from samsyn.access.http import StaffRequest, opens, page, sent, staff_page
from samsyn.access.policy import Policy
from samsyn.journey.participant_list import actions, giving_back, queries, working
from samsyn.journey.participant_list.forms import ColumnsForm, FileForm, TakeForm
from samsyn.journey.participant_list.models import ParticipantList
from samsyn.journey.participant_list.reading import unknown_words
from samsyn.journey.participant_list.sheet import read
from samsyn.journey.participant_list.shown import is_stuck, shown

PAGES = "journey/participant_list/pages/"
State = ParticipantList.State
PAGE_OF = {
    State.DRAFT: "under_way", State.TRYING: "under_way", State.TAKING: "under_way", State.TRIED: "trial",
    State.TAKEN: "taken",
}  # fmt: skip
TYPES = {
    "csv": "text/csv", "txt": "text/csv",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}  # fmt: skip


@staff_page
@opens(actions.send_in)
def lists(request: StaffRequest) -> HttpResponse:
    """What was taken in, drafts that wait, and sending in another."""
    actor = request.actor
    choices = list(queries.interventions(actor))
    form = FileForm(request.POST or None, request.FILES or None, choices=choices)
    if made := sent(request, form, lambda data: actions.send_in(data.pop("intervention"), by=actor, **data)):
        return redirect("participant_list:columns", made.pk)
    found = {"form": form, "lists": queries.lists(actor), "choices": choices}
    return page(request, PAGES + "lists.html", found)


def _found(request: StaffRequest, list_id: uuid.UUID, *, states: Collection[str]) -> ParticipantList:
    found = Policy.get(ParticipantList, request.actor, list_id, "intervention")
    if found.state not in states:
        raise Http404
    return found


@staff_page
@opens(actions.tie_columns)
def columns(request: StaffRequest, list_id: uuid.UUID) -> HttpResponse:
    """What each column is; asked again while the file has words that no answer is tied to."""
    actor, found = request.actor, _found(request, list_id, states=actions.BEING_LOOKED_AT)
    sheet = read(found.name, found.data())
    form = ColumnsForm(request.POST or None, found=found, sheet=sheet)
    if made := sent(request, form, lambda data: actions.tie_columns(found, by=actor, **data)):
        if form.asks_more(unknown_words(sheet, made.columns), made):
            return redirect("participant_list:columns", made.pk)
        working.go_on(actions.begin_trial(made, by=actor), by=actor)
        return redirect("participant_list:trial", made.pk)
    return page(request, PAGES + "columns.html", {"list": found, "form": form, "rows": len(sheet.lines)})


@staff_page
@opens(actions.begin_taking)
def trial(request: StaffRequest, list_id: uuid.UUID) -> HttpResponse:
    """What would become of each row; sent, it becomes so. While that goes on, how far it has come."""
    actor, found = request.actor, _found(request, list_id, states=State.values)
    if found.by_id != actor.staff_id:  # it names people whom a colleague may not reach
        raise Http404
    form = TakeForm(request.POST or None)
    if made := sent(request, form, lambda data: actions.begin_taking(found, by=actor, **data)):
        working.go_on(made, by=actor)
        return redirect("participant_list:trial", made.pk)
    known = {"list": found, "form": form, "shown": shown(found), "is_stuck": is_stuck(found)}
    return page(request, PAGES + f"{PAGE_OF[State(found.state)]}.html", known)


@staff_page
@opens(actions.begin_taking)
@require_POST
def again(request: StaffRequest, list_id: uuid.UUID) -> HttpResponse:
    """Go on with what was stopped."""
    found = _found(request, list_id, states=(State.TRYING, State.TAKING))
    working.go_on(found, by=request.actor)
    return redirect("participant_list:trial", found.pk)


@staff_page
@opens(actions.drop)
@require_POST
def drop(request: StaffRequest, list_id: uuid.UUID) -> HttpResponse:
    """A draft goes."""
    actions.drop(_found(request, list_id, states=actions.BEING_LOOKED_AT), by=request.actor)
    messages.success(request, _("Utkastet är borttaget. Inget av det var sparat."))
    return redirect("participant_list:lists")


@staff_page
@opens(giving_back.give_back)
def download(request: StaffRequest, list_id: uuid.UUID) -> HttpResponse:
    """The same file again, as the record stands now."""
    found = _found(request, list_id, states=(State.TAKEN,))
    kind = TYPES[found.name.lower().rsplit(".", 1)[-1]]
    answer = HttpResponse(giving_back.give_back(found, by=request.actor), content_type=kind)
    answer.headers["Content-Disposition"] = content_disposition_header(True, found.name) or "attachment"
    return answer
