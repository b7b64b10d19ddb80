"""What it cost: budget and outcome by intervention, and per participation."""

from collections import defaultdict
from typing import Any

import ibis

from samsyn.evidence.describe.cells import MODULUS, drawn
from samsyn.evidence.describe.population import population
from samsyn.evidence.errors import EvidenceError, Place, Sentence
from samsyn.evidence.result import Result
from samsyn.evidence.tables import Tables

METHOD = Sentence(
    "Utfall (inte budget) i löpande priser delat med registrerade deltaganden i samma insats i urvalet. Kostnader "
    "delas inte på kön. Anonyma och volym är inte med i basen, så kostnaden per deltagande är högst när de är många. "
    "Räkna med samma år i båda: välj ett urval av hela år.",
    "Spent (not budget) in current prices divided by registered participations of the same intervention in the cohort. "
    "Costs are not split by sex. Anonymous and volume are not in the base, so the cost per participation is the "
    "greatest when they are many. Count the same years in both: choose a cohort of whole years.",
)


def costs(tables: Tables) -> Result:
    """Cost per participation, SEK. Parts `of` {} and {"intervention"}; numerator spent, denominator participations.

    `details`: budget, spent, share_of_budget, persons, per_person, by_payer, years, cell_key. `exclusions`:
    without_cost (participations of interventions that no spent cost is recorded for; not in the base).
    Raises `EvidenceError` NO_COSTS when nothing is spent, EMPTY_COHORT.

    >>> from samsyn.evidence import example
    >>> one = costs(example.tables())
    >>> one.numerator, one.denominator, round(one.estimate)
    (530000.0, 8, 66250)
    """
    rows = _amounts(tables)
    spent = sorted({row["intervention"] for row in rows if not row["is_budget"]})
    if not spent:
        raise _none()
    people = population(tables, by="intervention", among="all")
    counts = _counts(people.frame, spent)
    parts = tuple(
        _part(name, [row for row in rows if row["intervention"] in ([name] if name else spent)], counts.get(name, {}))
        for name in (None, *spent)
    )
    whole = parts[0]
    without = int(people.frame.count().execute()) - whole.n
    return Result(
        "cost_per_participation", METHOD, whole.n, estimate=whole.estimate, numerator=whole.numerator,
        denominator=whole.denominator, unit="SEK", counted="participations", details=whole.details,
        exclusions={**people.exclusions, **({"without_cost": without} if without else {})}, parts=parts,
        table=drawn(parts),
    )  # fmt: skip


def _amounts(tables: Tables) -> list[dict[str, Any]]:
    rows = tables.costs
    made = rows.group_by("intervention", "year", "payer", "is_budget").aggregate(amount=rows.amount.sum())
    return list(made.to_pyarrow().to_pylist())


def _counts(frame: ibis.Table, spent: list[str]) -> dict[str | None, dict[str, Any]]:
    """Participations, persons and their keys, by intervention and for all of them (None)."""
    held = frame.filter(frame.group.isin(spent))
    told = {"n": held.count(), "persons": held.person.nunique(), "sum_of_keys": (held.key % MODULUS).sum(),
            "keys": held.key.count()}  # fmt: skip
    each = {row["group"]: row for row in held.group_by("group").aggregate(**told).to_pyarrow().to_pylist()}
    return {**each, None: held.aggregate(**told).to_pyarrow().to_pylist()[0]}


def _part(name: str | None, rows: list[dict[str, Any]], count: dict[str, Any]) -> Result:
    spent, budget = (sum(row["amount"] for row in rows if row["is_budget"] is planned) for planned in (False, True))
    payers: dict[str, float] = defaultdict(float)
    for row in rows:
        payers[row["payer"]] += 0 if row["is_budget"] else row["amount"]
    n, persons = count.get("n", 0), count.get("persons", 0)
    told = {
        "spent": spent, "budget": budget, "share_of_budget": spent / budget if budget else None, "persons": persons,
        "per_person": spent / persons if persons else None, "by_payer": dict(sorted(payers.items())),
        "years": sorted({row["year"] for row in rows}),
    }  # fmt: skip
    if count.get("keys"):
        told["cell_key"] = int(count["sum_of_keys"]) % MODULUS
    return Result(
        "cost_per_participation", METHOD, n, estimate=spent / n if n else None, numerator=spent, denominator=n,
        unit="SEK", counted="participations", of={"intervention": name} if name else {}, details=told,
    )  # fmt: skip


def _none() -> EvidenceError:
    return EvidenceError(
        "NO_COSTS",
        Sentence(
            "inget utfall är registrerat för insatserna i urvalet. Registrera kostnaderna först.",
            "no spent cost is recorded for the interventions of the cohort. Record the costs first.",
        ),
        place=Place("costs"),
    )
