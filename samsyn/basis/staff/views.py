"""Pages of accounts and assignments, and the choice of which assignment to work in."""

import uuid

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from samsyn.access.http import StaffRequest, asked_for, opens, page, sent, staff_page
from samsyn.access.policy import Policy
from samsyn.basis.staff import actions
from samsyn.basis.staff.forms import AssignmentForm, ChangeAssignmentForm, ChooseForm
from samsyn.basis.staff.models import Staff
from samsyn.basis.staff.queries import assignments_of, listed
from samsyn.basis.staff.rules import STAFF_KEEPERS, may_appoint
from samsyn.basis.versions import version_of

FORM = "basis/pages/form.html"


def _back() -> dict[str, str]:
    return {"back": reverse("basis:staff"), "back_label": _("Personal")}


@staff_page
def choose_assignment(request: StaffRequest) -> HttpResponse:
    """Work in another of one's own assignments; the session gets a new key."""
    rows = list(assignments_of(request.actor.user_id))
    if request.method == "POST":
        chosen = ChooseForm(request.POST).chosen()
        if chosen not in {row.pk for row in rows}:
            raise Http404
        request.session["staff_id"] = str(chosen)
        request.session.cycle_key()
        return redirect("start")
    return page(request, "basis/staff/pages/choose.html", {"rows": rows})


@staff_page
def staff(request: StaffRequest) -> HttpResponse:
    """Everyone at work in the association."""
    text, ended = asked_for(request, "q"), bool(request.GET.get("ended"))
    rows = listed(Policy.all(Staff, request.actor), text=text, ended=ended)
    context = {"rows": Policy.page(rows, request.GET.get("page")), "q": text, "ended": ended}
    context |= {"may_add": request.actor.role in STAFF_KEEPERS, "may_appoint": may_appoint}
    return page(request, "basis/staff/pages/staff.html", context)


@staff_page
@opens(actions.add_assignment)
def add_staff(request: StaffRequest) -> HttpResponse:
    """A new assignment."""
    form = AssignmentForm(request.POST or None, actor=request.actor)
    if made := sent(
        request, form, lambda data: actions.add_assignment(data.pop("party"), by=request.actor, **data)
    ):
        messages.success(request, _("%(name)s har fått uppdraget.") % {"name": made.user.name})
        return redirect("basis:staff")
    return page(request, FORM, {"form": form, "title": _("Ge någon ett uppdrag"), **_back()})


@staff_page
@opens(actions.change_assignment)
def change_staff(request: StaffRequest, staff_id: uuid.UUID) -> HttpResponse:
    """Title, number, substitute."""
    one = Policy.get(Staff, request.actor, staff_id, "user", "party", "unit")
    form = ChangeAssignmentForm(request.POST or None, staff=one, seen_version=version_of(one))
    if sent(request, form, lambda data: actions.change_assignment(one, by=request.actor, **data)):
        messages.success(request, _("Ändringen är sparad."))
        return redirect("basis:staff")
    context = {"form": form, "title": one.user.name, "lead": f"{one.get_role_display()} · {one.party.name}"}
    return page(request, FORM, {**context, **_back()})


@require_POST
@staff_page
def end_staff(request: StaffRequest, staff_id: uuid.UUID) -> HttpResponse:
    """The assignment is over at the next request."""
    one = Policy.get(Staff, request.actor, staff_id, "user", "party", "unit")
    actions.end_assignment(one, by=request.actor)
    messages.success(request, _("Uppdraget är avslutat. Personen kommer inte längre åt något genom det."))
    return redirect("basis:staff")


@require_POST
@staff_page
def send_link(request: StaffRequest, staff_id: uuid.UUID) -> HttpResponse:
    """A new link for the password."""
    one = Policy.get(Staff, request.actor, staff_id, "user", "party", "unit")
    actions.send_password_link(one, by=request.actor)
    messages.success(request, _("En länk för nytt lösenord är skickad till %(to)s.") % {"to": one.user.email})
    return redirect("basis:staff")


@require_POST
@staff_page
def reset_factor(request: StaffRequest, staff_id: uuid.UUID) -> HttpResponse:
    """The phone and the key are lost: a new second step at the next sign-in."""
    one = Policy.get(Staff, request.actor, staff_id, "user", "party", "unit")
    actions.reset_second_factor(one, by=request.actor)
    messages.success(request, _("Det andra steget är borttaget, och en länk för nytt lösenord är skickad."))
    return redirect("basis:staff")


@require_POST
@staff_page
def close_account(request: StaffRequest, staff_id: uuid.UUID) -> HttpResponse:
    """The account signs in no more."""
    one = Policy.get(Staff, request.actor, staff_id, "user", "party", "unit")
    actions.close_account(one, by=request.actor)
    messages.success(request, _("Kontot är stängt."))
    return redirect("basis:staff")
