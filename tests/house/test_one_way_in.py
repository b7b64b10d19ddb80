"""Law 1, one way in: pages never ask the database themselves, every model has a rule, every page a guard."""

import ast
from collections.abc import Iterable

import pytest
from django.apps import apps
from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, URLResolver, get_resolver, path

from samsyn.access import policy
from samsyn.access.http import staff_page
from tests.house.reading import Source, pages, planted, sources

MANAGERS = {"objects", "_default_manager", "_base_manager"}
EDGE = {"views.py", "forms.py", "api.py"}

# Models that no page shows through `Policy`, each with why that is right.
WITHOUT_RULE = {
    "access.User": "accounts; reached through Staff",
    "access.ChainHead": "the trace's own bookkeeping",
    "access.AuditEntry": "the trace; shown through audit queries that take the actor's own chain",
    "access.AuditPerson": "look-up beside the trace",
    "access.ChainSegment": "the trace's own bookkeeping",
    "access.IdempotencyKey": "technical, holds no content",
    "access.SharedCount": "technical, read by Django's cache alone",
    "entry.StandingDisclosure": "presets; the gate asks for the acting party's own, pages show its answer",
    "basis.Association": "the tenant; its name is no secret to its members",
    "basis.Code": "public words",
    "basis.CodeListVersion": "public words",
}

# Addresses open to somebody without an active assignment: signing in, the choice of language, and
# questions without identity (public_).
PUBLIC_PREFIXES = ("account_", "mfa_", "public_")
PUBLIC_NAMES = {"set_language"}


def managers_used(files: Iterable[Source], templates: dict[str, str]) -> list[str]:
    """Places at the edge that touch a manager."""
    found = [
        f"{file.path}:{node.lineno}"
        for file in files
        if file.name in EDGE
        for node in ast.walk(file.tree)
        if isinstance(node, ast.Attribute) and node.attr in MANAGERS
    ]
    return found + [name for name, text in templates.items() if any(f".{word}" in text for word in MANAGERS)]


def models_without_rule(known: Iterable[type]) -> list[str]:
    """Models of ours that neither have a rule nor stand in the list above."""
    known = set(known)
    ours = [m for m in apps.get_models() if m.__module__.startswith("samsyn.")]
    return sorted(m._meta.label for m in ours if m not in known and m._meta.label not in WITHOUT_RULE)


def unguarded(patterns: Iterable[URLPattern | URLResolver]) -> list[str]:
    """Addresses whose view neither is a `staff_page` nor is public on purpose."""
    found = []
    for one in patterns:
        if isinstance(one, URLResolver):
            found += unguarded(one.url_patterns)
        elif not _is_public(one.name or "") and not getattr(one.callback, "staff_page", False):
            found.append(one.name or str(one.pattern))
    return found


def _is_public(name: str) -> bool:
    return name in PUBLIC_NAMES or name.startswith(PUBLIC_PREFIXES)


def test_pages_never_touch_a_manager():
    assert managers_used(sources(), pages()) == []


@pytest.mark.parametrize("text", ["Case.objects.all()", "len(Case._default_manager.filter(pk=1))"])
def test_a_planted_manager_is_found(text):
    assert managers_used(planted(f"def show(request):\n    return {text}\n"), {}) == [
        "journey/note/views.py:2"
    ]
    assert managers_used([], {"x.html": "{{ case.items.objects }}"}) == ["x.html"]


def test_every_model_has_a_rule_or_a_reason():
    assert models_without_rule(policy.registered()) == []
    assert sorted(set(WITHOUT_RULE) - {m._meta.label for m in apps.get_models()}) == []


def test_a_model_without_a_rule_is_found():
    from samsyn.entry.case.models import Case

    before = models_without_rule(policy.registered())
    known = [model for model in policy.registered() if model is not Case]
    assert sorted(set(models_without_rule(known)) - set(before)) == ["entry.Case"]


def test_every_address_is_guarded():
    assert unguarded(get_resolver().url_patterns) == []


def test_a_planted_open_address_is_found():
    def show(request: HttpRequest) -> HttpResponse:
        return HttpResponse()

    assert unguarded([path("a/", show, name="open"), path("b/", staff_page(show), name="shut")]) == ["open"]
