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
    """A row for each thing to set up, in the order it is needed, with what is missing."""
    agreed = _first(now.agreements, _("Skriv in den ni arbetar efter."))
    offered = _first(now.interventions, _("Utan insats kan ingen skicka en remiss."))
    return [
        _row(_("Parter och enheter"), "basis:parties", now.parties, _missing_parties(now)),
        _row(
            _("Personal"), "basis:staff", now.staff, _where(_("Ingen personal: %(what)s."), now.without_staff)
        ),
        _row(_("Överenskommelser"), "basis:agreements", now.agreements, agreed),
        _row(_("Grupper"), "basis:groups", now.groups, _missing_groups(now)),
        _row(_("Insatser"), "basis:interventions", now.interventions, offered),
        _row(_("Kontaktvägar"), "basis:contacts", now.routes, _missing_routes(now)),
        _row(_("Metoder"), "basis:methods", now.methods, ""),
        _row(_("Kodlistor"), "basis:code_lists", now.code_lists, ""),
    ]


def _missing_parties(now: Standing) -> str:
    kinds = _where(_("Saknas: %(what)s."), now.kinds_missing)
    return f"{kinds} {_where(_('Ingen öppen enhet: %(what)s.'), now.without_unit)}".strip()


def _missing_groups(now: Standing) -> str:
    return "" if now.selection_groups else _("Ingen urvalsgrupp: varje insats bestämmer själv.")


def _missing_routes(now: Standing) -> str:
    if not now.routes:
        return _("Börja med ett direktnummer per enhet.")
    if not now.routes_old:
        return ""
    said = ngettext(
        "%(n)s nummer är inte kontrollerat på 180 dagar.",
        "%(n)s nummer är inte kontrollerade på 180 dagar.",
        now.routes_old,
    )
    return said % {"n": now.routes_old}


def _where(text: str, names: list[str]) -> str:
    return text % {"what": ", ".join(names)} if names else ""


def _first(number: int, advice: str) -> str:
    """Advice for when there is none yet."""
    return "" if number else advice


def _row(label: str, address: str, number: int, missing: str) -> dict[str, str]:
    status = str(number) if number else _("Saknas")
    tone = "warning" if missing or not number else "success"
    return {"label": label, "href": reverse(address), "status": status, "hint": missing, "tone": tone}
