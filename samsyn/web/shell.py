"""What every page knows: who acts, where they can go, which language."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from samsyn.basis.staff.models import Role
from samsyn.basis.staff.rules import PERSONAL_ROLES


def shell(request: HttpRequest) -> dict[str, Any]:
    """Context of the base page."""
    actor = getattr(request, "actor", None)
    return {
        "actor": actor,
        "lang": translation.get_language() or "sv",
        "nav": navigation(request, actor.role) if actor else [],
        "demo": settings.SAMSYN_DEMO,
        "mail_held": settings.SAMSYN_MAIL_HELD,
    }


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
    return [
        ("start", _("Start"), everyone),
        ("case:list", _("Mina ärenden"), PERSONAL_ROLES),
    ]
