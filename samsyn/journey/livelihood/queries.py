"""What a person lives on and does by day, as far as the reader's party sees."""

import datetime as dt
from typing import TypeVar

from django.db.models import Q, QuerySet

from samsyn.access.actor import Actor
from samsyn.access.policy import Policy
from samsyn.entry.case.models import Case
from samsyn.journey.activity.queries import newest
from samsyn.journey.livelihood.models import Livelihood, Occupation

L = TypeVar("L", Livelihood, Occupation)


def open_rows(model: type[L], case: Case, actor: Actor, day: dt.date) -> QuerySet[L]:
    """The newest versions that still hold on `day`, written by the actor's own party."""
    holds = Q(ends_on__isnull=True) | Q(ends_on__gt=day)
    rows = Policy.all(model, actor).filter(
        holds, starts_on__lte=day, item__case_id=case.pk, item__holder_id=actor.party_id,
        item__superseded_at__isnull=True,
    )  # fmt: skip
    return rows.select_related("item__holder", "item__case").order_by("starts_on", "item__at", "item_id")


def current_livelihoods(case: Case, actor: Actor, day: dt.date) -> list[Livelihood]:
    """The own party's latest word on each source that holds on a day, greatest extent first."""
    latest = {row.source: row for row in open_rows(Livelihood, case, actor, day)}
    return sorted(latest.values(), key=lambda row: (-(row.extent or 0), row.source))


def current_occupations(case: Case, actor: Actor, day: dt.date) -> list[Occupation]:
    """The same of occupations."""
    latest = {row.code: row for row in open_rows(Occupation, case, actor, day)}
    return sorted(latest.values(), key=lambda row: (-(row.extent or 0), row.code))


def is_told_by_others(case: Case, actor: Actor, day: dt.date) -> bool:
    """Whether the actor reads another party's word on what holds on a day, and its own party has none."""
    holds = Q(ends_on__isnull=True) | Q(ends_on__gt=day)
    rows = newest(Policy.all(Livelihood, actor), actor)
    found = rows.filter(holds, starts_on__lte=day, item__case_id=case.pk)
    holders = set(found.values_list("item__holder_id", flat=True))
    return bool(holders) and actor.party_id not in holders


def history(case: Case, actor: Actor) -> list[Livelihood | Occupation]:
    """Everything the actor reads of both, newest period first; two queries."""
    found: list[Livelihood | Occupation] = []
    for model in (Livelihood, Occupation):
        rows = newest(Policy.all(model, actor), actor).filter(item__case_id=case.pk)
        found.extend(rows.select_related("item__holder", "item__case"))  # type: ignore[arg-type]
    return sorted(found, key=lambda row: (row.starts_on, row.item.at), reverse=True)


def set_version(case: Case, actor: Actor) -> str:
    """Which set the own party wrote last; tells a form that was opened before somebody wrote another."""
    rows = Policy.all(Livelihood, actor).filter(item__case_id=case.pk, item__holder_id=actor.party_id)
    return str(rows.order_by("-item__at", "-item_id").values_list("pk", flat=True).first() or "")


def next_start(model: type[L], case: Case, actor: Actor, day: dt.date) -> dt.date | None:
    """The day after `day` when the own party's next row begins, if any."""
    rows = Policy.all(model, actor).filter(
        item__case_id=case.pk,
        item__holder_id=actor.party_id,
        item__superseded_at__isnull=True,
        starts_on__gt=day,
    )
    return rows.order_by("starts_on").values_list("starts_on", flat=True).first()


def as_typed(row: Livelihood) -> dict[str, object]:
    """A row as the period form asks for it, with the last day included."""
    last = row.ends_on - dt.timedelta(days=1) if row.ends_on else None
    kept = {name: getattr(row, name) for name in ("source", "extent", "starts_on", "moment")}
    return {**kept, "last_day": last}
