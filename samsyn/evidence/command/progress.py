"""`samsyn evidence progress`: moves, ratings, belief, caseworkers and activities of a snapshot, and work afterwards."""

import argparse
from collections.abc import Callable

from samsyn.evidence.command import Verbs, verb
from samsyn.evidence.errors import Refused, Sentence
from samsyn.evidence.result import Result


def add(verbs: Verbs) -> None:
    """The question and what may be asked of it."""
    one = verb(verbs, "progress", "step moves, dual ratings, belief, and how they go with work afterwards", _answer)
    one.add_argument("--folder", required=True, metavar="SNAPSHOT", help="folder of a snapshot (one Parquet a table)")
    one.add_argument("--by", metavar="VARIABLE", help="a background variable, such as education or age_group")
    one.add_argument("--among", choices=("all", "ended"), default="all", help="all participations, or the ended (all)")
    one.add_argument("--after", default="exit", metavar="MOMENT", help="when work or studies is looked at (exit)")
    one.add_argument(
        "--work-oriented",
        metavar="A,B,…",
        help="codes of activities directed at work (else work training, placement …)",
    )


def _answer(asked: argparse.Namespace) -> dict[str, Result]:
    from samsyn.evidence import progress
    from samsyn.evidence.progress.frame import WORK_ORIENTED
    from samsyn.evidence.tables import Tables

    tables = Tables.from_folder(asked.folder)
    work = [one.strip() for one in asked.work_oriented.split(",")] if asked.work_oriented else WORK_ORIENTED
    by, among = asked.by, asked.among
    return {
        "shares": _or_why("progress", lambda: progress.shares(tables, by=by, among=among, work_oriented=work)),
        "over_time": _or_why("step_moves_over_time", lambda: progress.over_time(tables, by=by, among=among)),
        "ratings": _or_why("ratings", lambda: progress.ratings(tables, among=among)),
        "related": _or_why(
            "related_to_work_or_studies",
            lambda: progress.related(tables, among=among, work_oriented=work, after=asked.after),
        ),
    }


def _or_why(measure: str, made: Callable[[], Result]) -> Result:
    """The answer, or why none can be trusted: the others still stand."""
    try:
        return made()
    except Refused as error:
        said = Sentence(error.said("sv"), error.said("en"))
        return Result(measure, said, 0, details={"refused": error.code})
