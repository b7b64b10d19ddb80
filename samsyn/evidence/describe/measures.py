"""The two national measures, by name and never mixed: "to work or studies", and that or "became job-seekers".

2017: 31 % went to work or studies, and another 15 % registered as job-seekers. 2021: 60 % to work, studies *or became
job-seekers*. They are not the same measure; each result says its definition, and they have no name in common.
Source: the annual figures of Nationella nätverket för samordningsförbund and of Försäkringskassan.
"""

from samsyn.evidence.describe.answers import Asked, pairs
from samsyn.evidence.describe.before_after import NOT_EFFECT
from samsyn.evidence.describe.cells import NOBODY, Cells, Count, Group, drawn, groups, keys, part, total
from samsyn.evidence.describe.codes import Codes, Kind, sorting
from samsyn.evidence.describe.population import population
from samsyn.evidence.errors import Sentence
from samsyn.evidence.result import Result
from samsyn.evidence.shares import LEVEL, WILSON
from samsyn.evidence.tables import Tables

DEFINITIONS = {
    "to_work_or_studies": Sentence(
        "Till arbete eller studier: andelen av avslutade deltaganden med känd sysselsättning efter, som då arbetade "
        "eller studerade. Arbetssökande räknas inte. Jämför inte med mått där arbetssökande räknas.",
        "To work or studies: the share of ended participations with known occupation after that then worked or "
        "studied. Job-seekers do not count. Do not compare with measures where job-seekers count.",
    ),
    "to_work_studies_or_job_seeking": Sentence(
        "Till arbete, studier eller arbetssökande: andelen av avslutade deltaganden med känd sysselsättning efter, "
        "som då arbetade, studerade eller aktivt sökte arbete. Jämför inte med mått på bara arbete och studier.",
        "To work, studies or job-seeking: the share of ended participations with known occupation after that then "
        "worked, studied or actively sought work. Do not compare with measures of work and studies only.",
    ),
}
STATES = {
    "to_work_or_studies": ("work", "studies"),
    "to_work_studies_or_job_seeking": ("work", "studies", "job_seeking"),
}


def to_work_or_studies(
    tables: Tables, *, kind: Kind = "occupations", by: str | None = None, before: str = "before", after: str = "exit",
    codes: Codes | None = None, level: float = LEVEL,
) -> Result:  # fmt: skip
    """Share of ended participations in work or studies after (the 31 %-kind).

    Numerator: those whose state after is work or studies. Denominator: ended, registered participations with an
    answer after. `exclusions`: ongoing, anonymous, volume, wrong_registration, missing_after. Parts by sex and `by`,
    everybody first. `details`: by state, already_before (in the same states before too), new (answered before and
    were in none of them), of_all (share of all ended), all, cell keys.
    Raises `EvidenceError` as `before_after`.

    >>> from samsyn.evidence import example
    >>> one = to_work_or_studies(example.tables())
    >>> one.numerator, one.denominator, one.exclusions["missing_after"]
    (3, 5, 1)
    """
    return _measure("to_work_or_studies", tables, kind, by, (before, after), codes, level)


def to_work_studies_or_job_seeking(
    tables: Tables, *, kind: Kind = "occupations", by: str | None = None, before: str = "before", after: str = "exit",
    codes: Codes | None = None, level: float = LEVEL,
) -> Result:  # fmt: skip
    """Share of ended participations in work, studies or active job-seeking after (the 60 %-kind).

    As `to_work_or_studies`, with job-seeking in the numerator; who sought work already before is in
    `details["already_before"]`.

    >>> from samsyn.evidence import example
    >>> one = to_work_studies_or_job_seeking(example.tables())
    >>> one.numerator, one.denominator, one.details["by_state"]
    (4, 5, {'work': 2, 'studies': 1, 'job_seeking': 1})
    """
    return _measure("to_work_studies_or_job_seeking", tables, kind, by, (before, after), codes, level)


def _measure(
    name: str, tables: Tables, kind: Kind, by: str | None, moments: tuple[str, str], codes: Codes | None, level: float
) -> Result:
    people = population(tables, by=by)
    cells = pairs(tables, people, asked=Asked(kind, moments, sorting(kind, codes), "collapsed"))
    method = _method(name, kind)
    parts = tuple(_part(name, cells, group, method, level) for group in groups(cells))
    whole = parts[0]
    missing = int(whole.details["all"] - (whole.denominator or 0))
    return Result(
        name, method, whole.n, estimate=whole.estimate, interval=whole.interval, numerator=whole.numerator,
        denominator=whole.denominator, counted="participations", details=whole.details, parts=parts,
        exclusions={**people.exclusions, "missing_after": missing}, warnings=(NOT_EFFECT,), table=drawn(parts),
    )  # fmt: skip


def _part(name: str, cells: Cells, group: Group, method: Sentence, level: float) -> Result:
    states, there = STATES[name], cells[group]
    wanted = {pair: one for pair, one in there.items() if pair[1] in states}
    reached = sum(wanted.values(), NOBODY)
    answered = sum((one for pair, one in there.items() if pair[1] is not None), NOBODY)
    everybody = total(cells, group)
    before = {one: sum((n for pair, n in wanted.items() if one == _was(pair[0], states)), NOBODY) for one in _WAS}
    return part(
        name, reached, answered, of=dict(group), method=method, level=level,
        by_state={state: sum((one for pair, one in wanted.items() if pair[1] == state), NOBODY).n for state in states},
        already_before=before["already"].n, new=before["new"].n, missing_before=before["missing"].n,
        of_all=reached.n / everybody.n if everybody.n else None, all=everybody.n, **_all_key(everybody),
    )  # fmt: skip


_WAS = ("already", "new", "missing")


def _was(state: str | None, states: tuple[str, ...]) -> str:
    return "missing" if state is None else "already" if state in states else "new"


def _all_key(everybody: Count) -> dict[str, int]:
    return keys(all_cell_key=everybody)


def _method(name: str, kind: Kind) -> Sentence:
    said = DEFINITIONS[name]
    told = Sentence(
        " Läget är härlett ur försörjningen." if kind == "livelihoods" else "",
        " The state is derived from livelihood." if kind == "livelihoods" else "",
    )
    return Sentence(f"{said.sv}{told.sv} {WILSON.sv}", f"{said.en}{told.en} {WILSON.en}")
