"""Before and after: livelihood or occupation, with change in number and percent; and after given one source before."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import ibis

from samsyn.evidence.describe.cells import Cells, Count, Group, at, counted, drawn, groups, keys, part, total
from samsyn.evidence.describe.codes import DEFAULT, MISSING, STATES, Codes, Kind
from samsyn.evidence.describe.population import Among, Population, population, said
from samsyn.evidence.errors import EvidenceError, Sentence
from samsyn.evidence.result import Result
from samsyn.evidence.shares import LEVEL, WILSON
from samsyn.evidence.tables import Tables

NOT_EFFECT = Sentence(
    "Skillnaden före–efter är ingen effekt: vad som hade hänt utan insatsen syns inte här.",
    "The difference before–after is no effect: what would have happened without the intervention is not seen here.",
)


@dataclass(frozen=True)
class _Asked:
    kind: Kind
    moments: tuple[str, str]
    codes: Codes
    collapsed: bool
    main: bool


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
    row "missing" has all as denominator. `details`: of_all (share of all), extent (mean percent among those who said),
    and cell keys. Parts of the moment "change": estimate after − before in participations; `details` before, after,
    percent of before, and the same among those who answered both times (`paired`).

    Raises `EvidenceError` EMPTY_COHORT, UNKNOWN_VARIABLE, DOUBLE_ID or NEGATIVE_DURATION.

    >>> from samsyn.evidence import example
    >>> report = before_after(example.tables(), collapsed=True)
    >>> [(part.numerator, part.denominator) for part in report.parts if part.of == {"moment": "exit", "code": "work"}]
    [(2, 5)]
    """
    asked = _Asked(kind, (before, after), codes or DEFAULT[kind], collapsed, main)
    people = population(tables, by=by, among=among)
    answers = _answers(tables, people, asked)
    cells = counted(answers, "moment", "code", "both", by=by)
    extents = _extents(answers)
    bases = counted(_bases(people, answers, asked), "has_before", "has_after", by=by)
    name = {"occupations": "occupation", "livelihoods": "livelihood"}[kind]
    method = _method(asked, people)
    made = _Made(f"{name}_before_after", cells, bases, asked, method, level, extents)
    parts = tuple(one for group in groups(bases) for one in made.parts(group))
    return Result(
        made.measure, method, total(bases, ()).n, counted="participations", exclusions=people.exclusions,
        warnings=_warnings(cells, asked), details={"not_mapped": _not_mapped(cells, asked)}, parts=parts,
        table=drawn(parts),
    )  # fmt: skip


@dataclass(frozen=True)
class _Made:
    measure: str
    cells: Cells
    bases: Cells
    asked: _Asked
    method: Sentence
    level: float
    extents: Mapping[tuple[str, str], float | None]

    def parts(self, group: Group) -> list[Result]:
        found = [one for moment in (0, 1) for one in self._moment(group, moment)]
        return found + [self._change(group, code) for code in self._codes()]

    def _codes(self) -> list[str]:
        met = {code for _moment, code, _both in self.cells.get((), {})}
        if self.asked.collapsed:
            return [one for one in STATES if one != "not_mapped" or one in met]
        return sorted(met)

    def _moment(self, group: Group, which: int) -> list[Result]:
        moment = self.asked.moments[which]
        everybody, answered = total(self.bases, group), self._answered(group, which)
        rows = []
        for code in self._codes():
            n = self._count(group, which, code)
            rows.append(self._part(group, moment, code, n, answered, everybody))
        return [*rows, self._part(group, moment, MISSING, everybody - answered, everybody, everybody)]

    def _part(self, group: Group, moment: str, code: str, n: Count, base: Count, everybody: Count) -> Result:
        of = {"moment": moment, "code": code, **dict(group)}
        of_all = {"numerator": n.n, "denominator": everybody.n, "share": n.n / everybody.n if everybody.n else None}
        told: dict[str, Any] = {"of_all": of_all}
        if not group and (moment, code) in self.extents:
            told["mean_extent"] = self.extents[moment, code]
        return part(self.measure, n, base, of=of, method=self.method, level=self.level, **told)

    def _answered(self, group: Group, which: int) -> Count:
        met = self.bases.get(group, {})
        return sum((one for flags, one in met.items() if flags[which]), Count())

    def _count(self, group: Group, which: int, code: str) -> Count:
        moment = self.asked.moments[which]
        return at(self.cells, group, moment, code, True) + at(self.cells, group, moment, code, False)

    def _change(self, group: Group, code: str) -> Result:
        before, after = self._count(group, 0, code), self._count(group, 1, code)
        paired = [at(self.cells, group, moment, code, True).n for moment in self.asked.moments]
        both = at(self.bases, group, True, True)
        told = {**_changed(before.n, after.n), **keys(before_cell_key=before, after_cell_key=after),
                "paired": {**_changed(*paired), "n": both.n}}  # fmt: skip
        return Result(
            self.measure, self.method, total(self.bases, group).n, estimate=after.n - before.n, unit="participations",
            counted="participations", of={"moment": "change", "code": code, **dict(group)}, details=told,
        )  # fmt: skip


def _changed(before: int, after: int) -> dict[str, Any]:
    percent = 100 * (after - before) / before if before else None
    return {"before": before, "after": after, "change": after - before, "percent": percent}


def _answers(tables: Tables, people: Population, asked: _Asked) -> ibis.Table:
    """participation, moment, code, extent, sex, group, key, both (answered at both moments)."""
    found = [
        said(tables, people, kind=asked.kind, moment=moment, codes=asked.codes).mutate(moment=ibis.literal(moment))
        for moment in asked.moments
    ]
    rows = ibis.union(*found)
    if asked.collapsed:
        rows = one_state(rows, asked.codes)
    elif asked.main:
        rows = one_main(rows)
    times = rows.group_by("participation").aggregate(moments=rows.moment.nunique())
    return rows.inner_join(times, "participation").mutate(both=ibis._.moments == 2)


def one_state(rows: ibis.Table, codes: Codes) -> ibis.Table:
    """One state a participation and moment: work before studies before job-seeking before other."""
    state = codes.state(rows.code)
    ranked = rows.mutate(rank=ibis.cases(*((state == name, number) for number, name in enumerate(STATES)), else_=9))
    best = ranked.group_by("participation", "moment", "sex", "group", "key").aggregate(
        rank=ranked["rank"].min(), extent=ranked.extent.max()
    )
    named = ibis.cases(*((best["rank"] == number, name) for number, name in enumerate(STATES)), else_="not_mapped")
    return best.mutate(code=named).drop("rank")


def one_main(rows: ibis.Table) -> ibis.Table:
    """One source a participation and moment: marked as main, else the only one, else of the greatest extent."""
    weight = rows.main * 1000 + rows.extent.fill_null(-1)
    weighed = rows.mutate(weight=weight)
    most = weighed.group_by("participation", "moment").aggregate(most=weighed.weight.max())
    best = weighed.inner_join(most, ["participation", "moment"]).filter(ibis._.weight == ibis._.most)
    chosen = best.group_by("participation", "moment", "sex", "group", "key").aggregate(
        code=best.code.min(), alike=best.count(), extent=best.extent.max()
    )
    return chosen.mutate(code=(chosen.alike > 1).ifelse("unclear", chosen.code)).drop("alike")


def _bases(people: Population, answers: ibis.Table, asked: _Asked) -> ibis.Table:
    has = answers.group_by("participation").aggregate(
        has_before=(answers.moment == asked.moments[0]).any(), has_after=(answers.moment == asked.moments[1]).any()
    )
    joined = people.frame.left_join(has, "participation")
    return joined.mutate(has_before=joined.has_before.fill_null(False), has_after=joined.has_after.fill_null(False))


def _extents(answers: ibis.Table) -> dict[tuple[str, str], float | None]:
    made = answers.group_by("moment", "code").aggregate(mean=answers.extent.mean())
    return {(row["moment"], row["code"]): row["mean"] for row in made.to_pyarrow().to_pylist()}


def _not_mapped(cells: Cells, asked: _Asked) -> list[str]:
    if asked.collapsed:
        return []
    met = {code for _moment, code, _both in cells.get((), {})} - {"unclear"}
    return sorted(code for code in met if asked.codes.meaning(code) == "not_mapped")


def _warnings(cells: Cells, asked: _Asked) -> tuple[Sentence, ...]:
    if asked.moments[0] == asked.moments[1]:
        raise EvidenceError("SAME_MOMENT", Sentence("före och efter är samma tillfälle.", "before and after are one."))
    n = sum(one.n for (_m, code, _b), one in cells.get((), {}).items() if code == "not_mapped")
    told = Sentence(
        f"{n} svar har koder som inte är sorterade som arbete, studier, arbetssökande eller annat; de visas för sig.",
        f"{n} answers have codes not sorted as work, studies, job-seeking or other; they are shown by themselves.",
    )
    return (NOT_EFFECT, told) if n else (NOT_EFFECT,)


def _method(asked: _Asked, people: Population) -> Sentence:
    who_sv = "avslutade deltaganden" if people.among == "ended" else "deltaganden"
    who_en = "ended participations" if people.among == "ended" else "participations"
    how = (
        Sentence("Var och en räknas i ett läge: arbete, annars studier, annars arbetssökande, annars annat.",
                 "Each is counted in one state: work, else studies, else job-seeking, else other.")
        if asked.collapsed
        else Sentence("Var och en räknas med sin huvudsakliga källa.", "Each is counted by the main source.")
        if asked.main
        else Sentence("Flera kan gälla samtidigt, så raderna kan bli fler än basen.",
                      "Several may hold at once, so rows may add up to more than the base.")
    )  # fmt: skip
    return Sentence(
        f"Registrerade {who_sv}; andelar av dem som svarat vid tillfället, svar saknas som egen rad av alla. "
        f"{how.sv} {WILSON.sv}",
        f"Registered {who_en}; shares of those who answered at the moment, missing as a row of its own out of all. "
        f"{how.en} {WILSON.en}",
    )
