"""Pages of agreements."""

import uuid

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from samsyn.access import clock
from samsyn.access.http import StaffRequest, opens, page, sent, staff_page
from samsyn.access.policy import Policy
from samsyn.basis.agreement import actions
from samsyn.basis.agreement.forms import AgreementForm
from samsyn.basis.agreement.models import Agreement
from samsyn.basis.agreement.queries import listed
from samsyn.basis.party.models import Association
from samsyn.basis.staff.rules import BASIS_ROLES
from samsyn.basis.versions import version_of

FORM = "basis/pages/form.html"


def _back() -> dict[str, str]:
    return {"back": reverse("basis:agreements"), "back_label": _("Överenskommelser")}


@staff_page
def agreements(request: StaffRequest) -> HttpResponse:
    """Every agreement."""
    rows = Policy.page(listed(Policy.all(Agreement, request.actor)), request.GET.get("page"))
    context = {"rows": rows, "day": clock.today(), "may_add": request.actor.role in BASIS_ROLES}
    return page(request, "basis/agreement/pages/agreements.html", context)


@staff_page
@opens(actions.write_agreement)
def write_agreement(request: StaffRequest) -> HttpResponse:
    """A new agreement."""
    association = Policy.get(Association, request.actor, request.actor.association_id)
    form = AgreementForm(request.POST or None, actor=request.actor)
    if sent(request, form, lambda data: actions.write_agreement(association, by=request.actor, **data)):
        messages.success(request, _("Överenskommelsen är inskriven."))
        return redirect("basis:agreements")
    return page(request, FORM, {"form": form, "title": _("Skriv in en överenskommelse"), **_back()})


@staff_page
@opens(actions.change_agreement)
def change_agreement(request: StaffRequest, agreement_id: uuid.UUID) -> HttpResponse:
    """The same with other words or days."""
    one = Policy.get(Agreement, request.actor, agreement_id)
    form = AgreementForm(
        request.POST or None, actor=request.actor, initial=_start(one), seen_version=version_of(one)
    )
    if sent(request, form, lambda data: actions.change_agreement(one, by=request.actor, **data)):
        messages.success(request, _("Ändringen är sparad."))
        return redirect("basis:agreements")
    return page(request, FORM, {"form": form, "title": _("Ändra överenskommelsen"), **_back()})


def _start(one: Agreement) -> dict[str, object]:
    names = ("title", "starts_on", "ends_on", "about", "all_may_call_sip")
    return {"parties": [str(p.pk) for p in one.parties.all()], **{n: getattr(one, n) for n in names}}
