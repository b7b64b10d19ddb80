"""Pages of contact routes."""

import uuid

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from samsyn.access.http import StaffRequest, asked_for, opens, page, sent, staff_page
from samsyn.access.policy import Policy
from samsyn.basis.contact_route import actions
from samsyn.basis.contact_route.forms import ContactRouteForm
from samsyn.basis.contact_route.models import ContactRoute
from samsyn.basis.contact_route.queries import listed, oldest_good_check
from samsyn.basis.versions import version_of

FORM = "basis/pages/form.html"
FIELDS = (
    "about", "name", "direct_number", "hours", "email", "substitute_name", "substitute_number",
)  # fmt: skip


def _back() -> dict[str, str]:
    return {"back": reverse("basis:contacts"), "back_label": _("Kontaktvägar")}


@staff_page
def contacts(request: StaffRequest) -> HttpResponse:
    """Whom to call, in every party."""
    text = asked_for(request, "q")
    rows = Policy.page(listed(Policy.all(ContactRoute, request.actor), text=text), request.GET.get("page"))
    context = {"rows": rows, "q": text, "old_before": oldest_good_check(), "may_keep": actions.may_keep}
    context["may_add"] = request.actor.role in actions.ROUTE_KEEPERS
    return page(request, "basis/contact_route/pages/contacts.html", context)


@staff_page
@opens(actions.add_route)
def add_contact(request: StaffRequest) -> HttpResponse:
    """A new route."""
    form = ContactRouteForm(request.POST or None, actor=request.actor)
    if sent(request, form, lambda data: actions.add_route(data.pop("unit"), by=request.actor, **data)):
        messages.success(request, _("Kontaktvägen är tillagd."))
        return redirect("basis:contacts")
    return page(request, FORM, {"form": form, "title": _("Lägg till en kontaktväg"), **_back()})


@staff_page
@opens(actions.change_route)
def change_contact(request: StaffRequest, route_id: uuid.UUID) -> HttpResponse:
    """Another number or name."""
    route = Policy.get(ContactRoute, request.actor, route_id, "unit__party")
    start = {"unit": str(route.unit_id), **{name: getattr(route, name) for name in FIELDS}}
    form = ContactRouteForm(
        request.POST or None, actor=request.actor, initial=start, seen_version=version_of(route)
    )
    if sent(request, form, lambda data: actions.change_route(route, by=request.actor, **data)):
        messages.success(request, _("Ändringen är sparad. Kontaktvägen räknas som kontrollerad i dag."))
        return redirect("basis:contacts")
    return page(request, FORM, {"form": form, "title": _("Ändra kontaktvägen"), **_back()})


@require_POST
@staff_page
def check_contact(request: StaffRequest, route_id: uuid.UUID) -> HttpResponse:
    """It is right as it stands."""
    actions.check_route(Policy.get(ContactRoute, request.actor, route_id, "unit__party"), by=request.actor)
    messages.success(request, _("Tack. Kontaktvägen är kontrollerad i dag."))
    return redirect("basis:contacts")


@require_POST
@staff_page
def remove_contact(request: StaffRequest, route_id: uuid.UUID) -> HttpResponse:
    """The route is no longer there."""
    actions.remove_route(Policy.get(ContactRoute, request.actor, route_id, "unit__party"), by=request.actor)
    messages.success(request, _("Kontaktvägen är borttagen."))
    return redirect("basis:contacts")
