"""Pages about a person: what is known, changing it, showing a number, protection, and looking somebody up."""

import uuid
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from samsyn.access.http import StaffRequest, opens, page, sent, staff_page
from samsyn.access.policy import Policy
from samsyn.entry.case.rules import may_write
from samsyn.entry.person import actions, queries
from samsyn.entry.person.forms import NumberForm, PersonForm, ProtectionForm, RepresentativeForm, SearchForm
from samsyn.entry.person.models import Identifier, Person, Representative

PAGES = "entry/person/pages/"


def _person(request: StaffRequest, person_id: uuid.UUID) -> Person:
    return Policy.get(Person, request.actor, person_id, "holder")


def _show(request: StaffRequest, person: Person, **more: Any) -> HttpResponse:
    """The person's page."""
    actor = request.actor
    context = {
        "person": person, "numbers": queries.numbers_of(person, actor),
        "cases": queries.cases_of(person, actor),
        "representatives": queries.representatives_of(person, actor), "may_write": may_write(actor),
        "holds": person.holder_id == actor.party_id, **more,
    }  # fmt: skip
    return page(request, PAGES + "person.html", context)


@staff_page
def show(request: StaffRequest, person_id: uuid.UUID) -> HttpResponse:
    """Name, masked numbers, contact, representatives."""
    return _show(request, _person(request, person_id))


@staff_page
@require_POST
def reveal(request: StaffRequest, identifier_id: uuid.UUID) -> HttpResponse:
    """The number in clear, this once; the log has it."""
    identifier = Policy.get(Identifier, request.actor, identifier_id, "person__holder")
    number = actions.reveal_number(identifier, by=request.actor)
    return _show(request, identifier.person, revealed=identifier.pk, number=number)


@staff_page
@opens(actions.edit_person)
def edit(request: StaffRequest, person_id: uuid.UUID) -> HttpResponse:
    """Name and contact."""
    person = _person(request, person_id)
    form = PersonForm(request.POST or None, person=person, seen_version=actions.version_of(person))
    if sent(request, form, lambda data: actions.edit_person(person, by=request.actor, **data)):
        messages.success(request, _("Uppgifterna är sparade."))
        return redirect("person:page", person.pk)
    return page(
        request,
        PAGES + "edit.html",
        {"person": person, "form": form, "holds": person.holder_id == request.actor.party_id},
    )


@staff_page
@opens(actions.add_number)
def add_number(request: StaffRequest, person_id: uuid.UUID) -> HttpResponse:
    """A further identity number."""
    person = _person(request, person_id)
    form = NumberForm(request.POST or None)
    if sent(request, form, lambda data: actions.add_number(person, by=request.actor, **data)):
        messages.success(request, _("Numret är sparat."))
        return redirect("person:page", person.pk)
    return page(request, PAGES + "number.html", {"person": person, "form": form})


@staff_page
@opens(actions.add_representative, is_read_too=True)
def representatives(request: StaffRequest, person_id: uuid.UUID) -> HttpResponse:
    """Who may speak for the person; add one."""
    person = _person(request, person_id)
    form = RepresentativeForm(request.POST or None)
    if sent(request, form, lambda data: actions.add_representative(person, by=request.actor, **data)):
        messages.success(request, _("Ställföreträdaren är tillagd."))
        return redirect("person:representatives", person.pk)
    context = {
        "person": person, "form": form, "rows": queries.representatives_of(person, request.actor),
        "holds": person.holder_id == request.actor.party_id and may_write(request.actor),
    }  # fmt: skip
    return page(request, PAGES + "representatives.html", context)


@staff_page
@require_POST
def end_representative(request: StaffRequest, representative_id: uuid.UUID) -> HttpResponse:
    """The assignment of a representative ends today."""
    row = Policy.get(Representative, request.actor, representative_id, "person")
    actions.end_representative(row, by=request.actor)
    messages.success(request, _("Uppdraget är avslutat."))
    return redirect("person:representatives", row.person_id)


@staff_page
@opens(actions.protect)
def protect(request: StaffRequest, person_id: uuid.UUID) -> HttpResponse:
    """Raise or lower the protection of the identity."""
    person = _person(request, person_id)
    form = ProtectionForm(
        request.POST or None, initial={"level": person.protection}, seen_version=person.protection
    )
    if sent(request, form, lambda data: actions.protect(person, by=request.actor, **data)):
        messages.success(request, _("Skyddet är ändrat."))
        return redirect("person:page", person.pk)
    steps = queries.protection_steps(person, request.actor)
    return page(request, PAGES + "protect.html", {"person": person, "form": form, "steps": steps})


@staff_page
@opens(actions.look_up)
def search(request: StaffRequest) -> HttpResponse:
    """Looked up by POST, so that no name or number stands in an address or a server log."""
    form = SearchForm(request.POST or None)
    found = sent(request, form, lambda data: actions.look_up(data["words"], by=request.actor))
    Policy.log_read(found or [])
    shown = SearchForm() if found is not None else form  # what was sought is not said back
    return page(request, PAGES + "search.html", {"form": shown, "found": found})
