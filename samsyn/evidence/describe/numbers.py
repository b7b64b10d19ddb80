"""How many: unique persons and participations apart, anonymous and volume apart from both."""

from collections.abc import Iterator
from typing import Any

from samsyn.evidence.describe.cells import MODULUS, Count, Group, at, drawn, folded, groups, keys
from samsyn.evidence.describe.population import WRONG, checked, empty, variable
from samsyn.evidence.errors import Sentence
from samsyn.evidence.result import Result
from samsyn.evidence.tables import Tables

METHOD = Sentence(
    "Deltaganden räknas varje gång, personer en gång (också i flera insatser). Anonyma och volym räknas för sig: hur "
    "många olika personer de är vet ingen, så de läggs inte ihop med personerna.",
    "Participations are counted each time, persons once (also in several interventions). Anonymous and volume are "
    "counted apart: how many different people they are nobody knows, so they are not added to the persons.",
)


def numbers(tables: Tables, *, by: str | None = None) -> Result:
    """Participations, unique persons, anonymous and volume.

    Parts `of` {"what": participations | persons | anonymous | volume, sex and/or `by`}; estimate in people. Persons
    of groups may add up to more than persons in all: one can be in several. n = unique persons. `details`: cell_key.
    `exclusions`: wrong_registration. Raises `EvidenceError` as `background`.

    >>> from samsyn.evidence import example
    >>> {part.of["what"]: part.estimate for part in numbers(example.tables()).parts if len(part.of) == 1}
    {'participations': 8, 'persons': 7, 'anonymous': 2, 'volume': 3}
    """
    checked(tables.participations)
    rows = _counts(tables, by)
    wrong = sum(row["n"] for row in rows if row["wrong"])
    held = [row for row in rows if not row["wrong"]]
    if not held:
        raise empty()
    parts = tuple(_parts(held, by))
    persons = int(parts[1].estimate or 0)
    return Result("numbers", METHOD, persons, estimate=persons, unit="people", parts=parts, table=drawn(parts),
                  exclusions={"wrong_registration": wrong} if wrong else {})  # fmt: skip


def _counts(tables: Tables, by: str | None) -> list[dict[str, Any]]:
    """By kind, sex and group; a person counted on the first participation in all, and on the first in the group."""
    rows = tables.participations
    rows = rows.select(
        "participation", "person", "kind", "sex", amount=rows["count"], group=variable(rows, by), key=rows.record_key,
        wrong=(rows.exit_reason == WRONG).fill_null(False),
    )  # fmt: skip
    person = rows.filter((rows.kind == "person") & ~rows.wrong)
    first = person.group_by("person").aggregate(first=person.participation.min())
    in_group = person.group_by("person", "group").aggregate(first_in_group=person.participation.min())
    joined = rows.left_join(first, rows.participation == first.first).drop("person_right")
    joined = joined.left_join(in_group, joined.participation == in_group.first_in_group)
    lead, lead_in = joined.first.notnull().cast("int64"), joined.first_in_group.notnull().cast("int64")
    own = joined.key % MODULUS
    made = joined.group_by("kind", "wrong", "sex", "group").aggregate(
        n=joined.amount.sum(), sum_of_keys=own.sum(), keys=joined.key.count(), persons=lead.sum(),
        sum_of_persons=(own * lead).sum(), persons_in=lead_in.sum(), sum_of_persons_in=(own * lead_in).sum(),
    )  # fmt: skip
    return list(made.to_pyarrow().to_pylist())


def _parts(rows: list[dict[str, Any]], by: str | None) -> Iterator[Result]:
    all_ = folded(rows, "kind", by=by)
    persons = folded(rows, "kind", by=by, n="persons", key="sum_of_persons")
    in_group = folded(rows, "kind", by=by, n="persons_in", key="sum_of_persons_in")
    for group in groups(all_):
        unique = in_group if any(name != "sex" for name, _value in group) else persons
        yield _part("participations", at(all_, group, "person"), group)
        yield _part("persons", at(unique, group, "person"), group)
        yield _part("anonymous", at(all_, group, "anonymous"), group)
        yield _part("volume", at(all_, group, "volume"), group)


def _part(what: str, one: Count, group: Group) -> Result:
    counted = "people" if what == "persons" else "participations"
    return Result("numbers", METHOD, one.n, estimate=one.n, unit="people", counted=counted,
                  of={"what": what, **dict(group)}, details=keys(cell_key=one))  # fmt: skip
