"""Who a report counts: registered participations, with those left out told by reason; faults in data named by row."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

import ibis

from samsyn.evidence.describe.codes import COLUMN, MISSING, Codes, Kind
from samsyn.evidence.errors import EvidenceError, Place, Sentence, not_one_of
from samsyn.evidence.reading import ROW
from samsyn.evidence.tables import Tables

Among = Literal["ended", "all"]
WRONG = "wrong_registration"
AGES = ((20, "-19"), (25, "20-24"), (30, "25-29"), (40, "30-39"), (50, "40-49"), (60, "50-59"))
VARIABLES = (
    "intervention", "method", "owner", "municipality", "referred_by", "start_year", "age_group", "education",
    "household", "country_of_birth", "reason", "obstacles", "measure_type", "time_in_need", "exit_reason",
    "exit_outcome",
)  # fmt: skip


@dataclass(frozen=True)
class Population:
    """`frame`: participation, person, sex, group, starts_on, ends_on, key; one row a participation."""

    frame: ibis.Table
    exclusions: Mapping[str, int]
    by: str | None
    among: Among


def population(tables: Tables, *, by: str | None = None, among: Among = "ended") -> Population:
    """Registered people's participations: the ended ones, or all. Anonymous, volume and wrong registrations are left
    out and told; so are ongoing ones among the ended.

    Raises `EvidenceError` EMPTY_COHORT, UNKNOWN_VARIABLE, DOUBLE_ID, NEGATIVE_DURATION or MISSING_VALUE.
    """
    if among not in ("ended", "all"):
        raise not_one_of("among", among, ("ended", "all"))
    rows = tables.participations
    told = checked(rows)
    kept = rows.filter(rows.kind == "person", ~_wrong(rows))
    if among == "ended":
        kept = kept.filter(kept.ends_on.notnull())
    else:
        told.pop("ongoing")
    if not told.pop("rows"):
        raise empty()
    frame = kept.select(
        "participation", "person", "sex", "starts_on", "ends_on", group=variable(kept, by), key=kept.record_key
    )
    return Population(frame, {name: n for name, n in told.items() if n}, by, among)


def empty() -> EvidenceError:
    """When there is nobody to count."""
    return EvidenceError(
        "EMPTY_COHORT",
        Sentence(
            "det finns ingen att räkna i urvalet. Vidga det.", "there is nobody to count in the cohort. Widen it."
        ),
        place=Place("participations"),
    )


def variable(rows: ibis.Table, by: str | None) -> Any:
    """A background variable of participations as text; without value it is "missing".

    Raises `EvidenceError` UNKNOWN_VARIABLE.
    """
    if by is None:
        return ibis.literal("")
    if by not in VARIABLES:
        there = ", ".join(VARIABLES)
        raise EvidenceError(
            "UNKNOWN_VARIABLE",
            Sentence(f"”{by}” är ingen bakgrund. Välj bland {there}.",
                     f"“{by}” is no background variable. Choose among {there}."),
        )  # fmt: skip
    if by == "age_group":
        bands = ibis.cases(*((rows.age < age, name) for age, name in AGES), else_="60-")
        return rows.age.isnull().ifelse(MISSING, bands)
    return rows[by].cast("string").fill_null(MISSING)


def said(tables: Tables, *, kind: Kind, moments: Sequence[str], codes: Codes) -> ibis.Table:
    """What was answered at `moments`: participation, moment, code, extent, main; a code once.

    A row without participation is the person's only participation's, if there is only one in the tables.
    Codes that mean "not answered" are no answers.
    """
    rows = getattr(tables, kind)
    rows = rows.rename(code=COLUMN[kind]) if COLUMN[kind] != "code" else rows
    rows = rows.filter(rows.moment.isin(moments), rows.code.notin(sorted(codes.missing)))
    main = rows.is_main.fill_null(False).cast("int64") if "is_main" in rows.columns else ibis.literal(0)
    placed = _placed(rows.select("person", "participation", "moment", "code", "extent", main=main), tables)
    return placed.group_by("participation", "moment", "code").aggregate(
        extent=placed.extent.max(), main=placed.main.max()
    )


def _placed(rows: ibis.Table, tables: Tables) -> ibis.Table:
    own = tables.participations.filter(tables.participations.kind == "person")
    only = own.group_by("person").aggregate(only=own.participation.min(), times=own.count())
    joined = rows.left_join(only.filter(only.times == 1), "person")
    return joined.select("moment", "code", "extent", "main", participation=joined.participation.coalesce(joined.only))


def _wrong(rows: ibis.Table) -> Any:
    return (rows.exit_reason == WRONG).fill_null(False)


def checked(rows: ibis.Table) -> dict[str, int]:
    """How many participations of each sort. Raises `EvidenceError` NEGATIVE_DURATION, DOUBLE_ID or MISSING_VALUE."""
    person, wrong = rows.kind == "person", _wrong(rows)
    ongoing = rows.ends_on.isnull() & ~wrong
    asked = rows.aggregate(
        rows=(person & ~wrong).sum(),
        ids=rows.participation.nunique(),
        all=rows.count(),
        backwards=(rows.ends_on < rows.starts_on).fill_null(False).sum(),
        nobody=(person & rows.person.isnull()).sum(),
        anonymous=rows["count"].sum(where=rows.kind == "anonymous"),
        volume=rows["count"].sum(where=rows.kind == "volume"),
        wrong_registration=(person & wrong).sum(),
        ongoing=(person & ongoing).sum(),
    )
    told = {name: int(value or 0) for name, value in asked.to_pyarrow().to_pylist()[0].items()}
    if told.pop("backwards"):
        raise backwards(rows, table="participations", who="participation")
    if told.pop("ids") != told.pop("all"):
        raise _double(rows)
    if told.pop("nobody"):
        raise _nobody(rows, person)
    return told


def backwards(rows: ibis.Table, *, table: str, who: str) -> EvidenceError:
    """The first row whose period ends before it starts, as an error."""
    found = _first(rows, lambda row: (row.ends_on < row.starts_on).fill_null(False))
    return EvidenceError(
        "NEGATIVE_DURATION",
        Sentence(
            f"{found[who]} slutar {found['ends_on']} men börjar {found['starts_on']}. Rätta dagarna.",
            f"{found[who]} ends {found['ends_on']} but starts {found['starts_on']}. Mend the days.",
        ),
        place=Place(table, found[ROW], "ends_on"),
    )


def _double(rows: ibis.Table) -> EvidenceError:
    twice = rows.group_by("participation").aggregate(times=rows.count())
    found = _first(rows, lambda row: row.participation.isin(twice.filter(twice.times > 1).participation))
    return EvidenceError(
        "DOUBLE_ID",
        Sentence(
            f"{found['participation']} finns mer än en gång. Ett deltagande får ha en rad.",
            f"{found['participation']} stands more than once. A participation may have one row.",
        ),
        place=Place("participations", found[ROW], "participation"),
    )


def _nobody(rows: ibis.Table, person: Any) -> EvidenceError:
    found = _first(rows, lambda row: (row.kind == "person") & row.person.isnull())
    return EvidenceError(
        "MISSING_VALUE",
        Sentence(
            "ett deltagande av slaget person måste ha en person. Den som bara räknas är anonymous eller volume.",
            "a participation of the kind person must have a person. Who is only counted is anonymous or volume.",
        ),
        place=Place("participations", found[ROW], "person"),
    )


def _first(rows: ibis.Table, faulty: Any) -> dict[str, Any]:
    numbered = rows if ROW in rows.columns else rows.mutate(**{ROW: ibis.row_number() + 2})
    found = numbered.filter(faulty(numbered)).order_by(ROW).limit(1).to_pyarrow().to_pylist()
    return dict(found[0])
