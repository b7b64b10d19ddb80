"""`samsyn evidence flow`: who went from which state to which, between two moments or from each to the next."""

import argparse
from pathlib import Path

from samsyn.evidence.command import Verbs, verb, writing
from samsyn.evidence.result import Result


def add(verbs: Verbs) -> None:
    """The question and what may be asked of it."""
    one = verb(verbs, "flow", "transitions between states: counts, row shares, intervals", _answer)
    one.add_argument("--data", required=True, metavar="FILE", help="CSV or Parquet, one row a person, moment and state")
    one.add_argument("--person", required=True, metavar="COL", help="who")
    one.add_argument("--moment", required=True, metavar="COL", help="when: numbers, days or names in order")
    one.add_argument("--state", required=True, metavar="COL", help="in which state; empty is missing")
    one.add_argument(
        "--from", dest="start", metavar="A", help="moment (the first); without --to and --from, every step"
    )
    one.add_argument("--to", dest="end", metavar="B", help="moment (the last)")
    one.add_argument("--extent", metavar="COL", help="percent, when several states hold at once")
    one.add_argument("--main", metavar="COL", help="true for the chief of several states")
    one.add_argument("--several", choices=("set", "main", "weighted", "refuse"), help="how several states are counted")
    one.add_argument("--svg", metavar="FILE", help="draw a Sankey there as well")
    one.add_argument("--heading", metavar="TEXT", help="what the picture says; else its most common change")
    one.add_argument("--narrow", action="store_true", help="a picture for a small screen")
    one.add_argument("--level", type=float, default=0.95, help="of the intervals (0.95)")


def _answer(asked: argparse.Namespace) -> Result:
    from samsyn.evidence import flow
    from samsyn.evidence.reading import read

    names = ("person", "moment", "state", "start", "end", "extent", "main", "several", "level")
    answer = flow.transitions(read(asked.data), **{name: getattr(asked, name) for name in names})
    if asked.svg:
        _draw(asked, answer)
    return answer


def _draw(asked: argparse.Namespace, answer: Result) -> None:
    from samsyn.evidence.flow import sankey

    heading = asked.heading or sankey.finding(answer, language=asked.language)
    drawn = sankey.svg(answer, heading=heading, language=asked.language, narrow=asked.narrow, show_heading=True)
    with writing(asked.svg):
        Path(asked.svg).write_text(drawn, encoding="utf-8")
