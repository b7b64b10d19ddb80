"""One trace: a change exists only as an `@action`.

It opens the transaction, checks the role, honours the form's idempotency key, runs, and writes the audit
entry it recorded through `touch`. A refusal is written after the rollback. Nested actions join in.
"""

import functools
import hashlib
import uuid
from collections.abc import Callable, Iterable
from contextvars import ContextVar
from dataclasses import dataclass, field
from typing import Any, ParamSpec, TypeVar, cast

from django.apps import apps
from django.db import IntegrityError, models, transaction
from django.utils.translation import gettext_lazy as _

from samsyn.access import audit, db
from samsyn.access.actor import Actor, context
from samsyn.access.errors import NotPermitted, RuleBroken, Stale, Text
from samsyn.access.ids import new_id
from samsyn.access.models import IdempotencyKey

P = ParamSpec("P")
R = TypeVar("R")
ANYONE: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Verb:
    """What one kind of act is called, who may do it, and how long its trace is kept."""

    name: str
    sentence: Text
    roles: frozenset[str]
    keep_years: int

    def is_open_to(self, by: Actor | None) -> bool:
        """Whether who acts has a role that may do it; no roles means anybody."""
        return not self.roles or (by is not None and by.role in self.roles)


@dataclass
class Trace:
    """What the running action says it touched."""

    objects: list[str] = field(default_factory=list)
    persons: list[uuid.UUID] = field(default_factory=list)


VERBS: dict[str, Verb] = {}
_trace: ContextVar[Trace | None] = ContextVar("trace", default=None)


def touch(obj: models.Model, fields: Iterable[str] = (), *, person_id: uuid.UUID | None = None) -> None:
    """Record that the running action touched `obj`: its type, key and field names, never contents."""
    trace = _trace.get()
    if trace is None:
        raise RuntimeError("touch() outside an action")
    trace.objects.append(f"{obj._meta.label}:{obj.pk}({','.join(fields)})")
    if person_id:
        trace.persons.append(person_id)


def action(
    *, verb: str, sentence: Text, roles: Iterable[str] = ANYONE, keep_years: int = 10, elevated: bool = False
) -> Callable[[Callable[P, R]], Callable[P, R]]:
    """Make a function the one way to do `verb`. It must take keyword `by: Actor | None`.

    `roles` empty means any role; `elevated` lifts the database wall for acts across vaults.
    Raises `NotPermitted` for a wrong role, and whatever `RuleBroken` the act raises.
    """
    if verb in VERBS:
        raise ValueError(f"verb {verb} is registered twice")
    VERBS[verb] = Verb(verb, sentence, frozenset(roles), keep_years)

    def decorate(act: Callable[P, R]) -> Callable[P, R]:
        @functools.wraps(act)
        def run(*args: P.args, **kwargs: P.kwargs) -> R:
            by = cast("Actor | None", kwargs.get("by"))
            try:
                return _perform(VERBS[verb], act, args, kwargs, by, elevated)
            except (RuleBroken, NotPermitted) as refusal:
                _write_refusal(verb, by, refusal)
                raise

        run.verb = verb  # type: ignore[attr-defined]
        return run

    return decorate


def must_be_open(act: Callable[..., Any], by: Actor) -> None:
    """Raises `NotPermitted` for a role that the act refuses: asked before a form is shown, so nothing typed is lost."""
    if not is_open(act, by):
        raise NotPermitted(act.verb)  # type: ignore[attr-defined]


def is_open(act: Callable[..., Any], by: Actor) -> bool:
    """Whether the actor's role may do the act at all (buttons are shown by this)."""
    return VERBS[act.verb].is_open_to(by)  # type: ignore[attr-defined]


def _perform(
    verb: Verb, act: Callable[..., R], args: tuple[Any, ...], kwargs: dict[str, Any], by: Actor | None, lift: bool
) -> R:
    if not verb.is_open_to(by):
        raise NotPermitted(verb.name)
    outermost = not context().entry_stack
    if outermost and (done := _already_done(verb, by)):
        return cast("R", done)
    try:
        with transaction.atomic():
            return _inside(verb, act, args, kwargs, by, lift, outermost)
    except IntegrityError:
        if outermost and (done := _already_done(verb, by)):
            return cast("R", done)
        raise


def _inside(
    verb: Verb,
    act: Callable[..., R],
    args: tuple[Any, ...],
    kwargs: dict[str, Any],
    by: Actor | None,
    lift: bool,
    outermost: bool,
) -> R:
    stack, entry_id, trace = context().entry_stack, new_id(), Trace()
    parent = stack[-1] if stack else None
    stack.append(entry_id)
    token = _trace.set(trace)
    try:
        if lift:
            with db.elevated(by):
                result = act(*args, **kwargs)
        else:
            result = act(*args, **kwargs)
    finally:
        _trace.reset(token)
        stack.pop()
    audit.append(
        by, kind="change" if by else "system", verb=verb.name, objects=trace.objects, persons=trace.persons,
        entry_id=entry_id, parent_id=parent,
    )  # fmt: skip
    if outermost:
        _remember(verb, by, result)
    return result


def _write_refusal(verb: str, by: Actor | None, refusal: Exception) -> None:
    if context().entry_stack:
        return
    code = refusal.code if isinstance(refusal, RuleBroken) else "NOT_PERMITTED"
    with transaction.atomic():
        audit.append(by, kind="refused", verb=verb, outcome=code)


def _form_key(verb: Verb) -> str:
    """The running form's key for one verb, whatever was sent as key; empty when none was."""
    sent = context().idempotency_key
    return hashlib.sha256(f"{verb.name} {sent}".encode()).hexdigest() if sent else ""


def received(act: Callable[..., R], *, by: Actor) -> R | None:
    """What this very sending of the form gave when it was received before: for views that ask something
    first which the act itself has changed since."""
    return cast("R | None", _already_done(VERBS[act.verb], by))  # type: ignore[attr-defined]


def _already_done(verb: Verb, by: Actor | None) -> object | None:
    """What the same form gave last time, if it was already received."""
    key = _form_key(verb)
    if not key or by is None:
        return None
    row = IdempotencyKey.objects.filter(staff_id=by.staff_id, key=key).first()
    if row is None or not row.object_type:
        return row
    return apps.get_model(row.object_type)._base_manager.filter(pk=row.object_id).first()


def _remember(verb: Verb, by: Actor | None, result: object) -> None:
    key, known = _form_key(verb), isinstance(result, models.Model)
    if key and by:
        IdempotencyKey.objects.create(
            staff_id=by.staff_id, key=key,
            object_type=result._meta.label if known else "",  # type: ignore[attr-defined]
            object_id=str(result.pk) if known else "",  # type: ignore[attr-defined]
        )  # fmt: skip


def check_seen(current_id: object, *, newer: object = None) -> None:
    """Refuse (`STALE`) when the form was opened on another version than the current one.

    A form is opened on one thing: once its version was found right, what else the act writes is not asked.
    """
    seen, context().seen_version = context().seen_version, ""
    if seen and seen != str(current_id):
        raise Stale(
            _("Någon annan har ändrat detta sedan du öppnade sidan. Läs den nya versionen, ändra och spara igen."),
            current=str(current_id), newer=newer,
        )
