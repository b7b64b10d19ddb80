"""Pages of parties and units."""

import uuid

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from samsyn.access.http import StaffRequest, opens, page, sent, staff_page
from samsyn.access.policy import Policy
from samsyn.basis.party import actions
from samsyn.basis.party.forms import EndPartyForm, PartyForm, UnitForm
from samsyn.basis.party.models import Association, Party, Unit
from samsyn.basis.party.queries import with_units
from samsyn.basis.staff.rules import BASIS_ROLES
from samsyn.basis.versions import version_of

FORM = "basis/pages/form.html"


def _back() -> dict[str, str]:
    return {"back": reverse("basis:parties"), "back_label": _("Parter och enheter")}


@staff_page
def parties(request: StaffRequest) -> HttpResponse:
    """Every party with its units."""
    rows = Policy.page(with_units(Policy.all(Party, request.actor)), request.GET.get("page"))
    context = {"rows": rows, "may_add": request.actor.role in BASIS_ROLES, "may_keep": actions.UNIT_KEEPERS}
    return page(request, "basis/party/pages/parties.html", context)


@staff_page
@opens(actions.add_party)
def add_party(request: StaffRequest) -> HttpResponse:
    """A new party."""
    association = Policy.get(Association, request.actor, request.actor.association_id)
    form = PartyForm(request.POST or None)
    if party := sent(request, form, lambda data: actions.add_party(association, by=request.actor, **data)):
        messages.success(request, _("Parten är tillagd. Lägg nu till en enhet som tar emot."))
        return redirect("basis:add_unit", party.pk)
    return page(request, FORM, {"form": form, "title": _("Lägg till en part"), **_back()})


@staff_page
@opens(actions.end_party)
def end_party(request: StaffRequest, party_id: uuid.UUID) -> HttpResponse:
    """The last day of a party."""
    party = Policy.get(Party, request.actor, party_id)
    form = EndPartyForm(request.POST or None)
    if sent(request, form, lambda data: actions.end_party(party, by=request.actor, **data)):
        messages.success(request, _("Slutdagen är sparad."))
        return redirect("basis:parties")
    title = _("Avsluta %(party)s") % {"party": party.name}
    return page(request, FORM, {"form": form, "title": title, "tone": "danger", **_back()})


@staff_page
@opens(actions.add_unit)
def add_unit(request: StaffRequest, party_id: uuid.UUID) -> HttpResponse:
    """A new unit."""
    party = Policy.get(Party, request.actor, party_id)
    form = UnitForm(request.POST or None)
    if sent(request, form, lambda data: actions.add_unit(party, by=request.actor, **data)):
        messages.success(request, _("Enheten är tillagd."))
        return redirect("basis:parties")
    title = _("Ny enhet i %(party)s") % {"party": party.name}
    return page(request, FORM, {"form": form, "title": title, **_back()})


@staff_page
@opens(actions.change_unit)
def change_unit(request: StaffRequest, unit_id: uuid.UUID) -> HttpResponse:
    """Another name, or another place that takes in."""
    unit = Policy.get(Unit, request.actor, unit_id, "party")
    start = {"name": unit.name, "municipality": unit.municipality, "is_intake": unit.is_intake}
    form = UnitForm(request.POST or None, initial=start, seen_version=version_of(unit))
    if sent(request, form, lambda data: actions.change_unit(unit, by=request.actor, **data)):
        messages.success(request, _("Ändringen är sparad."))
        return redirect("basis:parties")
    return page(request, FORM, {"form": form, "title": _("Ändra enheten"), **_back()})


@require_POST
@staff_page
def close_unit(request: StaffRequest, unit_id: uuid.UUID) -> HttpResponse:
    """Nothing new comes to the unit."""
    actions.close_unit(Policy.get(Unit, request.actor, unit_id, "party"), by=request.actor)
    messages.success(request, _("Enheten är stängd."))
    return redirect("basis:parties")


@require_POST
@staff_page
def open_unit(request: StaffRequest, unit_id: uuid.UUID) -> HttpResponse:
    """The unit is in use again."""
    actions.open_unit(Policy.get(Unit, request.actor, unit_id, "party"), by=request.actor)
    messages.success(request, _("Enheten är öppen igen."))
    return redirect("basis:parties")
