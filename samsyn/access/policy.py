"""One way in: a topic registers one rule per model; rows, lists and counts are all asked for here.

The rule is a condition (subselects, no joins) that says which rows an actor reaches now. Out of reach is
404, never 403: the difference would tell that the row exists.
"""

import uuid
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any, Generic, TypeVar

from django.db import models
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.http import Http404

from samsyn.access.actor import Actor, context
from samsyn.access.prepared import Prepared

M = TypeVar("M", bound=models.Model)
Rule = Callable[[Actor], Q]
Subject = Callable[[Any], uuid.UUID | None]
NOTHING = Q(pk__in=[])
MOST_SHEETS = 10_000
_rules: dict[type[models.Model], tuple[Rule, Subject]] = {}
_naming: set[type[models.Model]] = set()


def _nobody(_row: Any) -> None:
    return None


def register(
    model: type[models.Model], rule: Rule, *, subject: Subject = _nobody, names: bool = False
) -> None:
    """Say which rows of `model` an actor reaches, and which person a row is about (for the read log).

    `names`: its rows say who somebody is, and are joined only through a row the actor reaches.
    """
    if model in _rules:
        raise ValueError(f"{model.__name__} has a rule already")
    _rules[model] = (rule, subject)
    if names:
        _naming.add(model)


def registered() -> list[type[models.Model]]:
    """Every model with a rule."""
    return list(_rules)


@dataclass(frozen=True)
class Sheet(Generic[M]):
    """One page of a list: its rows, its number, and whether there is one more."""

    object_list: list[M]
    number: int
    has_more: bool

    def __iter__(self) -> Iterator[M]:
        return iter(self.object_list)

    def __len__(self) -> int:
        return len(self.object_list)

    def has_previous(self) -> bool:
        """Whether there is a sheet before."""
        return self.number > 1

    def has_next(self) -> bool:
        """Whether there is a sheet after."""
        return self.has_more

    def previous_page_number(self) -> int:
        """Number of the sheet before."""
        return self.number - 1

    def next_page_number(self) -> int:
        """Number of the sheet after."""
        return self.number + 1


@cache
def _owners_of_names(model: type[models.Model], path: str) -> tuple[tuple[str, type[models.Model]], ...]:
    """Where a path leads to a row that says who somebody is: through which row (its path and model)."""
    found: list[tuple[str, type[models.Model]]] = []
    steps: list[str] = []
    at = model
    for step in path.split("__"):
        owner, at = at, at._meta.get_field(step).related_model  # type: ignore[assignment]
        if at in _naming and steps:
            found.append(("__".join(steps), owner))
        steps.append(step)
    return tuple(found)


@cache
def _one(model: type[M], related: tuple[str, ...]) -> Prepared[M]:
    """The row with a key, if the actor reaches it."""

    def build(*, actor: Actor | None, pk: object, **where: Any) -> QuerySet[M]:
        rows = Policy.joined(Policy.all(model, actor), actor, *related)
        return rows.filter(pk=pk, **where).order_by("pk")[:1]

    return Prepared(build)


class Policy:
    """The only road from a view to a row."""

    @staticmethod
    def all(model: type[M], actor: Actor | None) -> QuerySet[M]:
        """The rows of `model` that `actor` reaches now. Raises `KeyError` for a model without a rule."""
        rule, _subject = _rules[model]
        return model._default_manager.filter(rule(actor) if actor else NOTHING)

    @staticmethod
    def get(model: type[M], actor: Actor | None, pk: object, *related: str, **where: Any) -> M:
        """The row, logged as read. Raises `Http404` when it is out of reach or does not exist."""
        found = _one(model, related)(actor=actor, pk=pk, **where)
        if not found:
            raise Http404
        Policy.log_read(found)
        return found[0]

    @staticmethod
    def joined(rows: QuerySet[M], actor: Actor | None, *related: str) -> QuerySet[M]:
        """`rows` with what they hang on; where that says who somebody is, only rows whose owner of it is reached.

        A row can be read without knowing whom it is about (a referral without identity, one's own words
        after a withdrawal): such a row is left out here, as the database's wall leaves it out.
        """
        for path in related:
            for owner, model in _owners_of_names(rows.model, path):
                rows = rows.filter(Exists(Policy.all(model, actor).filter(pk=OuterRef(owner))))
        return rows.select_related(*related)

    @staticmethod
    def page(rows: QuerySet[M], number: object = 1, *, size: int = 50) -> "Sheet[M]":
        """One sheet of what `Policy.all` (narrowed by a query) gave, logged as read.

        It looks one row ahead instead of counting: a count costs as much as the list, and nobody needs it.
        """
        here = int(str(number)) if str(number).isdecimal() and 0 < int(str(number)) < MOST_SHEETS else 1
        found = list(rows[(here - 1) * size : here * size + 1])
        Policy.log_read(found[:size])
        return Sheet(found[:size], here, len(found) > size)

    @staticmethod
    def log_read(rows: Iterable[models.Model]) -> None:
        """Note the persons these rows show; one entry is written before the response is sent."""
        persons = context().persons_read
        for row in rows:
            if person_id := _rules[type(row)][1](row):
                persons[person_id] = None

    @staticmethod
    def log_person(person_id: uuid.UUID) -> None:
        """Note that a page shows this person (for rows that are not models, such as happenings)."""
        context().persons_read[person_id] = None
