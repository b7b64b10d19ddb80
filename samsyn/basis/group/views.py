"""Pages of groups."""

import uuid

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from samsyn.access.http import StaffRequest, opens, page, sent, staff_page
from samsyn.access.policy import Policy
from samsyn.basis.group import actions
from samsyn.basis.group.forms import GroupForm, MemberForm
from samsyn.basis.group.models import Group, GroupMember
from samsyn.basis.group.queries import history, listed
from samsyn.basis.party.models import Association
from samsyn.basis.staff.rules import BASIS_ROLES
from samsyn.basis.versions import version_of

FORM = "basis/pages/form.html"


def _back(group: Group | None = None) -> dict[str, str]:
    if group:
        return {"back": reverse("basis:group", args=[group.pk]), "back_label": group.name}
    return {"back": reverse("basis:groups"), "back_label": _("Grupper")}


@staff_page
def groups(request: StaffRequest) -> HttpResponse:
    """Every group."""
    rows = Policy.page(listed(Policy.all(Group, request.actor)), request.GET.get("page"))
    context = {"rows": rows, "may_add": request.actor.role in BASIS_ROLES}
    return page(request, "basis/group/pages/groups.html", context)


@staff_page
def group(request: StaffRequest, group_id: uuid.UUID) -> HttpResponse:
    """One group and everyone who sits or sat in it."""
    one = Policy.get(Group, request.actor, group_id)
    rows = history(Policy.all(GroupMember, request.actor), one.pk)
    context = {"group": one, "rows": rows, "may_add": request.actor.role in BASIS_ROLES}
    return page(request, "basis/group/pages/group.html", context)


@staff_page
@opens(actions.start_group)
def start_group(request: StaffRequest) -> HttpResponse:
    """A new group."""
    association = Policy.get(Association, request.actor, request.actor.association_id)
    form = GroupForm(request.POST or None)
    if made := sent(request, form, lambda data: actions.start_group(association, by=request.actor, **data)):
        messages.success(request, _("Gruppen är startad. Lägg nu till medlemmar."))
        return redirect("basis:group", made.pk)
    return page(request, FORM, {"form": form, "title": _("Starta en grupp"), **_back()})


@staff_page
@opens(actions.change_group)
def change_group(request: StaffRequest, group_id: uuid.UUID) -> HttpResponse:
    """Another name or purpose."""
    one = Policy.get(Group, request.actor, group_id)
    start = {"kind": one.kind, "name": one.name, "purpose": one.purpose}
    form = GroupForm(request.POST or None, initial=start, seen_version=version_of(one))
    if sent(request, form, lambda data: actions.change_group(one, by=request.actor, **data)):
        messages.success(request, _("Ändringen är sparad."))
        return redirect("basis:group", one.pk)
    return page(request, FORM, {"form": form, "title": _("Ändra gruppen"), **_back(one)})


@staff_page
@opens(actions.add_member)
def add_member(request: StaffRequest, group_id: uuid.UUID) -> HttpResponse:
    """A seat."""
    one = Policy.get(Group, request.actor, group_id)
    form = MemberForm(request.POST or None, actor=request.actor)
    if sent(request, form, lambda data: actions.add_member(one, by=request.actor, **data)):
        messages.success(request, _("Medlemmen är tillagd."))
        return redirect("basis:group", one.pk)
    return page(request, FORM, {"form": form, "title": _("Lägg till en medlem"), **_back(one)})


@require_POST
@staff_page
def end_member(request: StaffRequest, member_id: uuid.UUID) -> HttpResponse:
    """The seat is empty from today."""
    member = Policy.get(GroupMember, request.actor, member_id, "group")
    actions.end_member(member, by=request.actor)
    messages.success(request, _("Medlemskapet är avslutat."))
    return redirect("basis:group", member.group_id)


@require_POST
@staff_page
def close_group(request: StaffRequest, group_id: uuid.UUID) -> HttpResponse:
    """The group no longer meets."""
    actions.close_group(Policy.get(Group, request.actor, group_id), by=request.actor)
    messages.success(request, _("Gruppen är nedlagd."))
    return redirect("basis:groups")
