"""One way in: a topic registers one rule per model; rows, lists and counts are all asked for here.

The rule is a condition (subselects, no joins) that says which rows an actor reaches now. Out of reach is
404, never 403: the difference would tell that the row exists.
"""

import uuid
from collections.abc import Callable, Iterable
from typing import Any, TypeVar

from django.core.paginator import Page, Paginator
from django.db import models
from django.db.models import Q, QuerySet
from django.http import Http404

from samsyn.access.actor import Actor, context

M = TypeVar("M", bound=models.Model)
Rule = Callable[[Actor], Q]
Subject = Callable[[Any], uuid.UUID | None]
NOTHING = Q(pk__in=[])
_rules: dict[type[models.Model], tuple[Rule, Subject]] = {}


def _nobody(_row: Any) -> None:
    return None


def register(model: type[models.Model], rule: Rule, *, subject: Subject = _nobody) -> None:
    """Say which rows of `model` an actor reaches, and which person a row is about (for the read log)."""
    if model in _rules:
        raise ValueError(f"{model.__name__} has a rule already")
    _rules[model] = (rule, subject)


def registered() -> list[type[models.Model]]:
    """Every model with a rule."""
    return list(_rules)


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
        found = Policy.all(model, actor).select_related(*related).filter(pk=pk, **where).first()
        if found is None:
            raise Http404
        Policy.log_read([found])
        return found

    @staticmethod
    def page(rows: QuerySet[M], number: object = 1, *, size: int = 50) -> Page[M]:
        """One page of what `Policy.all` (narrowed by a query) gave, logged as read."""
        found = Paginator(rows, size).get_page(number)
        Policy.log_read(found.object_list)
        return found

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
