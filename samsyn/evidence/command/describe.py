"""`samsyn evidence describe`: the standard reports of a snapshot, for everybody or a cohort."""

import argparse
from typing import TYPE_CHECKING

from samsyn.evidence.command import Verbs, verb
from samsyn.evidence.result import Result

if TYPE_CHECKING:
    from samsyn.evidence.tables import Tables

MANY = {
    "intervention": "interventions", "method": "methods", "owner": "owners", "municipality": "municipalities",
    "referrer": "referrers", "kind": "kinds", "sex": "sexes",
}  # fmt: skip


def add(verbs: Verbs) -> None:
    """The question and what may be asked of it."""
    one = verb(verbs, "describe", "the standard reports: before and after, length of stay, who, costs", _answer)
    one.add_argument(
        "--folder", required=True, metavar="SNAPSHOT", help="folder of a snapshot (one Parquet or CSV a table)"
    )
    one.add_argument("--report", metavar="NAME", help="one report; without it every one")
    one.add_argument("--by", metavar="VARIABLE", help="a background variable, such as education or age_group")
    one.add_argument("--given", default="", metavar="SOURCE", help="source before, for livelihood_given")
    one.add_argument("--first", metavar="DAY", help="the period begins")
    one.add_argument("--until", metavar="DAY", help="first day after the period")
    one.add_argument("--counted", help="in the period: started (default), ended or ongoing")
    for name in MANY:
        one.add_argument(f"--{name}", action="append", default=[], metavar="NAME", help="only this; may be repeated")
    one.add_argument("--where", action="append", default=[], metavar="VARIABLE=CODE", help="only this background")


def _answer(asked: argparse.Namespace) -> Result | dict[str, Result]:
    from samsyn.evidence import describe
    from samsyn.evidence.cohort import Cohort, choose
    from samsyn.evidence.tables import Tables

    cohort = Cohort.from_query(_pairs(asked))
    whole = Tables.from_folder(asked.folder)
    _checked(whole)
    tables = choose(whole, cohort=cohort)
    if asked.report:
        return describe.report(tables, name=asked.report, by=asked.by, given=asked.given)
    return describe.standard(tables, by=asked.by)


def _checked(tables: "Tables") -> None:
    """Raises the first fault. Who is not among the people is counted all the same: reports ask the participations."""
    from samsyn.evidence.validation import faults

    for fault in faults(tables):
        if fault.code != "UNKNOWN_PERSON":
            raise fault


def _pairs(asked: argparse.Namespace) -> list[tuple[str, str]]:
    """As an address has them."""
    pairs = [(name, getattr(asked, name) or "") for name in ("first", "until", "counted")]
    pairs += [(many, value) for name, many in MANY.items() for value in getattr(asked, name)]
    return pairs + [_where(one) for one in asked.where]


def _where(text: str) -> tuple[str, str]:
    from samsyn.evidence.cohort import BACKGROUND
    from samsyn.evidence.errors import EvidenceError, Sentence

    name, _equals, value = text.partition("=")
    if name not in BACKGROUND or not value:
        there = ", ".join(BACKGROUND)
        raise EvidenceError(
            "UNKNOWN_VALUE",
            Sentence(f"--where {text}: skriv NAMN=KOD med något av {there}.",
                     f"--where {text}: write NAME=CODE with one of {there}."),
        )  # fmt: skip
    return name, value
