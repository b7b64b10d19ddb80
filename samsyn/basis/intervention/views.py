"""Pages of interventions."""

import uuid

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from samsyn.access import clock
from samsyn.access.http import StaffRequest, opens, page, sent, staff_page
from samsyn.access.policy import Policy
from samsyn.basis.intervention import actions
from samsyn.basis.intervention.forms import ChooseMethodForm, InterventionForm
from samsyn.basis.intervention.models import Intervention
from samsyn.basis.intervention.queries import listed
from samsyn.basis.intervention.rules import INTERVENTION_KEEPERS
from samsyn.basis.party.models import Association
from samsyn.basis.versions import version_of

FORM = "basis/pages/form.html"
FIELDS = (
    "name", "about", "orientation", "registration", "target_groups", "age_from", "age_to", "places",
    "funding", "starts_on", "ends_on",
)  # fmt: skip


def _back() -> dict[str, str]:
    return {"back": reverse("basis:interventions"), "back_label": _("Insatser")}


@staff_page
def interventions(request: StaffRequest) -> HttpResponse:
    """What can be offered."""
    ended = bool(request.GET.get("ended"))
    rows = Policy.page(listed(Policy.all(Intervention, request.actor), ended=ended), request.GET.get("page"))
    context = {"rows": rows, "ended": ended, "day": clock.today()}
    context["may_add"] = request.actor.role in INTERVENTION_KEEPERS
    return page(request, "basis/intervention/pages/interventions.html", context)


@staff_page
def intervention(request: StaffRequest, intervention_id: uuid.UUID) -> HttpResponse:
    """One intervention."""
    related = ("owner_party", "owner_unit", "selection_group", "method")
    one = Policy.get(Intervention, request.actor, intervention_id, *related)
    context = {"one": one, "may_change": actions.may_change(one, request.actor)}
    context["may_choose"] = actions.may_choose_method(one, request.actor)
    return page(request, "basis/intervention/pages/intervention.html", context)


@staff_page
@opens(actions.set_up_intervention)
def set_up_intervention(request: StaffRequest) -> HttpResponse:
    """A new intervention."""
    association = Policy.get(Association, request.actor, request.actor.association_id)
    form = InterventionForm(request.POST or None, actor=request.actor)
    if made := sent(
        request, form, lambda data: actions.set_up_intervention(association, by=request.actor, **data)
    ):
        messages.success(request, _("Insatsen är upplagd."))
        return redirect("basis:intervention", made.pk)
    return page(request, FORM, {"form": form, "title": _("Lägg upp en insats"), **_back()})


@staff_page
@opens(actions.change_intervention)
def change_intervention(request: StaffRequest, intervention_id: uuid.UUID) -> HttpResponse:
    """The same with other terms."""
    one = Policy.get(Intervention, request.actor, intervention_id)
    form = InterventionForm(
        request.POST or None, actor=request.actor, initial=_start(one), seen_version=version_of(one)
    )
    if sent(request, form, lambda data: actions.change_intervention(one, by=request.actor, **data)):
        messages.success(request, _("Ändringen är sparad."))
        return redirect("basis:intervention", one.pk)
    return page(request, FORM, {"form": form, "title": _("Ändra insatsen"), **_back()})


@staff_page
@opens(actions.choose_method)
def choose_method(request: StaffRequest, intervention_id: uuid.UUID) -> HttpResponse:
    """Which way of working it follows."""
    one = Policy.get(Intervention, request.actor, intervention_id)
    if not actions.may_choose_method(one, request.actor):
        raise Http404
    now = str(one.method_id or "")
    form = ChooseMethodForm(request.POST or None, actor=request.actor, initial={"method": now}, seen_version=now)
    if sent(request, form, lambda data: actions.choose_method(one, by=request.actor, **data)):
        messages.success(request, _("Metoden är vald. De som skrivs in från nu följer den."))
        return redirect("basis:intervention", one.pk)
    back = {"back": reverse("basis:intervention", args=[one.pk]), "back_label": one.name}
    return page(request, FORM, {"form": form, "title": _("Välj metod"), **back})


def _start(one: Intervention) -> dict[str, object]:
    linked = {
        "owner_unit": str(one.owner_unit_id), "selection_group": str(one.selection_group_id or ""),
        "method": str(one.method_id or ""),
    }  # fmt: skip
    circle = [str(party.pk) for party in one.circle.all()]
    return {**linked, "circle": circle, **{name: getattr(one, name) for name in FIELDS}}
