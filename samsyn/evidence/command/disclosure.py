"""`samsyn evidence disclosure`: a file of persons checked and made safe, or printed tables audited as a release."""

import argparse
from pathlib import Path
from typing import Any

from samsyn.evidence.command import Verbs, at_least, listed, verb, writing
from samsyn.evidence.errors import EvidenceError, Sentence
from samsyn.evidence.result import Result

KINDS = (".csv", ".txt", ".parquet", ".pq")
HELP = "Check a file of persons (--data) or audit tables before they are published (--tables)."


def add(verbs: Verbs) -> None:
    """The question and its options."""
    one = verb(verbs, "disclosure", HELP, answer)
    what = one.add_mutually_exclusive_group(required=True)
    what.add_argument("--data", type=Path, help="CSV or Parquet with a row a person")
    what.add_argument("--tables", type=Path, nargs="+", help="CSV of printed tables: table, category, groups, total")
    one.add_argument("--quasi", default="", help="columns that may be known of somebody, with commas between")
    one.add_argument("--sensitive", default="", help="columns that nobody should learn")
    one.add_argument("--k", type=int, default=5, help="rows that must be alike (5)")
    one.add_argument("--l", type=int, default=2, help="different sensitive values among them (2)")
    one.add_argument("--t", type=float, help="how far from the whole file they may lie, 0 to 1")
    one.add_argument("--threshold", type=int, default=5, help="counts below are hidden (5)")
    one.add_argument("--write", type=Path, help="write what may leave: made coarser, or with counts hidden")


def answer(asked: argparse.Namespace) -> Result:
    """How anonymous the file is, or what of the tables may be shown."""
    return _persons(asked) if asked.data else _tables(asked)


def _persons(asked: argparse.Namespace) -> Result:
    from samsyn.evidence import reading
    from samsyn.evidence.disclosure import micro

    quasi, sensitive = listed(asked.quasi), listed(asked.sensitive)
    if not quasi:
        raise EvidenceError(
            "NO_QUASI",
            Sentence("säg vad som kan vara känt om någon: --quasi A,B", "say what may be known: --quasi A,B"),
        )
    data, wanted = reading.read(asked.data, name=asked.data.name), micro.Wanted(asked.k, asked.l, asked.t)
    _known_kind(asked.write)
    if not asked.write:
        return micro.check(data, quasi=quasi, sensitive=sensitive, wanted=wanted, name=asked.data.name)
    made, told = micro.safe(data, quasi=quasi, sensitive=sensitive, wanted=wanted, name=asked.data.name)
    with writing(asked.write):
        _write(made, asked.write)
    return told


def _tables(asked: argparse.Namespace) -> Result:
    from samsyn.evidence.disclosure import printed

    at_least(2, threshold=asked.threshold)
    made = printed.audited(asked.tables, threshold=asked.threshold)
    if asked.write:
        with writing(asked.write):
            printed.write(made, asked.write)
    return made.told()


def _known_kind(path: Path | None) -> None:
    if path and path.suffix.lower() not in KINDS:
        there = ", ".join(KINDS)
        told = Sentence(f"{path}: skriv en fil med ändelsen {there}.", f"{path}: write a file that ends with {there}.")
        raise EvidenceError("UNKNOWN_KIND", told)


def _write(table: Any, path: Path) -> None:
    from pyarrow import csv, parquet

    if path.suffix.lower() in (".parquet", ".pq"):
        parquet.write_table(table, path)
    else:
        csv.write_csv(table, path)
