"""`samsyn evidence check`: whether a folder of tables keeps the contract."""

import argparse
from pathlib import Path

from samsyn.evidence.command import Verbs, verb
from samsyn.evidence.errors import EvidenceError, Sentence
from samsyn.evidence.result import Result


def add(verbs: Verbs) -> None:
    """The question."""
    one = verb(verbs, "check", "Check a folder of tables (Parquet or CSV) against the contract.", run)
    one.add_argument("--folder", type=Path, required=True, help="folder of people.csv, participations.parquet …")
    one.add_argument("--most", type=int, default=20, help="how many faults to tell (20)")


def run(asked: argparse.Namespace) -> Result:
    """How many rows each table has. Raises `EvidenceError` with every fault when something does not hold."""
    from samsyn.evidence.tables import Tables
    from samsyn.evidence.validation import faults

    tables = Tables.from_folder(asked.folder)
    found = faults(tables, most=max(asked.most, 1))
    if found:
        told = ("\n".join(one.said(language) for one in found) for language in ("sv", "en"))
        raise EvidenceError(found[0].code, Sentence(*told))
    parts = tuple(_rows(name, int(table.count().execute())) for name, table in tables.items())
    whole, words = sum(one.n for one in parts), Sentence("Tabellerna är som de ska.", "The tables keep their contract.")
    return Result(measure="rows", unit="rows", counted="rows", n=whole, estimate=whole, method=words, parts=parts)


def _rows(name: str, number: int) -> Result:
    said = Sentence("Rader i tabellen.", "Rows of the table.")
    return Result(
        measure="rows", of={"table": name}, unit="rows", counted="rows", n=number, estimate=number, method=said
    )
