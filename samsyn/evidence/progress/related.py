"""How progress goes together with work or studies afterwards: an association, and said so; never an effect."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from samsyn.evidence import columns
from samsyn.evidence.describe.cells import MODULUS
from samsyn.evidence.describe.codes import Codes
from samsyn.evidence.describe.population import Among
from samsyn.evidence.errors import Place, Refused, Sentence
from samsyn.evidence.progress.adjusted import adjusted
from samsyn.evidence.progress.frame import WORK_ORIENTED, frame
from samsyn.evidence.result import Interval, Result
from samsyn.evidence.shares import LEVEL, normal, wilson
from samsyn.evidence.tables import Tables

LEAST, LEAST_OF_EACH = 20, 5
KNOWN_BY = {
    "step_move": ("judged", "forward"), "next_step": ("judged", "next_step"),
    "changed_caseworker": ("known_worker", "changed"), "work_oriented_activity": ("activity", "work_oriented"),
    "parallel_activity": ("activity", "parallel"),
}  # fmt: skip
METHOD = Sentence(
    "Ett samband, ingen effekt. Av dem med känd sysselsättning efteråt: andelen i arbete eller studier bland dem med"
    " respektive utan kännetecknet, och skillnaden (Newcombes intervall). believed: handläggarens första skattning av"
    " sin tro på mitten av skalan eller högre. rank_correlation är Spearmans. Den som är längre med hinner både byta"
    " handläggare och ta fler steg, den som är närmare arbete får lättare både tro och arbete: därför går det inte att"
    " säga vad som beror på vad, inte heller ur de justerade oddskvoterna.",
    "An association, not an effect. Of those with known occupation afterwards: the share in work or studies among"
    " those with and without the mark, and the difference (Newcombe's interval). believed: the caseworker's first"
    " rating of their belief at the middle of the scale or above. rank_correlation is Spearman's. Who stays longer has"
    " time both to change caseworker and to take more steps; who is nearer work more easily gets both belief and work:"
    " so it cannot be said what depends on what, nor from the adjusted odds ratios.",
)


@dataclass(frozen=True)
class Factor:
    """A mark that is there (1) or not (0) for each participation; nan where it is not known."""

    name: str
    there: Any


def related(
    tables: Tables, *, among: Among = "all", work_oriented: Collection[str] = WORK_ORIENTED, after: str = "exit",
    codes: Codes | None = None, level: float = LEVEL,
) -> Result:  # fmt: skip
    """How step moves, next steps, belief, change of caseworker and activities go with work or studies `after`.

    Parts `of` {"what", "how"}: "difference" (share with the mark minus share without; `details` with_it, without_it),
    "rank_correlation" of belief, and "adjusted_odds_ratio" of a logit on all marks known for nearly everybody, sex and
    length, where at least ten of the rarer outcome stand behind each term. A part that cannot be trusted has no
    estimate and says why in `details` "refused". `exclusions`: missing_after and those of `describe`.

    Raises `EvidenceError` as `describe`, `Refused` TOO_FEW: fewer than 20 known, or 5 of either outcome.

    >>> from samsyn.evidence.progress import example
    >>> found = {(one.of["what"], one.of["how"]): one for one in related(example.tables()).parts}
    >>> one = found["believed", "difference"]
    >>> one.details["with_it"]["numerator"] > one.details["without_it"]["numerator"], round(one.estimate, 2)
    (True, 0.29)
    """
    rows, people = frame(tables, among=among, work_oriented=work_oriented, after=after, codes=codes)
    data = _collected(rows)
    known = ~np.isnan(data["reached"])
    data = {name: values[known] for name, values in data.items()}
    reached = data["reached"]
    _enough(reached)
    factors = _factors(data)
    parts = [_difference(one, reached, data["key"], level) for one in factors]
    parts += _ranked(data, level)
    parts += adjusted({one.name: one.there for one in factors}, data, level=level, method=METHOD)
    missing = int((~known).sum())
    return Result(
        "related_to_work_or_studies", METHOD, len(reached), float(reached.mean()), None,
        wilson(reached.sum(), len(reached), level=level), float(reached.sum()), float(len(reached)),
        counted="participations", parts=tuple(parts), details=_keys(data["key"], reached),
        exclusions={**people.exclusions, **({"missing_after": missing} if missing else {})},
    )  # fmt: skip


def _collected(rows: Any) -> dict[str, Any]:
    names = ("reached", "belief", "days", "key", "person_forward", *{flag for two in KNOWN_BY.values() for flag in two})
    found = columns.collect(rows.select("participation", "sex", *names).order_by("participation"), name="progress")
    data = {name: found[name].cast("float64").to_numpy(zero_copy_only=False) for name in names if name != "key"}
    data["key"] = np.array([-1 if one is None else one for one in found["key"].to_pylist()], dtype=object)
    data["woman"] = np.array([float(one == "woman") for one in found["sex"].to_pylist()])
    return data


def _enough(reached: Any) -> None:
    n, yes = len(reached), int(reached.sum())
    if n < LEAST or min(yes, n - yes) < LEAST_OF_EACH:
        raise Refused(
            "TOO_FEW",
            Sentence(
                f"{n} har känd sysselsättning efteråt, {yes} av dem i arbete eller studier. Det behövs minst {LEAST},"
                f" och minst {LEAST_OF_EACH} med och {LEAST_OF_EACH} utan.",
                f"{n} have a known occupation afterwards, {yes} of them in work or studies. At least {LEAST} are"
                f" needed, and at least {LEAST_OF_EACH} with and {LEAST_OF_EACH} without.",
            ),
            place=Place("occupations"),
        )


def _factors(data: Mapping[str, Any]) -> list[Factor]:
    made = [Factor(name, np.where(data[known] == 1, data[there], np.nan)) for name, (known, there) in KNOWN_BY.items()]
    believed = np.where(np.isnan(data["belief"]), np.nan, (data["belief"] >= 0.5).astype(float))
    return [*made, Factor("step_move_as_person_judges", data["person_forward"]), Factor("believed", believed)]


def _difference(factor: Factor, reached: Any, record_keys: Any, level: float) -> Result:
    """Newcombe's hybrid score interval for a difference of two shares (Newcombe 1998, method 10)."""
    known = ~np.isnan(factor.there)
    arms = [reached[known & (factor.there == value)] for value in (1, 0)]
    counts = [(float(one.sum()), float(len(one))) for one in arms]
    details = {
        name: {"numerator": yes, "denominator": n}
        for name, (yes, n) in zip(("with_it", "without_it"), counts, strict=True)
    }
    made = Result(
        "difference_in_work_or_studies", METHOD, int(known.sum()), unit="difference", counted="participations",
        of={"what": factor.name, "how": "difference"}, details={**details, **_key(record_keys[known])},
        exclusions={"not_known": int((~known).sum())} if not known.all() else {},
    )  # fmt: skip
    if min(n for _yes, n in counts) < LEAST_OF_EACH:
        return _refused(made, "too_few")
    return _with(made, *_newcombe(counts, level), level)


def _newcombe(counts: list[tuple[float, float]], level: float) -> tuple[float, float, float, float]:
    (p, q), ends = [yes / n for yes, n in counts], [wilson(yes, n, level=level) for yes, n in counts]
    (low, high), (low_of, high_of) = [(one.low, one.high) if one else (0.0, 1.0) for one in ends]
    down = np.sqrt((p - low) ** 2 + (high_of - q) ** 2)
    up = np.sqrt((high - p) ** 2 + (q - low_of) ** 2)
    error = np.sqrt(sum(share * (1 - share) / n for share, (_yes, n) in zip((p, q), counts, strict=True)))
    return p - q, float(error), p - q - float(down), p - q + float(up)


def _ranked(data: Mapping[str, Any], level: float) -> Iterator[Result]:
    """Spearman's correlation; interval by Fisher's transformation with the variance of Bonett & Wright (2000)."""
    from scipy.stats import rankdata

    known = ~np.isnan(data["belief"])
    belief, reached = data["belief"][known], data["reached"][known]
    made = Result(
        "rank_correlation", METHOD, int(known.sum()), unit="correlation", counted="participations",
        of={"what": "belief", "how": "rank_correlation"}, details=_key(data["key"][known]),
    )  # fmt: skip
    if len(belief) < LEAST or len(set(belief)) < 2 or len(set(reached)) < 2:
        yield _refused(made, "too_few" if len(belief) < LEAST else "no_variation")
        return
    r = float(np.corrcoef(rankdata(belief), rankdata(reached))[0, 1])
    error = float(np.sqrt((1 + r * r / 2) / (len(belief) - 3)))
    z, half = np.arctanh(min(max(r, -0.999999), 0.999999)), normal(level) * error
    yield _with(
        made, r, (1 - r * r) * error, float(np.tanh(z - half)), float(np.tanh(z + half)), level, "bonett-wright"
    )


def _with(
    made: Result, estimate: float, error: float, low: float, high: float, level: float, how: str = "newcombe"
) -> Result:
    return replace(made, estimate=float(estimate), standard_error=error, interval=Interval(low, high, level, how))


def _refused(made: Result, why: str) -> Result:
    return replace(made, details={**made.details, "refused": why})


def _key(record_keys: Any) -> dict[str, int]:
    there = [int(one) for one in record_keys if one >= 0]
    return {"cell_key": sum(there) % MODULUS} if there else {}


def _keys(record_keys: Any, reached: Any) -> dict[str, int]:
    told, base = _key(record_keys[reached == 1]), _key(record_keys)
    return {**told, "base_cell_key": base["cell_key"]} if told and base else {}
