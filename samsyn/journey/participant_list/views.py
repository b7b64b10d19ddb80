"""Pages of participant lists: send in, tie columns, look at what would happen, take in, and have the file back."""

import uuid

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from samsyn.access.http import StaffRequest, opens, page, sent, staff_page
from samsyn.access.policy import Policy
from samsyn.journey.participant_list import actions, giving_back, queries
from samsyn.journey.participant_list.forms import ColumnsForm, FileForm, TakeForm
from samsyn.journey.participant_list.models import ParticipantList
from samsyn.journey.participant_list.reading import unknown_words
from samsyn.journey.participant_list.sheet import read
from samsyn.journey.participant_list.shown import shown

PAGES = "journey/participant_list/pages/"
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


def _draft(request: StaffRequest, list_id: uuid.UUID) -> ParticipantList:
    found = Policy.get(ParticipantList, request.actor, list_id, "intervention")
    if found.state != ParticipantList.State.DRAFT:
        raise Http404
    return found


@staff_page
@opens(actions.tie_columns)
def columns(request: StaffRequest, list_id: uuid.UUID) -> HttpResponse:
    """What each column is; asked again while the file has words that no answer is tied to."""
    found = _draft(request, list_id)
    sheet = read(found.name, found.data())
    form = ColumnsForm(request.POST or None, found=found, sheet=sheet)
    if made := sent(request, form, lambda data: actions.tie_columns(found, by=request.actor, **data)):
        untied = {n: set(texts) - set(made.words.get(n, {})) for n, texts in unknown_words(sheet, made.columns).items()}
        again = any(untied.values()) and set(untied) != set(form.unknown)
        return redirect("participant_list:columns" if again else "participant_list:trial", made.pk)
    return page(request, PAGES + "columns.html", {"list": found, "form": form, "rows": len(sheet.lines)})


@staff_page
@opens(actions.take)
def trial(request: StaffRequest, list_id: uuid.UUID) -> HttpResponse:
    """What would become of each row; sent, it becomes so."""
    found = _draft(request, list_id)
    form = TakeForm(request.POST or None)
    if made := sent(request, form, lambda data: actions.take(found, by=request.actor, **data)):
        messages.success(request, _("Listan är inläst."))
        return redirect("participant_list:lists" if made else "start")
    outcomes = actions.try_out(found, by=request.actor)
    return page(request, PAGES + "trial.html", {"list": found, "form": form, "shown": shown(outcomes, found)})


@staff_page
@opens(actions.drop)
@require_POST
def drop(request: StaffRequest, list_id: uuid.UUID) -> HttpResponse:
    """A draft goes."""
    actions.drop(_draft(request, list_id), by=request.actor)
    messages.success(request, _("Utkastet är borttaget. Inget av det var sparat."))
    return redirect("participant_list:lists")


@staff_page
@opens(giving_back.give_back)
def download(request: StaffRequest, list_id: uuid.UUID) -> HttpResponse:
    """The same file again, as the record stands now."""
    found = Policy.get(ParticipantList, request.actor, list_id, "intervention")
    kind = TYPES[found.name.lower().rsplit(".", 1)[-1]]
    answer = HttpResponse(giving_back.give_back(found, by=request.actor), content_type=kind)
    answer.headers["Content-Disposition"] = content_disposition_header(True, found.name) or "attachment"
    return answer
