"""The edge: pages are rendered and forms are sent the same way everywhere."""

import functools
from collections.abc import Callable
from typing import Any, Concatenate, ParamSpec, TypeVar, cast

from django import forms
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render

from samsyn.access.action import must_be_open
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


def opens(act: Callable[..., Any]) -> Callable[[View[P]], View[P]]:
    """A page with the form of an act: shown to roles that may do it, refused to others before they have written."""

    def decorate(view: View[P]) -> View[P]:
        @functools.wraps(view)
        def guarded(request: StaffRequest, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
            must_be_open(act, request.actor)
            return view(request, *args, **kwargs)

        return guarded

    return decorate


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
