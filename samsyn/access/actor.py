"""Who acts: one active assignment (party, role). Roles never add up."""

import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field

from samsyn.access.ids import new_id


@dataclass(frozen=True, slots=True)
class Actor:
    """One person at work in one role of one party. `staff_id` is the assignment they act through."""

    user_id: int
    staff_id: uuid.UUID
    party_id: uuid.UUID
    unit_id: uuid.UUID | None
    role: str
    association_id: uuid.UUID | None = None
    display_name: str = ""
    party_name: str = ""
    party_kind: str = ""
    role_label: str = ""
    email: str = ""
    sees_persons: bool = False


@dataclass(slots=True)
class RequestContext:
    """What one request knows about itself: who acts, its id, and the keys the form carried."""

    actor: Actor | None = None
    request_id: uuid.UUID = field(default_factory=new_id)
    purpose: str = ""
    idempotency_key: str = ""
    seen_version: str = ""
    persons_read: dict[uuid.UUID, None] = field(default_factory=dict)
    entry_stack: list[uuid.UUID] = field(default_factory=list)


_context: ContextVar[RequestContext | None] = ContextVar("samsyn_context", default=None)


def context() -> RequestContext:
    """The running request's context; a fresh empty one outside a request (tasks, commands, tests)."""
    found = _context.get()
    if found is None:
        found = RequestContext()
        _context.set(found)
    return found


@contextmanager
def acting(actor: Actor | None, **known: str) -> Iterator[RequestContext]:
    """Let everything within the block happen as `actor`, in a context of its own."""
    fresh = RequestContext(actor=actor, **known)  # type: ignore[arg-type]
    token = _context.set(fresh)
    try:
        yield fresh
    finally:
        _context.reset(token)
