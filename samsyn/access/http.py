"""The edge: pages are rendered and forms are sent the same way everywhere."""

import functools
import uuid
from collections.abc import Callable
from typing import Any, Concatenate, ParamSpec, TypeVar, cast

from django import forms
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.urls import resolve, reverse
from jinja2 import pass_context
from jinja2.runtime import Context

from samsyn.access.action import is_open, must_be_open
from samsyn.access.actor import Actor
from samsyn.access.errors import RuleBroken, Stale

P = ParamSpec("P")
R = TypeVar("R")


class StaffRequest(HttpRequest):
    """A request that has an actor (see `staff_page`)."""

    actor: Actor


View = Callable[Concatenate[StaffRequest, P], HttpResponse]


def staff_page(view: View[P]) -> View[P]:
    """A page for someone signed in with an active assignment; sends others to sign in or to choose one."""

    @functools.wraps(view)
    def guarded(request: StaffRequest, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        if not request.user.is_authenticated:
            return redirect_to_login(request.get_full_path())
        if getattr(request, "actor", None) is None:
            return render(request, "web/pages/no_assignment.html", status=403)
        return view(request, *args, **kwargs)

    guarded.staff_page = True  # type: ignore[attr-defined]
    return guarded


def opens(act: Callable[..., Any], *, is_read_too: bool = False) -> Callable[[View[P]], View[P]]:
    """A page with the form of an act: shown to roles that may do it, refused to others before they have written.

    A page that others read too leaves its form out for them.
    """

    def decorate(view: View[P]) -> View[P]:
        @functools.wraps(view)
        def guarded(request: StaffRequest, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
            if not is_read_too:
                must_be_open(act, request.actor)
            return view(request, *args, **kwargs)

        guarded.opens = act  # type: ignore[attr-defined]
        return guarded

    return decorate


def may_open(name: str, actor: Actor) -> bool:
    """Whether a way to the page `name` is offered to the actor: not where it `opens` an act their role may not do."""
    act = _opened_at(name)
    return act is None or is_open(act, actor)


@functools.cache
def _opened_at(name: str) -> Callable[..., Any] | None:
    """What the page of one thing opens."""
    view = resolve(reverse(name, args=[uuid.UUID(int=0)])).func
    return cast("Callable[..., Any] | None", getattr(view, "opens", None))


@pass_context
def may_open_here(context: Context, name: str) -> bool:
    """In pages: `{% if may_open("note:correct") %}`."""
    return may_open(name, context["actor"])


def page(
    request: HttpRequest, template: str, context: dict[str, Any] | None = None, *, status: int = 200
) -> HttpResponse:
    """Render a page; a bound form with errors answers 422 so that nothing takes it for saved."""
    known = context or {}
    form = known.get("form")
    if status == 200 and isinstance(form, forms.BaseForm) and form.is_bound and form.errors:
        status = 422
    return render(request, template, known, status=status)


def asked_for(request: HttpRequest, name: str) -> str:
    """What the address asks for, as text that a database takes: short, and without NUL."""
    return request.GET.get(name, "").replace("\x00", "")[:80]


def sent(request: HttpRequest, form: forms.Form, act: Callable[[dict[str, Any]], R]) -> R | None:
    """Run `act(cleaned_data)` when the form was posted and is right; its refusal becomes a field error.

    Returns what the act returned, or None (show the form again, with everything typed still in it).
    """
    if request.method != "POST" or not form.is_valid():
        return None
    try:
        return act(form.cleaned_data)
    except Stale as stale:
        _told_of_newer(form, stale)
    except RuleBroken as broken:
        field = broken.field if broken.field in form.fields else None
        form.add_error(field, str(broken.message))
    return None


def _told_of_newer(form: forms.Form, stale: Stale) -> None:
    """Say it with a way to what it says now; sent once more, what is typed here replaces that."""
    form.newer = stale.newer  # type: ignore[attr-defined]
    form.is_stale = True  # type: ignore[attr-defined]
    typed = cast("QueryDict", form.data).copy()
    typed["seen_version"] = stale.current
    form.data = typed
    form.add_error(None, str(stale.message))
