"""Pages for writing, changing and reading a workplace."""

import uuid

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from samsyn.access.http import StaffRequest, opens, page, sent, staff_page
from samsyn.access.policy import Policy
from samsyn.entry.case.models import Case
from samsyn.journey.activity.queries import readers_of
from samsyn.journey.workplace import actions, queries
from samsyn.journey.workplace.forms import WorkplaceForm
from samsyn.journey.workplace.models import Workplace

RELATED = ("item__case__person", "item__holder", "item__author__user")


@staff_page
@opens(actions.write_workplace)
def write(request: StaffRequest, case_id: uuid.UUID) -> HttpResponse:
    """A new workplace."""
    case = Policy.get(Case, request.actor, case_id, "person")
    form = WorkplaceForm(request.POST or None, case=case, actor=request.actor)
    if made := sent(request, form, lambda data: actions.write_workplace(case, by=request.actor, **data)):
        messages.success(request, _("Arbetsplatsen är sparad."))
        return redirect("workplace:read", made.pk)
    known = {"case": case, "form": form, "consents": queries.contact_consents(case, request.actor)}
    return page(request, "journey/workplace/pages/write.html", known)


@staff_page
@opens(actions.write_workplace)
def correct(request: StaffRequest, workplace_id: uuid.UUID) -> HttpResponse:
    """A new version of one's own party's workplace."""
    old = Policy.get(Workplace, request.actor, workplace_id, *RELATED)
    case, by = old.case, request.actor
    form = WorkplaceForm(request.POST or None, case=case, actor=by, workplace=old, seen_version=old.pk)
    if made := sent(request, form, lambda data: actions.write_workplace(case, by=by, replaces=old, **data)):
        messages.success(request, _("Den nya versionen är sparad."))
        return redirect("workplace:read", made.pk)
    known = {"case": case, "form": form, "workplace": old, "consents": queries.contact_consents(case, by)}
    return page(request, "journey/workplace/pages/write.html", known)


@staff_page
def read(request: StaffRequest, workplace_id: uuid.UUID) -> HttpResponse:
    """One workplace, and what the employer may know."""
    found = Policy.get(Workplace, request.actor, workplace_id, *RELATED)
    known = {
        "case": found.case, "workplace": found, "readers": readers_of(found.item, request.actor),
        "consents": queries.contact_consents(found.case, request.actor),
    }  # fmt: skip
    return page(request, "journey/workplace/pages/read.html", known)
