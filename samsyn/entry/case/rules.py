"""Who reaches a case and its items. Topics of later phases register theirs the same way."""

import functools
from typing import Any

from django.http import Http404, HttpResponse

from samsyn.access.actor import Actor
from samsyn.access.http import P, StaffRequest, View
from samsyn.access.policy import NOTHING, register
from samsyn.basis.staff.rules import CASE_WRITERS
from samsyn.entry.case.filed import FiledCopy, FiledMark
from samsyn.entry.case.models import (
    Case,
    CaseAssignment,
    Disclosure,
    InboxAssignment,
    Item,
    ItemContent,
    OwnAssignment,
)
from samsyn.entry.case.queries import (
    assignment_rule,
    belonging_rule,
    case_rule,
    content_rule,
    inbox_rule,
    item_rule,
    named_rule,
)


def may_write(actor: Actor) -> bool:
    """Whether the actor's role writes in cases at all (buttons are shown by this; actions check again)."""
    return actor.role in CASE_WRITERS


def list_of_persons(view: View[P]) -> View[P]:
    """A page over persons: out of reach, as each of its rows, for a role that sees none."""

    @functools.wraps(view)
    def guarded(request: StaffRequest, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        if not request.actor.sees_persons:
            raise Http404
        return view(request, *args, **kwargs)

    return guarded


def person_of_item(row: Any) -> Any:
    """The person an item or an assignment is about, without a query where the case is loaded."""
    return row.case.person_id


def register_content(*models: type[ItemContent]) -> None:
    """Register item contents under the one rule."""
    for model in models:
        register(model, content_rule, subject=lambda row: row.item.case.person_id)


def register_belonging(model: type[Any], path: str = "item_id") -> None:
    """Register rows that hang on an item."""
    register(model, belonging_rule(path))


register(Item, item_rule, subject=person_of_item)
register(Case, case_rule, subject=lambda case: case.person_id)
register(CaseAssignment, assignment_rule, subject=person_of_item)
register(OwnAssignment, named_rule, subject=person_of_item)
register(InboxAssignment, inbox_rule, subject=person_of_item)
register(Disclosure, lambda actor: NOTHING if not actor.sees_persons else belonging_rule("item_id")(actor))
register_content(FiledCopy)
register_belonging(FiledMark)
