"""Pages for writing, correcting and reading a note."""

import uuid

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from samsyn.access.http import StaffRequest, opens, page, sent, staff_page
from samsyn.access.policy import Policy
from samsyn.entry.case.models import Case
from samsyn.journey.note import actions, queries
from samsyn.journey.note.forms import NoteForm
from samsyn.journey.note.models import Note


@staff_page
@opens(actions.write_note)
def write(request: StaffRequest, case_id: uuid.UUID) -> HttpResponse:
    """A new note."""
    case = Policy.get(Case, request.actor, case_id, "person")
    form = NoteForm(request.POST or None, case=case, actor=request.actor)
    if sent(request, form, lambda data: actions.write_note(case, by=request.actor, **data)):
        messages.success(request, _("Anteckningen är sparad."))
        return redirect("case:page", case.pk)
    return page(request, "journey/note/pages/write.html", {"case": case, "form": form})


@staff_page
@opens(actions.write_note)
def correct(request: StaffRequest, note_id: uuid.UUID) -> HttpResponse:
    """A new version of one's own party's note."""
    note = Policy.get(Note, request.actor, note_id, "item__case__person")
    start = {"text": note.text}
    form = NoteForm(
        request.POST or None, case=note.case, actor=request.actor, category=note.item.category,
        initial=start, seen_version=note.pk,
    )  # fmt: skip
    if sent(
        request, form, lambda data: actions.write_note(note.case, by=request.actor, replaces=note, **data)
    ):
        messages.success(request, _("Den nya versionen är sparad."))
        return redirect("case:page", note.case.pk)
    return page(request, "journey/note/pages/write.html", {"case": note.case, "form": form, "note": note})


@staff_page
def receivers(request: StaffRequest, case_id: uuid.UUID) -> HttpResponse:
    """The part of the form that says who will read, for another category."""
    case = Policy.get(Case, request.actor, case_id)
    form = NoteForm(case=case, actor=request.actor, category=request.GET.get("category", ""))
    return page(request, "journey/note/pages/_receivers.html", {"form": form})


@staff_page
def read(request: StaffRequest, note_id: uuid.UUID) -> HttpResponse:
    """One version of a note: what it says, who can read it, and whether there is a newer one."""
    actor = request.actor
    note = Policy.get(Note, actor, note_id, "item__case__person", "item__holder", "item__author__user")
    context = {
        "case": note.case, "note": note, "readers": queries.readers_of(note.item, actor),
        "newer": queries.newer_of(note.item, actor), "earlier": queries.earlier_of(note.item, actor),
    }  # fmt: skip
    return page(request, "journey/note/pages/read.html", context)
