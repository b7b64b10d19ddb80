"""What every page knows: who acts, where they can go, which language."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from samsyn.basis.staff.models import Role
from samsyn.basis.staff.rules import BASIS_ROLES, CASE_LEADERS, CASE_WRITERS, PERSONAL_ROLES
from samsyn.learning.statistics import audience as statistics
from samsyn.learning.study.rules import STUDY_ROLES

SETTING_UP = BASIS_ROLES | {Role.UNIT_MANAGER, Role.INTERVENTION_MANAGER, Role.EVALUATOR}


def shell(request: HttpRequest) -> dict[str, Any]:
    """Context of the base page."""
    actor = getattr(request, "actor", None)
    return {
        "actor": actor,
        "lang": translation.get_language() or "sv",
        "nav": navigation(request, actor.role) if actor else [],
        "demo": settings.SAMSYN_DEMO,
        "require_mfa": settings.SAMSYN_REQUIRE_MFA,
        "switch_href": reverse("choose_assignment") if getattr(request, "has_choice", False) else "",
        "mail_held": settings.SAMSYN_MAIL_HELD,
        "footer_nav": own_pages(actor.role) if actor else [],
    }


def own_pages(role: str) -> list[dict[str, str]]:
    """What is about oneself."""
    away = [{"href": reverse("case:away"), "label": _("Frånvaro")}] if role in CASE_WRITERS else []
    return [{"href": reverse("mfa_index"), "label": _("Mitt konto")}, *away]


def navigation(request: HttpRequest, role: str) -> list[dict[str, Any]]:
    """The few places a role goes to."""
    return [
        {"href": reverse(name), "label": label, "current": request.path == reverse(name)}
        for name, label, roles in places()
        if role in roles
    ]


def places() -> list[tuple[str, str, frozenset[str]]]:
    """Every place of the top navigation: address name, words, roles."""
    everyone = frozenset(Role.values)
    numbers = frozenset({Role.INTERVENTION_MANAGER, Role.EVALUATOR, Role.ASSOCIATION_OFFICER})
    return [
        ("start", _("Start"), everyone),
        ("case:list", _("Mina ärenden"), PERSONAL_ROLES),
        ("case:inbox", _("Inkorg"), CASE_WRITERS),
        ("case:unit", _("Enhetens ärenden"), frozenset({Role.UNIT_MANAGER})),
        ("referral:inbox", _("Remisser"), CASE_WRITERS),
        ("request:waiting", _("Förfrågningar"), CASE_WRITERS),
        ("selection:meetings", _("Urval"), CASE_LEADERS | {Role.GROUP_MEMBER}),
        ("selection:flows", _("Flöden"), numbers),
        ("goal:list", _("Nås målen?"), numbers | {Role.COORDINATOR, Role.COACH, Role.UNIT_MANAGER}),
        ("statistics:home", _("Statistik"), statistics.READERS),
        ("statistics:referred", _("Remitterade"), frozenset({Role.CASEWORKER, Role.COACH})),
        ("study:list", _("Studier"), STUDY_ROLES),
        ("person:search", _("Sök"), PERSONAL_ROLES),
        ("pilot:list", _("Frågor utan namn"), CASE_LEADERS | {Role.GROUP_MEMBER}),
        ("purchase:sums", _("Inköp"), frozenset({Role.ASSOCIATION_OFFICER})),
        ("basis:contacts", _("Kontaktvägar"), everyone),
        ("basis:home", _("Grunddata"), SETTING_UP),
        ("basis:log", _("Logg"), frozenset({Role.AUDITOR})),
    ]
