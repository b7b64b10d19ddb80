"""Before and after: livelihood or occupation, with change in number and percent; and after given one source before."""

from dataclasses import dataclass, replace
from typing import Any

import ibis

from samsyn.evidence.describe.answers import UNCLEAR, Answers, Asked, Way, answers, strays
from samsyn.evidence.describe.cells import NOBODY, Count, Group, at, drawn, groups, keys, part, total
from samsyn.evidence.describe.codes import MISSING, STATES, Codes, Kind, sorting
from samsyn.evidence.describe.population import Among, Population, population, said
from samsyn.evidence.errors import EvidenceError, Place, Sentence
from samsyn.evidence.result import Result
from samsyn.evidence.shares import LEVEL, WILSON
from samsyn.evidence.tables import Tables

NAMES: dict[Kind, str] = {"occupations": "occupation", "livelihoods": "livelihood"}
NOT_EFFECT = Sentence(
    "Skillnaden före–efter är ingen effekt: vad som hade hänt utan insatsen syns inte här.",
    "The difference before–after is no effect: what would have happened without the intervention is not seen here.",
)
HOW: dict[Way, Sentence] = {
    "collapsed": Sentence(
        "Var och en räknas i ett läge: arbete, annars studier, annars arbetssökande, annars annat.",
        "Each is counted in one state: work, else studies, else job-seeking, else other.",
    ),
    "main": Sentence(
        "Var och en räknas med en källa: den som är märkt som huvudsaklig, annars den enda, annars den med störst "
        "omfattning; när två är lika är den oklar.",
        "Each is counted with one source: the one marked as main, else the only one, else the one of greatest extent; "
        "when two are alike it is unclear.",
    ),
    "all": Sentence(
        "Flera kan gälla samtidigt, så raderna kan bli fler än basen.",
        "Several may hold at once, so rows may add up to more than the base.",
    ),
}


def before_after(
    tables: Tables,
    *,
    kind: Kind = "occupations",
    by: str | None = None,
    collapsed: bool = False,
    main: bool = False,
    among: Among = "ended",
    before: str = "before",
    after: str = "exit",
    codes: Codes | None = None,
    level: float = LEVEL,
) -> Result:
    """Occupation or livelihood before and after, with change in number and percent.

    - `collapsed`: one state each: work, studies (not working), job_seeking (neither), other, not_mapped.
    - `main`: one source each: the one marked as main, else the only one, else the one of greatest extent; when two
      are alike it is "unclear". Otherwise all that held are counted, so rows may add up to more than the base.
    - `among`: the ended, or all. `before`, `after`: moments (`tables.MOMENTS`).

    Parts `of` {"moment", "code", sex and/or `by`}: numerator with the code, denominator those who answered then; the
    row "missing" has all as denominator. `details`: of_all (share of all), mean_extent (percent, among those who said
    it) and cell keys. Parts of the moment "change": estimate after − before in participations; `details` before,
    after, percent of before, and the same among those who answered both times (`paired`).

    Raises `EvidenceError` EMPTY_COHORT, UNKNOWN_VARIABLE, UNKNOWN_MOMENT, SAME_MOMENT, DOUBLE_ID, NEGATIVE_DURATION
    or MISSING_VALUE. Source: the standard reports on participants of SUS (susam.se).

    >>> from samsyn.evidence import example
    >>> report = before_after(example.tables(), collapsed=True)
    >>> [(part.numerator, part.denominator) for part in report.parts if part.of == {"moment": "exit", "code": "work"}]
    [(2, 5)]
    """
    way: Way = "collapsed" if collapsed else "main" if main else "all"
    asked = Asked(kind, (before, after), sorting(kind, codes), way)
    people = population(tables, by=by, among=among)
    method = _method(asked, people)
    made = _Made(f"{NAMES[kind]}_before_after", answers(tables, people, asked=asked), asked, method, level)
    parts = tuple(one for group in groups(made.told.bases) for one in made.parts(group))
    return made.report(parts, people.exclusions, _unknown(tables, people, made.told, asked))


def livelihood_given(
    tables: Tables,
    *,
    given: str,
    kind: Kind = "livelihoods",
    by: str | None = None,
    main: bool = False,
    among: Among = "ended",
    before: str = "before",
    after: str = "exit",
    codes: Codes | None = None,
    level: float = LEVEL,
) -> Result:
    """Livelihood after of those who had the source `given` before (as any of their sources).

    Parts `of` {"code", sex and/or `by`}: numerator with the code after, denominator those among them who answered
    after; "missing" of all of them. `exclusions`: other_before (had another), before_missing (did not answer before).
    Settings and errors as `before_after`; EMPTY_COHORT when nobody had it.

    >>> from samsyn.evidence import example
    >>> report = livelihood_given(example.tables(), given="sickness_benefit")
    >>> [(part.of["code"], part.numerator, part.denominator) for part in report.parts if len(part.of) == 1]
    [('self_supporting', 2, 3), ('sickness_compensation', 1, 3), ('missing', 0, 3)]
    """
    way: Way = "main" if main else "all"
    asked = Asked(kind, (before, after), sorting(kind, codes), way)
    people = population(tables, by=by, among=among)
    chosen, left_out = _given(tables, people, asked, given)
    made = _Made(f"{NAMES[kind]}_after_given", answers(tables, chosen, asked=asked), asked, _method_given(), level)
    parts = tuple(one for group in groups(made.told.bases) for one in made.given(group))
    report = made.report(parts, {**people.exclusions, **left_out}, _unknown(tables, chosen, made.told, asked))
    return replace(report, details={**report.details, "given": given})


@dataclass(frozen=True)
class _Made:
    measure: str
    told: Answers
    asked: Asked
    method: Sentence
    level: float

    def report(self, parts: tuple[Result, ...], exclusions: Any, unknown: dict[str, int]) -> Result:
        warnings = (NOT_EFFECT, _warning(unknown)) if unknown else (NOT_EFFECT,)
        everybody = total(self.told.bases, ())
        return Result(
            self.measure, self.method, everybody.n, counted="participations", exclusions=exclusions, warnings=warnings,
            details={"not_mapped": unknown, **keys(cell_key=everybody)}, parts=parts, table=drawn(parts),
        )  # fmt: skip

    def parts(self, group: Group) -> list[Result]:
        found = [one for moment in (0, 1) for one in self.moment(group, moment)]
        return found + [self._change(group, code) for code in self._codes((0, 1))]

    def given(self, group: Group) -> list[Result]:
        """What held after, without naming the moment."""
        rows = self.moment(group, 1)
        return [replace(one, of={name: value for name, value in one.of.items() if name != "moment"}) for one in rows]

    def moment(self, group: Group, which: int) -> list[Result]:
        answered = self._answered(group, which)
        both = (0, 1) if self.measure.endswith("before_after") else (which,)
        rows = [self._part(group, which, code, self._count(group, which, code), answered) for code in self._codes(both)]
        everybody = total(self.told.bases, group)
        return [*rows, self._part(group, which, MISSING, everybody - answered, everybody)]

    def _codes(self, moments: tuple[int, ...]) -> list[str]:
        asked = [self.asked.moments[one] for one in moments]
        met = {code for moment, code, _both in self.told.codes.get((), {}) if moment in asked}
        if self.asked.way == "collapsed":
            return [one for one in STATES if one != "not_mapped" or one in met]
        return sorted(met)

    def _part(self, group: Group, which: int, code: str, n: Count, base: Count) -> Result:
        moment, everybody = self.asked.moments[which], total(self.told.bases, group)
        told: dict[str, Any] = {"of_all": n.n / everybody.n if everybody.n else None, "all": everybody.n}
        if not group and (moment, code) in self.told.extents:
            told["mean_extent"], told["extent_said"] = self.told.extents[moment, code]
        of = {"moment": moment, "code": code, **dict(group)}
        return part(self.measure, n, base, of=of, method=self.method, level=self.level, **told)

    def _answered(self, group: Group, which: int) -> Count:
        met = self.told.bases.get(group, {})
        return sum((one for flags, one in met.items() if flags[which]), NOBODY)

    def _count(self, group: Group, which: int, code: str) -> Count:
        moment = self.asked.moments[which]
        return at(self.told.codes, group, moment, code, True) + at(self.told.codes, group, moment, code, False)

    def _change(self, group: Group, code: str) -> Result:
        before, after = self._count(group, 0, code), self._count(group, 1, code)
        paired = [at(self.told.codes, group, moment, code, True).n for moment in self.asked.moments]
        both = at(self.told.bases, group, True, True)
        told = {**_changed(before.n, after.n), **keys(before_cell_key=before, after_cell_key=after),
                "paired": {**_changed(*paired), "n": both.n}}  # fmt: skip
        return Result(
            self.measure, self.method, total(self.told.bases, group).n, estimate=after.n - before.n,
            unit="participations", counted="participations", of={"moment": "change", "code": code, **dict(group)},
            details=told,
        )  # fmt: skip


def _changed(before: int, after: int) -> dict[str, Any]:
    percent = 100 * (after - before) / before if before else None
    return {"before": before, "after": after, "change": after - before, "percent": percent}


def _given(tables: Tables, people: Population, asked: Asked, given: str) -> tuple[Population, dict[str, int]]:
    rows = said(tables, kind=asked.kind, moments=asked.moments[:1], codes=asked.codes)
    has = rows.group_by("participation").aggregate(has=(rows.code == given).any())
    counts = people.frame.left_join(has, "participation").group_by("has").aggregate(n=ibis._.count())
    found = {row["has"]: row["n"] for row in counts.to_pyarrow().to_pylist()}
    if not found.get(True):
        raise EvidenceError(
            "EMPTY_COHORT",
            Sentence(
                f"ingen hade ”{given}” före. Välj en annan källa.", f"nobody had “{given}” before. Choose another."
            ),
            place=Place(asked.kind),
        )
    left_out = {"other_before": found.get(False, 0), "before_missing": found.get(None, 0)}
    frame = people.frame.semi_join(has.filter(has.has), "participation")
    return replace(people, frame=frame), {name: n for name, n in left_out.items() if n}


def _unknown(tables: Tables, people: Population, told: Answers, asked: Asked) -> dict[str, int]:
    """Codes that are sorted as nothing; asked only when some were met."""
    met = {code for _moment, code, _both in told.codes.get((), {})} - {UNCLEAR}
    known = set(STATES) - {"not_mapped"} if asked.way == "collapsed" else set()
    if all(code in known or (not known and asked.codes.meaning(code) != "not_mapped") for code in met):
        return {}
    return strays(tables, people, asked=asked)


def _warning(unknown: dict[str, int]) -> Sentence:
    n, listed = sum(unknown.values()), ", ".join(f"{code} ({n})" for code, n in unknown.items())
    return Sentence(
        f"{n} svar har koder som inte är sorterade som arbete, studier, arbetssökande eller annat: {listed}.",
        f"{n} answers have codes not sorted as work, studies, job-seeking or other: {listed}.",
    )


def _method(asked: Asked, people: Population) -> Sentence:
    who_sv = "avslutade deltaganden" if people.among == "ended" else "deltaganden"
    who_en = "ended participations" if people.among == "ended" else "participations"
    how = HOW[asked.way]
    return Sentence(
        f"Registrerade {who_sv}; andelar av dem som svarat vid tillfället, svar saknas som egen rad av alla. "
        f"{how.sv} {WILSON.sv}",
        f"Registered {who_en}; shares of those who answered at the moment, missing as a row of its own out of all. "
        f"{how.en} {WILSON.en}",
    )


def _method_given() -> Sentence:
    return Sentence(
        "De som hade den valda försörjningen före, också vid sidan av annat; andelar av dem bland dem som svarat"
        f" efter, svar saknas som egen rad. {WILSON.sv}",
        "Those who had the chosen source before, also beside something else; shares of those among them who answered"
        f" after, missing as a row of its own. {WILSON.en}",
    )
