"""The people compared, as numbers: who is left out and why, which columns are codes, which say nothing new."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

import ibis
import ibis.expr.types as ir
import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from samsyn.evidence import columns
from samsyn.evidence.effect.question import Question, wrong
from samsyn.evidence.effect.variables import (
    Numbers,
    Variable,
    dummies,
    expanded,
    levels_of,
    said_nothing,
    says_something,
)
from samsyn.evidence.errors import EvidenceError, Place, Refused, Sentence
from samsyn.evidence.reading import ROW

Codes = NDArray[np.int64]
TREATMENT = Sentence(
    "är inte ett tal. Skriv 1 för dem som fick insatsen och 0 för de andra.",
    "is not a number. Write 1 for those who had the intervention and 0 for the others.",
)
LIKELY_IDENTITIES = ("id", "person", "person_id", "personid", "study_id", "participant", "participant_id", "pid")


@dataclass(frozen=True)
class Sample:
    """Those compared. `treated` is 1 or 0; `missing` counts empty values by column, `exclusions` people by reason."""

    treated: Numbers
    outcome: Numbers
    variables: tuple[Variable, ...]
    rows: Codes
    exclusions: Mapping[str, int] = field(default_factory=dict)
    missing: Mapping[str, int] = field(default_factory=dict)
    told: tuple[Sentence, ...] = ()
    not_compared: tuple[str, ...] = ()
    clusters: Codes | None = None
    groups: Mapping[str, NDArray[Any]] = field(default_factory=dict)

    @property
    def n(self) -> int:
        """People compared."""
        return len(self.treated)

    def matrix(self, *roles: str) -> Numbers:
        """A constant and the variables of these roles, standardised (mean 0, standard deviation 1)."""
        chosen = [one.values for one in self.variables if one.role in roles]
        made = [np.ones(self.n), *((one - one.mean()) / one.std() for one in chosen)]
        return np.column_stack(made)

    def only(self, rows: NDArray[np.bool_]) -> "Sample":
        """Some of the people; variables that then say nothing are left out of the model."""
        fewer = replace(
            self,
            treated=self.treated[rows],
            outcome=self.outcome[rows],
            rows=self.rows[rows],
            variables=tuple(replace(one, values=one.values[rows]) for one in self.variables),
            clusters=None if self.clusters is None else self.clusters[rows],
            groups={name: values[rows] for name, values in self.groups.items()},
        )
        return distinct(fewer)


def sampled(table: Any, question: Question, *, name: str = "data") -> Sample:
    """The people and columns that `question` is about, from an Ibis, Arrow or pandas table, one row a person.

    Raises `EvidenceError` EMPTY, MISSING_COLUMN, NOT_A_NUMBER, NOT_0_OR_1, NOT_FINITE, DUPLICATE_ID, TOO_LARGE,
    and `Refused` ALL_EXCLUDED, TOO_MANY_LEVELS.
    """
    made = as_ibis(table)
    wanted = [question.treatment, question.outcome, *question.covariates, *question.categorical, *question.subgroups]
    columns.needed(made, [*wanted, *filter(None, (question.cluster, question.identity))], name=name)
    raw, kinds = _collected(made, question, name)
    if not raw.num_rows:
        raise EvidenceError("EMPTY", Sentence("det finns inga rader.", "there are no rows."), place=Place(name))
    _once(raw, question, name)
    values = {column: numbers_of(raw, column) for column, kind in kinds.items() if kind == "number"}
    return distinct(_built(raw, values, kinds, question, name))


def as_ibis(table: Any) -> ibis.Table:
    """As Ibis, with `row__` (line in the file) where there is none."""
    made = table if isinstance(table, ir.Table) else ibis.memtable(table)
    return made if ROW in made.columns else made.mutate(**{ROW: ibis.row_number().cast("int64") + 2})


def numbers_of(raw: pa.Table, column: str) -> Numbers:
    """As numbers; empty is not-a-number."""
    return np.asarray(raw.column(column).cast(pa.float64()).to_numpy(zero_copy_only=False), float)


def _collected(table: ibis.Table, question: Question, name: str) -> tuple[pa.Table, dict[str, str]]:
    """All columns in order of the rows, numbers as float64, and of which kind each is."""
    table = columns.yes_or_no(table, question.treatment, question.outcome)
    codes = {*question.categorical}
    kinds = {column: "category" if column in codes else kind for column, kind in kinds_of(table).items()}
    apart = {question.cluster, question.identity} - {*question.covariates}
    apart |= {one for one in kinds if one.lower() in LIKELY_IDENTITIES}
    kinds |= {one: "other" for one in kinds if one in apart}
    used = [question.treatment, question.outcome, *question.covariates]
    terms = {term.name for term in question.terms}
    used += [column for term in question.terms for column in term.uses if column not in terms]
    must = {question.treatment, question.outcome, *used[2 + len(question.covariates) :]}
    wrong_kind = [one for one in used if kinds.get(one) == "mixed" or (one in must and kinds.get(one) != "number")]
    if question.treatment in wrong_kind:
        columns.numbers(table, question.treatment, name=name, told=TREATMENT)
    made = columns.numbers(table, *wrong_kind, name=name)  # raises: what can be read as numbers was found above
    made = made.mutate(**{one: columns.as_number(made[one]) for one, kind in kinds.items() if kind == "number"})
    made = made.order_by(ROW)
    if int(made.count().execute()) * len(made.columns) > columns.MOST_CELLS:  # rather fewer columns than no answer
        read = {*used, *question.subgroups} | apart
        kinds = {one: kind if one in read else "unread" for one, kind in kinds.items()}
        made = made.select(ROW, *(one for one in kinds if one in read))
    return columns.collect(made, name=name), kinds


def kinds_of(table: ibis.Table) -> dict[str, str]:
    """number, category (text that never is a number), mixed, or other (days and such), by column."""
    kinds = {}
    texts = [one for one in table.columns if isinstance(table[one], ir.StringValue)]
    counted = {}
    for column in texts:
        counted[f"{column} filled"] = table[column].count()
        counted[f"{column} number"] = columns.as_number(table[column]).count()
    found = table.aggregate(**counted).to_pyarrow().to_pylist()[0] if counted else {}
    for column in table.columns:
        if column in texts:
            filled, number = found[f"{column} filled"], found[f"{column} number"]
            kinds[column] = "number" if number == filled else "category" if not number else "mixed"
        elif column != ROW:
            is_number = isinstance(table[column], ir.NumericValue | ir.BooleanValue)
            kinds[column] = "number" if is_number else "other"
    return kinds


def _once(raw: pa.Table, question: Question, name: str) -> None:
    """Raises DUPLICATE_ID with the first row whose person stands on an earlier one."""
    likely = [one for one in raw.column_names if one.lower() in LIKELY_IDENTITIES]
    chosen = question.identity or next(iter(likely), "")
    if not chosen or (not question.identity and chosen in (question.cluster, *question.covariates)):
        return
    seen: set[Any] = set()
    for row, value in zip(raw.column(ROW).to_pylist(), raw.column(chosen).to_pylist(), strict=True):
        if value in seen and value is not None:
            raise EvidenceError(
                "DUPLICATE_ID",
                Sentence(
                    f"”{value}” finns på fler än en rad. En rad per person; är raderna skilda mätningar av samma "
                    f"person, ange --cluster {chosen}.",
                    f"“{value}” stands on more than one row. One row a person; if rows are separate measurements of "
                    f"the same person, give --cluster {chosen}.",
                ),
                place=Place(name, row, chosen),
            )
        seen.add(value)


def _built(
    raw: pa.Table, values: dict[str, Numbers], kinds: dict[str, str], question: Question, name: str
) -> Sample:  # fmt: skip
    rows = raw.column(ROW).to_numpy()
    _zero_or_one(values[question.treatment], rows, Place(name, None, question.treatment))
    _terms(values, question, rows, name)
    read = [one for one, kind in kinds.items() if kind not in ("number", "unread")]
    texts = {one: np.asarray(raw.column(one).to_pylist(), object) for one in read}
    clusters = _codes(raw, question.cluster)
    empty = {one: _empty(values, texts, one) for one in (question.treatment, question.outcome, *question.covariates)}
    empty |= {one.name: np.isnan(values[one.name]) for one in question.terms}
    empty |= {question.cluster: clusters < 0} if clusters is not None else {}
    kept, exclusions = _kept(empty, len(rows), name)
    for column in (question.outcome, *(one for one in question.covariates if one in values)):
        _finite(values[column], rows, Place(name, None, column))
    variables, told, skipped = _variables(values, texts, kept, question, name)
    skipped += tuple(one for one, kind in kinds.items() if kind == "unread")
    groups = {one: values[one][kept] if one in values else texts[one][kept] for one in question.subgroups}
    return Sample(
        values[question.treatment][kept], values[question.outcome][kept], variables, rows[kept], exclusions,
        {one: int(rows_.sum()) for one, rows_ in empty.items() if rows_.any()}, told, skipped,
        None if clusters is None else clusters[kept], groups,
    )  # fmt: skip


def _empty(values: dict[str, Numbers], texts: dict[str, NDArray[Any]], column: str) -> NDArray[np.bool_]:
    if column in values:
        return np.isnan(values[column])
    return np.array([one is None for one in texts[column]], bool)


def _kept(empty: Mapping[str, NDArray[np.bool_]], rows: int, name: str) -> tuple[NDArray[np.bool_], dict[str, int]]:
    """Rows with every value there; each of the others is counted once, at the first column that lacks."""
    kept, exclusions = np.ones(rows, bool), {}
    for column, lacking in empty.items():
        if lost := int((kept & lacking).sum()):
            exclusions[f"missing:{column}"] = lost
        kept &= ~lacking
    if not kept.any():
        lacks = {column: int(lacking.sum()) for column, lacking in empty.items() if lacking.any()}
        shown = ", ".join(f"{column} {n}" for column, n in lacks.items())
        raise Refused(
            "ALL_EXCLUDED",
            Sentence(
                f"ingen av {rows} rader har alla värden som frågan behöver. Saknas: {shown}.",
                f"none of {rows} rows has every value the question needs. Missing: {shown}.",
            ),
            place=Place(name, None, next((column for column, n in lacks.items() if n == rows), "")),
        )
    return kept, exclusions


def _terms(values: dict[str, Numbers], question: Question, rows: Codes, name: str) -> None:
    for term in question.terms:
        if term.name in values:
            raise wrong("BAD_TERM", f"”{term.name}” är redan en kolumn. Ge termen ett annat namn.",
                        f"“{term.name}” is a column already. Give the term another name.")  # fmt: skip
        if unknown := [one for one in term.uses if one not in values]:
            raise wrong(
                "BAD_TERM",
                f"termen ”{term.name}” använder {unknown[0]}, som inte är ett tal eller kommer efter.",
                f"the term “{term.name}” uses {unknown[0]}, which is no number or comes after it.",
            )
        values[term.name] = term.values(values)
        _finite(values[term.name], rows, Place(name, None, term.name))


def _zero_or_one(values: Numbers, rows: Codes, place: Place) -> None:
    bad = ~np.isnan(values) & (values != 0) & (values != 1)
    if bad.any():
        at = int(np.argmax(bad))
        raise EvidenceError(
            "NOT_0_OR_1",
            Sentence(
                f"{values[at]:g} är varken 0 eller 1. Skriv 1 för dem som fick insatsen och 0 för de andra.",
                f"{values[at]:g} is neither 0 nor 1. Write 1 for those who had the intervention and 0 for the others.",
            ),
            place=replace(place, row=int(rows[at])),
        )


def _finite(values: Numbers, rows: Codes, place: Place) -> None:
    if np.isinf(values).any():
        words = Sentence("är inget ändligt tal.", "is no finite number.")
        raise EvidenceError("NOT_FINITE", words, place=replace(place, row=int(rows[np.argmax(np.isinf(values))])))


def _codes(raw: pa.Table, column: str) -> Codes | None:
    """A number from 0 for each value, -1 for missing."""
    if not column:
        return None
    values = raw.column(column).combine_chunks()
    codes = np.array(values.dictionary_encode().indices.fill_null(-1), np.int64)
    if pa.types.is_floating(values.type):
        codes[np.isnan(values.to_numpy(zero_copy_only=False))] = -1
    return codes


def _variables(
    values: dict[str, Numbers], texts: dict[str, NDArray[Any]], kept: NDArray[np.bool_], question: Question, name: str
) -> tuple[tuple[Variable, ...], tuple[Sentence, ...], tuple[str, ...]]:
    made: list[Variable] = []
    told: list[Sentence] = []
    skipped: list[str] = []
    terms = [one.name for one in question.terms]
    apart = {question.treatment, question.outcome, question.cluster, question.identity, ROW, *question.covariates}
    apart |= {one for one in (*values, *texts) if one.lower() in LIKELY_IDENTITIES}
    roles = {**dict.fromkeys(question.covariates, "covariate"), **dict.fromkeys(terms, "term")}
    roles |= {one: "left_out" for one in (*values, *texts) if one not in apart and one not in roles}
    for column, role in roles.items():
        if column in values:
            known = np.where(np.isinf(values[column]), np.nan, values[column])  # of the model, none is infinite
            made.append(Variable(column, known[kept], column, role))
        elif levels := levels_of(texts[column][kept], column, role, name):
            made += dummies(texts[column][kept], column, role, levels)
            told += [expanded(column, levels)] if role == "covariate" else []
        else:
            skipped.append(column)
    return tuple(made), tuple(told), tuple(skipped)


def distinct(sample: Sample) -> Sample:
    """Variables of the model that are constant or follow from earlier ones are left out of it, and told."""
    basis = [np.ones(sample.n) / np.sqrt(sample.n)]
    kept, told = [], list(sample.told)
    for one in sample.variables:
        if one.role != "left_out" and not says_something(one.values, basis):
            told.append(said_nothing(one))
            one = replace(one, role="left_out")
        kept.append(one)
    return replace(sample, variables=tuple(kept), told=tuple(dict.fromkeys(told)))
