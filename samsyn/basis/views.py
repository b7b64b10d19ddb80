"""The first page of the basis: what is set up, what is missing, what to do first."""

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from samsyn.access.http import StaffRequest, page, staff_page
from samsyn.access.policy import Policy
from samsyn.basis.party.models import Association
from samsyn.basis.queries import Standing, standing


@staff_page
def home(request: StaffRequest) -> HttpResponse:
    """The association and how far it has come."""
    association = Policy.get(Association, request.actor, request.actor.association_id)
    context = {"association": association, "tasks": tasks(standing(request.actor))}
    return page(request, "basis/pages/home.html", context)


def tasks(now: Standing) -> list[dict[str, str]]:
    """A row for each thing to set up, in the order it is needed."""
    return [*_members(now), *_ways_of_working(now)]


def _members(now: Standing) -> list[dict[str, str]]:
    missing = _("Saknas: %(what)s.") % {"what": ", ".join(now.kinds_missing)} if now.kinds_missing else ""
    units = (
        _("Ingen öppen enhet: %(where)s.") % {"where": ", ".join(now.without_unit)}
        if now.without_unit
        else ""
    )
    people = (
        _("Ingen personal: %(where)s.") % {"where": ", ".join(now.without_staff)} if now.without_staff else ""
    )
    parties = ngettext("%(n)s part", "%(n)s parter", now.parties) % {"n": now.parties}
    staff = ngettext("%(n)s uppdrag", "%(n)s uppdrag", now.staff) % {"n": now.staff}
    return [
        _row(
            _("Parter och enheter"),
            "basis:parties",
            parties,
            f"{missing} {units}".strip(),
            is_ready=now.parties > 0,
        ),
        _row(_("Personal"), "basis:staff", staff, people, is_ready=now.staff > 0),
    ]


def _ways_of_working(now: Standing) -> list[dict[str, str]]:
    selection = "" if now.selection_groups else _("Ingen urvalsgrupp: varje insats bestämmer själv.")
    old = (
        ngettext(
            "%(n)s nummer är inte kontrollerat på 180 dagar.",
            "%(n)s nummer är inte kontrollerade på 180 dagar.",
            now.routes_old,
        )
        % {"n": now.routes_old}
        if now.routes_old
        else ""
    )  # fmt: skip
    agreed = "" if now.agreements else _("Skriv in den ni arbetar efter.")
    offered = "" if now.interventions else _("Utan insats kan ingen skicka en remiss.")
    called = old or ("" if now.routes else _("Börja med ett direktnummer per enhet."))
    return [
        _row(
            _("Överenskommelser"),
            "basis:agreements",
            str(now.agreements),
            agreed,
            is_ready=now.agreements > 0,
        ),
        _row(_("Grupper"), "basis:groups", str(now.groups), selection, is_ready=now.groups > 0),
        _row(
            _("Insatser"),
            "basis:interventions",
            str(now.interventions),
            offered,
            is_ready=now.interventions > 0,
        ),
        _row(_("Kontaktvägar"), "basis:contacts", str(now.routes), called, is_ready=now.routes > 0),
        _row(_("Kodlistor"), "basis:code_lists", str(now.code_lists), "", is_ready=now.code_lists > 0),
    ]


def _row(label: str, address: str, found: str, missing: str, *, is_ready: bool) -> dict[str, str]:
    tone = "success" if is_ready and not missing else "warning"
    status = found if is_ready else _("Saknas")
    return {"label": label, "href": reverse(address), "status": status, "hint": missing, "tone": tone}
