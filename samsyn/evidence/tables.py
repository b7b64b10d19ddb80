"""The contract: eight tables of what happened, whoever wrote them. Days are Stockholm days; periods are half-open.

Every table may lack rows; a column that is not `required` may lack values, and a missing value is counted as
missing, never guessed. Codes are those of the snapshot's own lists. Ids are study ids: random, one project's own.
"""

from collections.abc import Mapping
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Literal

import ibis
import pyarrow as pa

from samsyn.evidence.connection import connect, read_parquet
from samsyn.evidence.errors import EvidenceError, Place, Sentence

Type = Literal["string", "int64", "float64", "date", "timestamp", "boolean"]
ARROW: Mapping[str, pa.DataType] = {
    "string": pa.string(),
    "int64": pa.int64(),
    "float64": pa.float64(),
    "date": pa.date32(),
    "timestamp": pa.timestamp("us"),
    "boolean": pa.bool_(),
}
SEXES = ("woman", "man", "unknown")
KINDS = ("person", "anonymous", "volume")
MOMENTS = ("before", "start", "under_way", "exit", "follow_up_3", "follow_up_6", "follow_up_12", "follow_up")
DIRECTIONS = ("forward", "sideways", "back", "none")
RATERS = ("person", "staff", "both")


@dataclass(frozen=True)
class Column:
    """One column: type, whether it must have a value, what it means, and what its values may be."""

    name: str
    type: Type
    about: str
    required: bool = False
    codes: tuple[str, ...] = ()
    low: float | None = None
    high: float | None = None


@dataclass(frozen=True)
class Schema:
    """One table: its columns, what names a row once, and periods whose end may not lie before their start."""

    name: str
    columns: tuple[Column, ...]
    key: tuple[str, ...] = ()
    periods: tuple[tuple[str, str], ...] = ()

    def arrow(self) -> pa.Schema:
        """As Arrow has it."""
        return pa.schema([pa.field(one.name, ARROW[one.type], nullable=not one.required) for one in self.columns])

    def column(self, name: str) -> Column:
        """By name; KeyError when there is none."""
        return {one.name: one for one in self.columns}[name]


def _text(name: str, about: str, *, required: bool = False, codes: tuple[str, ...] = ()) -> Column:
    return Column(name, "string", about, required=required, codes=codes)


def _day(name: str, about: str, *, required: bool = False) -> Column:
    return Column(name, "date", about, required=required)


def _band(name: str, *what: Column) -> Schema:
    """What was so for a period, as it was said at one moment of the way."""
    asked = (
        PERSON,
        _text("participation", "the participation it was asked in"),
        _text("moment", "at which moment of the way", codes=MOMENTS),
    )
    since = _day("starts_on", "first day it was so", required=True)
    until = _day("ends_on", "first day it was no longer so; missing = goes on")
    return Schema(name, (*asked, *what, since, until), periods=(("starts_on", "ends_on"),))


PERSON = _text("person", "study id of the person", required=True)
EXTENT = Column("extent", "int64", "percent of full time; missing = not stated", low=0, high=100)
PEOPLE = Schema(
    "people",
    (
        PERSON,
        _text("sex", "woman, man or unknown", required=True, codes=SEXES),
        Column("birth_year", "int64", "year of birth", low=1900, high=2100),
        _text("country_of_birth", "code"),
        _text("municipality", "where the person lives"),
        Column("record_key", "int64", "random, kept for the person: for consistent noise (disclosure)", low=0),
    ),
    key=("person",),
)
PARTICIPATIONS = Schema(
    "participations",
    (
        _text("participation", "study id of one person's time in one intervention, or of one count", required=True),
        _text("person", "study id; missing for those who are only counted"),
        _text("kind", "person, anonymous (sex and start year only) or volume", required=True, codes=KINDS),
        Column("count", "int64", "1, or how many a volume row stands for", required=True, low=1),
        _text("intervention", "its name", required=True),
        _text("method", "id of the way of working"),
        _text("owner", "party that runs it"),
        _text("municipality", "municipality or area it is counted in"),
        _text("referred_by", "party that referred"),
        _text("sex", "woman, man or unknown", required=True, codes=SEXES),
        Column("start_year", "int64", "year of the start", required=True, low=1900, high=2100),
        _day("starts_on", "first day; missing for those who are only counted"),
        _day("ends_on", "first day after; missing = goes on"),
        Column("age", "int64", "age at the start, years", low=0, high=120),
        _text("education", "code"),
        _text("household", "code"),
        _text("country_of_birth", "code"),
        _text("reason", "contributing cause, code"),
        _text("obstacles", "other obstacles, code"),
        _text("measure_type", "code"),
        _text("time_in_need", "time in need of support before, code"),
        _text("exit_reason", "code"),
        _text("exit_outcome", "code"),
        Column("record_key", "int64", "random, kept for the person: for consistent noise (disclosure)", low=0),
    ),
    key=("participation",),
    periods=(("starts_on", "ends_on"),),
)
LIVELIHOODS = _band(
    "livelihoods",
    _text("source", "code of the source of income", required=True),
    EXTENT,
    Column("is_main", "boolean", "the chief source"),
)
OCCUPATIONS = _band(
    "occupations", _text("code", "work, studies, active job-seeking, other … as coded", required=True), EXTENT
)
HAPPENINGS = Schema(
    "happenings",
    (
        _text("happening", "study id of what happened; one row for each party that took part", required=True),
        _text("case", "study id of the case", required=True),
        _text("person", "study id of the person"),
        Column("at", "timestamp", "when it happened or began", required=True),
        Column("ends_at", "timestamp", "when it ended; missing = a moment, or goes on"),
        _text("party", "who took part: kind of party, or its name", required=True),
        _text("kind", "what: referral, meeting, activity …", required=True),
        _text("activity", "what it is called in a process map; missing = its kind"),
        Column("joint", "boolean", "several parties did it together", required=True),
        _text("state", "planned, under_way, done, interrupted …"),
        _text("municipality", "municipality or area"),
    ),
    key=("happening", "party"),
    periods=(("at", "ends_at"),),
)
STEP_MOVES = Schema(
    "step_moves",
    (
        PERSON,
        _text("participation", "the participation it was judged in"),
        _day("on", "day of the judgement", required=True),
        _text("area", "code of the area of life"),
        _text("by_person", "direction as the person judges", codes=DIRECTIONS),
        _text("by_caseworker", "direction as the caseworker judges", codes=DIRECTIONS),
        Column("has_next_step", "boolean", "a clear next step was said", required=True),
        _text("caseworker", "study id of who judged"),
    ),
)
RATINGS = Schema(
    "ratings",
    (
        PERSON,
        _text("participation", "the participation it was rated in"),
        _day("on", "day of the rating", required=True),
        _text("scale", "which ladder or question", required=True),
        _text("part", "which area or module of it", required=True),
        _text("rater", "person, staff or both together", required=True, codes=RATERS),
        Column("value", "float64", "the step or answer; missing = not judged"),
        Column("low", "float64", "lowest value of the scale"),
        Column("high", "float64", "highest value of the scale"),
        _text("caseworker", "study id of the caseworker who rated or asked"),
    ),
)
COSTS = Schema(
    "costs",
    (
        _text("intervention", "its name", required=True),
        _text("participation", "the participation it was for; missing = the intervention as a whole"),
        Column("year", "int64", "budget year", required=True, low=1900, high=2100),
        _text("payer", "party that paid", required=True),
        _text("kind", "code of what was paid for", required=True),
        Column("amount", "float64", "SEK, current prices", required=True),
        Column("is_budget", "boolean", "planned, not spent", required=True),
    ),
)
SCHEMAS = {
    one.name: one for one in (PEOPLE, PARTICIPATIONS, LIVELIHOODS, OCCUPATIONS, HAPPENINGS, STEP_MOVES, RATINGS, COSTS)
}


@dataclass(frozen=True)
class Tables:
    """The eight tables as Ibis tables of one backend; any may be empty."""

    people: ibis.Table
    participations: ibis.Table
    livelihoods: ibis.Table
    occupations: ibis.Table
    happenings: ibis.Table
    step_moves: ibis.Table
    ratings: ibis.Table
    costs: ibis.Table

    @classmethod
    def from_folder(cls, folder: Path | str, *, backend: object | None = None) -> "Tables":
        """From a snapshot: one `<table>.parquet` each, or a folder `<table>/` of parts, or one `<table>.csv` each.

        A table without file is empty, an optional column that is left out is missing all through. Whether rows keep the
        contract is asked of `validation.check`. Raises `EvidenceError` NO_SNAPSHOT when the folder holds no table, and
        those of `typed.read_csv`.
        """
        backend, root = backend or connect(), Path(folder)
        found = {name: _files(root, name) for name in SCHEMAS}
        if not any(found.values()):
            raise EvidenceError(
                "NO_SNAPSHOT",
                Sentence(
                    f"I {root} finns inga tabeller. Gör ett uttag först.", f"{root} holds no tables. Extract first."
                ),
            )
        return cls(**{
            name: _read(backend, path, SCHEMAS[name]) if path else ibis.memtable(SCHEMAS[name].arrow().empty_table())
            for name, path in found.items()
        })  # fmt: skip

    @classmethod
    def from_arrow(cls, tables: Mapping[str, pa.Table]) -> "Tables":
        """From Arrow tables by name; those left out are empty. Columns are put in the contract's order and type.

        Raises `EvidenceError` MISSING_COLUMN or WRONG_TYPE.
        """
        return cls(**{name: ibis.memtable(fitted(tables.get(name), schema)) for name, schema in SCHEMAS.items()})

    def items(self) -> list[tuple[str, ibis.Table]]:
        """Name and table, in the contract's order."""
        return [(one.name, getattr(self, one.name)) for one in fields(self)]


def fitted(table: pa.Table | None, schema: Schema) -> pa.Table:
    """In the contract's order and types; an optional column that is left out is missing all through.

    Raises `EvidenceError` MISSING_COLUMN or WRONG_TYPE.
    """
    arrow = schema.arrow()
    if table is None:
        return arrow.empty_table()
    columns = [_column(table, field, schema) for field in arrow]
    return pa.table(columns, schema=pa.schema([field.with_nullable(True) for field in arrow]))


def _column(table: pa.Table, field: pa.Field, schema: Schema) -> pa.ChunkedArray:
    place = Place(schema.name, None, field.name)
    if field.name not in table.column_names:
        if not field.nullable:
            raise EvidenceError("MISSING_COLUMN", Sentence("kolumnen saknas.", "the column is missing."), place=place)
        return pa.chunked_array([pa.nulls(table.num_rows, field.type)])
    try:
        return table[field.name].cast(field.type)
    except (pa.ArrowInvalid, pa.ArrowNotImplementedError) as error:
        told = Sentence(f"ska vara {field.type}: {error}", f"must be {field.type}: {error}")
        raise EvidenceError("WRONG_TYPE", told, place=place) from None


def _read(backend: object, path: Path, schema: Schema) -> ibis.Table:
    if path.suffix == ".csv":
        from samsyn.evidence.typed import read_csv  # which builds on this module

        return read_csv(path, schema, backend=backend)
    table = read_parquet(backend, path)
    left_out = [one for one in schema.columns if not one.required and one.name not in table.columns]
    return table.mutate(**{one.name: ibis.null(one.type) for one in left_out}) if left_out else table


def _files(root: Path, name: str) -> Path | None:
    for ending in (".parquet", ".csv"):
        if (root / f"{name}{ending}").is_file():
            return root / f"{name}{ending}"
    return root / name / "*.parquet" if any((root / name).glob("*.parquet")) else None
