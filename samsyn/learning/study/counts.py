"""Those who are counted and not known: rows of participations without a person."""

from collections import Counter
from collections.abc import Iterator
from typing import Any

from samsyn.entry.enrolment.models import RegisterRow, VolumeRegistration
from samsyn.journey.purchase.models import Purchase
from samsyn.learning.study import events
from samsyn.learning.study.actions import MOST_KEY
from samsyn.learning.study.record import plain
from samsyn.learning.study.scope import Scope

AT_ONCE = 5_000


def rows(scope: Scope, left_out: Counter[str]) -> Iterator[tuple[Any, ...]]:
    """In the order of the contract's columns. `left_out` learns how many have no row of their own as a person."""
    for number, one in enumerate(_counted(scope), start=1):
        if one[0] == "anonymous":
            left_out["only_counted"] += 1
        yield _row(scope, f"n{number:07d}", *one)


def costs(scope: Scope) -> list[tuple[Any, ...]]:
    """What was bought for those who are only counted: summed for each intervention, year and kind."""
    sums: Counter[tuple[Any, ...]] = Counter()
    rows = Purchase.objects.filter(scope.items("costs", "item__"), intervention_id__in=list(scope.interventions))
    for _key, what, amount in events.costs(scope, rows.exclude(enrolment_id__in=scope.by_name().values("pk"))):
        sums[what] += amount  # type: ignore[assignment]
    return [(what[0], None, *what[1:-1], float(amount), what[-1]) for what, amount in sorted(sums.items())]


def _counted(scope: Scope) -> Iterator[tuple[Any, ...]]:
    """Kind, how many, intervention, sex, year, code of measure, and a random key."""
    ours = {
        "intervention__owner_party_id__in": scope.givers("participations"),
        "intervention__association_id": scope.study.association_id,
    }
    register = RegisterRow.objects.filter(**ours).order_by("pk")
    for key, *what in register.values_list("pk", "intervention_id", "sex", "start_year").iterator(AT_ONCE):
        yield "anonymous", 1, *what, None, key
    columns = ("pk", "intervention_id", "item__case__person__sex", "starts_on")
    for key, intervention, sex, day in scope.only_counted().order_by("pk").values_list(*columns).iterator(AT_ONCE):
        yield "anonymous", 1, intervention, sex, day.year, None, key
    volumes = VolumeRegistration.objects.filter(**ours, on__lte=scope.today, count__gte=1).order_by("pk")
    of = ("pk", "count", "intervention_id", "sex", "on", "about")
    for key, count, intervention, sex, day, about in volumes.values_list(*of).iterator(AT_ONCE):
        yield "volume", count, intervention, sex, day.year, about, key


def _row(
    scope: Scope, code: str, kind: str, count: int, intervention: Any, sex: str, year: int, about: str | None, key: Any
) -> tuple[Any, ...]:  # fmt: skip
    """The last bits of the row's own random key serve as record key: kept for the row, and leading to no person."""
    known = scope.interventions[intervention]
    return (
        code, None, kind, count, known.name, None, known.owner, known.municipality or None, None, sex, year, None,
        None, None, *([None] * 5), plain(about), None, None, None, key.int & (MOST_KEY - 1),
    )  # fmt: skip
