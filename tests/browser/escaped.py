"""Pages with a GET that no link in the demo leads to, each with the reason."""

import inspect
from collections.abc import Callable, Iterator
from typing import Any

from django.urls import URLPattern, URLResolver, get_resolver

NOT_REACHED: dict[str, str] = {}


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
