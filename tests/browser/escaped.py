"""Addresses that answer GET and that no link leads to, each with the reason."""

import inspect
from collections.abc import Callable, Iterator
from typing import Any

from django.urls import URLPattern, URLResolver, get_resolver

BY_HAND: dict[str, str] = {
    **dict.fromkeys(
        ("account_login", "mfa_authenticate", "account_reset_password_from_key"),
        "before signing in",
    ),
    "choose_assignment": "only for who has two assignments",
    **dict.fromkeys(
        (
            "mfa_activate_totp",
            "mfa_add_webauthn",
            "mfa_deactivate_totp",
            "mfa_generate_recovery_codes",
            "mfa_reauthenticate",
            "mfa_reauthenticate_webauthn",
            "mfa_remove_webauthn",
            "mfa_view_recovery_codes",
        ),
        "asks for the password again, or needs a second step",
    ),
    **dict.fromkeys(("meeting:public_answer", "pilot:public_answer", "pilot:public_ask"), "opened without an account"),
    "handover:appoint": "only for a case without an owner",
    "case:sus_register": "the form stands on another page; its own address shows what was refused",
}
NO_PAGE: dict[str, str] = {
    "account_logout": "leaves",
    "mfa_login_webauthn": "answers a script",
    "note:receivers": "a part of a page, asked for by a script",
    **dict.fromkeys(
        ("document:pdf", "document:word", "document:blank_pdf", "document:blank_word"), "a file",
    ),
    **dict.fromkeys(("attachment:download", "basis:method_text", "post:calendar", "document:template"), "a file"),
    **dict.fromkeys(("goal:csv", "goal:json", "published:csv", "statistics:csv"), "a file"),
    **dict.fromkeys(("statistics:xlsx", "statistics:pdf", "participant_list:download"), "a file"),
    **dict.fromkeys(("statistics:release_csv", "statistics:api_answer", "statistics:api_questions"), "a file"),
}
NOT_LINKED = BY_HAND | NO_PAGE
# Linked from some cases only: whether a role comes by one depends on which cases it opens first.
SOMETIMES = frozenset({"handover:appoint"})


def page_names() -> set[str]:
    """Names of all addresses that answer GET with something to look at."""
    return {name for name, view in _walk(get_resolver().url_patterns, "") if not only_posts(view)}


def only_posts(view: Callable[..., Any]) -> bool:
    """Whether a view is closed for GET by `require_POST`, at any depth of its decorators."""
    while view is not None:
        if inspect.isfunction(view) and inspect.getclosurevars(view).nonlocals.get("request_method_list") == ["POST"]:
            return True
        view = getattr(view, "__wrapped__", None)
    return False


def _walk(patterns: list[URLPattern | URLResolver], prefix: str) -> Iterator[tuple[str, Callable[..., Any]]]:
    for p in patterns:
        if isinstance(p, URLResolver):
            yield from _walk(p.url_patterns, f"{prefix}{p.namespace}:" if p.namespace else prefix)
        else:
            yield prefix + str(p.name), p.callback
