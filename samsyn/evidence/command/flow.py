"""`samsyn evidence flow`: who went from which state to which, between two moments or from each to the next."""

import argparse

from samsyn.evidence.command import Verbs, verb
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
    one.add_argument("--level", type=float, default=0.95, help="of the intervals (0.95)")


def _answer(asked: argparse.Namespace) -> Result:
    from samsyn.evidence import flow
    from samsyn.evidence.reading import read

    names = ("person", "moment", "state", "start", "end", "extent", "main", "several", "level")
    return flow.transitions(read(asked.data), **{name: getattr(asked, name) for name in names})
