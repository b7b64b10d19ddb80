"""How many moved, have a next step, changed caseworker, had something work-oriented going: by sex always."""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass

from samsyn.evidence.describe.cells import Cells, Count, Group, counted, drawn, groups, keys, part, total
from samsyn.evidence.describe.population import Among
from samsyn.evidence.errors import Place, Refused, Sentence
from samsyn.evidence.progress.frame import FLAGS, WORK_ORIENTED, frame
from samsyn.evidence.result import Result
from samsyn.evidence.shares import LEVEL, WILSON
from samsyn.evidence.tables import Tables

Flags = Mapping[str, int]


@dataclass(frozen=True)
class _Measure:
    """Among whom, who counts, and how it is said."""

    among: Callable[[Flags], bool]
    counts: Callable[[Flags], bool]
    words: Sentence


MEASURES = {
    "step_move": _Measure(
        lambda one: bool(one["judged"]), lambda one: bool(one["forward"]),
        Sentence("Gått framåt: av dem som bedömts, de som enligt handläggaren tagit minst ett steg framåt.",
                 "Moved forward: of those judged, those who took at least one step forward as the caseworker judges."),
    ),
    "step_move_or_next_step": _Measure(
        lambda one: bool(one["judged"]), lambda one: bool(one["forward"] or one["next_step"]),
        Sentence("Gått framåt eller har ett tydligt nästa steg: ett annat mått än det första, och alltid minst lika"
                 " högt.",
                 "Moved forward or have a clear next step: another measure than the first, and never lower."),
    ),
    "changed_caseworker": _Measure(
        lambda one: bool(one["known_worker"]), lambda one: bool(one["changed"]),
        Sentence("Bytt handläggare: av dem med känd handläggare, de som mött mer än en i bedömningar och"
                 " skattningar.",
                 "Changed caseworker: of those with a known caseworker, those with more than one in judgements and"
                 " ratings."),
    ),
    "work_oriented_activity": _Measure(
        lambda one: bool(one["activity"]), lambda one: bool(one["work_oriented"]),
        Sentence("Aktivitet riktad mot arbete: av dem med någon aktivitet, de som haft en riktad mot arbete.",
                 "Activity directed at work: of those with any activity, those with one directed at work."),
    ),
    "parallel_activity": _Measure(
        lambda one: bool(one["activity"]), lambda one: bool(one["parallel"]),
        Sentence("Aktivitet riktad mot arbete samtidigt med annat: av dem med någon aktivitet, de där en riktad mot"
                 " arbete pågick samtidigt som en annan.",
                 "Activity directed at work beside something else: of those with any activity, those where one directed"
                 " at work went on at the same time as another."),
    ),
}  # fmt: skip


def shares(
    tables: Tables, *, by: str | None = None, among: Among = "all", work_oriented: Collection[str] = WORK_ORIENTED,
    level: float = LEVEL,
) -> Result:  # fmt: skip
    """The five named shares (`MEASURES`) of participations, for everybody, each sex and each group of `by`.

    Parts `of` {"what", sex and/or `by`}: numerator, denominator (participations where it is known), Wilson's interval.
    `details`: all (participations), not_known, cell keys. `exclusions`: anonymous, volume, wrong_registration.

    "step_move" and "step_move_or_next_step" are two measures: goals such as "70 per cent have moved or have a clear
    next step" are of the latter. Raises `EvidenceError` as `describe`, `Refused` NOTHING_JUDGED.

    >>> from samsyn.evidence.progress import example
    >>> found = shares(example.tables())
    >>> [(part.of["what"], part.numerator, part.denominator) for part in found.parts if "sex" not in part.of][:2]
    [('step_move', 24, 36), ('step_move_or_next_step', 30, 36)]
    """
    rows, people = frame(tables, by=by, among=among, work_oriented=work_oriented)
    cells = counted(rows, *FLAGS, by=by)
    everybody = total(cells, ())
    parts = tuple(_part(name, cells, group, level) for name in MEASURES for group in groups(cells))
    if not any(one.denominator for one in parts):
        raise Refused(
            "NOTHING_JUDGED",
            Sentence(
                "det finns inga bedömningar, skattningar eller aktiviteter.", "nothing was judged, rated or done."
            ),
            place=Place("step_moves"),
        )
    return Result(
        "progress", _method(), everybody.n, counted="participations", exclusions=people.exclusions, parts=parts,
        details=keys(cell_key=everybody), table=drawn(parts),
    )  # fmt: skip


def _part(name: str, cells: Cells, group: Group, level: float) -> Result:
    measure, everybody = MEASURES[name], total(cells, group)
    base = _where(cells, group, measure.among)
    there = _where(cells, group, lambda one: measure.among(one) and measure.counts(one))
    of = {"what": name, **dict(group)}
    words = Sentence(f"{measure.words.sv} {WILSON.sv}", f"{measure.words.en} {WILSON.en}")
    return part(name, there, base, of=of, method=words, level=level, all=everybody.n, not_known=everybody.n - base.n)


def _where(cells: Cells, group: Group, holds: Callable[[Flags], bool]) -> Count:
    wanted = [key for key in cells.get(group, {}) if holds(dict(zip(FLAGS, key, strict=True)))]
    return total(cells, group, wanted)


def _method() -> Sentence:
    sv, en = (" ".join(getattr(one.words, language) for one in MEASURES.values()) for language in ("sv", "en"))
    return Sentence(
        f"{sv} {WILSON.sv} Andelarna beskriver; de säger inget om vad insatsen åstadkommit.",
        f"{en} {WILSON.en} The shares describe; they say nothing of what the intervention brought about.",
    )
