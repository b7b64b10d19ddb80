"""Pages with a GET that no link in the demo leads to, each with the reason."""

import inspect
from collections.abc import Callable, Iterator
from typing import Any

from django.urls import URLPattern, URLResolver, get_resolver

NOT_REACHED: dict[str, str] = {
    **dict.fromkeys(
        (
            "account_login",
            "account_logout",
            "choose_assignment",
            "mfa_authenticate",
            "mfa_login_webauthn",
            "account_reset_password_from_key",
        ),
        "before or after being signed in, or with two assignments",
    ),
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
        "asks for the password again first",
    ),
    **dict.fromkeys(
        (
            "attachment:download",
            "post:calendar",
        ),
        "a file, not a page",
    ),
    **dict.fromkeys(
        (
            "consent:confirm",
            "plan:settle",
            "referral:receive",
            "referral:send",
            "selection:add",
            "selection:alone",
            "selection:close",
            "selection:decide",
            "selection:leave",
            "selection:move",
            "selection:present",
            "pilot:close",
        ),
        "reached by a button only",
    ),
    **dict.fromkeys(
        (
            "meeting:public_answer",
            "pilot:public_answer",
            "pilot:public_ask",
        ),
        "opened by a secret link in a mail",
    ),
    **dict.fromkeys(
        (
            "follow_up:mine",
            "progress:due",
            "exit:waiting",
        ),
        "known fault: no link leads here yet",
    ),
    **dict.fromkeys(
        (
            "assessment:correct",
            "assessment:read",
            "attachment:read",
            "case:filed",
            "case:filed_copy",
            "case:sus_register",
            "deviation:list",
            "deviation:read",
            "enrolment:background",
            "exit:change",
            "exit:print",
            "exit:read",
            "handover:appoint",
            "handover:letter",
            "handover:read",
            "meeting:correct_minutes",
            "meeting:read_minutes",
            "meeting:retract_minutes",
            "note:receivers",
            "pilot:advise",
            "pilot:page",
            "pilot:refer",
            "pilot:then",
            "plan:change_link",
            "plan:item",
            "progress:correct",
            "referral:answer",
            "referral:edit",
            "workplace:correct",
            "workplace:read",
        ),
        "not among the two addresses of its name that are followed, or the demo at stage plan holds no such thing",
    ),
}


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
