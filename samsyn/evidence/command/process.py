"""`samsyn evidence process`: what follows what, handovers, times, variants, joint and parallel work, of any log."""

import argparse
from pathlib import Path

from samsyn.evidence.command import Verbs, at_least, verb, writing
from samsyn.evidence.result import Result

KINDS = ".xes, .xes.gz, OCEL 2.0 (.json, .jsonocel, .xml, .xmlocel, .sqlite), .csv or .parquet"
COLUMNS = {
    "case": "which case an event belongs to; for OCEL the type of object (case)",
    "activity": "what happened (activity)",
    "time": "when, or when it began (at)",
    "end": "when it ended",
    "party": "who; for XES the attribute (org:group, else org:resource), for OCEL the type of object (party)",
    "happening": "id of the event, when it has a row for each party that took part",
    "by": "compare by this, such as municipality",
}


def add(verbs: Verbs) -> None:
    """The question and what may be asked of it."""
    one = verb(verbs, "process", "directly-follows, handovers, times, variants, joint and parallel work", _answer)
    one.add_argument("--log", metavar="FILE", help=KINDS)
    for name, about in COLUMNS.items():
        one.add_argument(f"--{name}", default="", metavar="COL", help=about)
    one.add_argument(
        "--lifecycle", choices=("joined", "each"), default="joined",
        help="XES: a start and its complete are one event (joined), or each step is an event",
    )  # fmt: skip
    one.add_argument("--period", choices=("year", "month"), help="compare by when cases began")
    one.add_argument("--gap", type=int, default=90, metavar="DAYS", help="what counts as a long gap (90)")
    one.add_argument("--variants", type=int, default=100, metavar="N", help="how many variants to list (100)")
    one.add_argument("--compare", metavar="MAP", help="a map as YAML: what of it happens, in which order, by whom")
    one.add_argument("--krut", metavar="FOLDER", help="instead of a log: the maps of municipalities beside each other")
    one.add_argument("--svg", metavar="FILE", help="draw the map of the log, a lane a party")
    one.add_argument(
        "--threshold", type=float, default=0.0, metavar="SHARE", help="leave out edges rarer than this (0)"
    )
    one.add_argument("--export", metavar="FILE", help="write the log: the same kinds of file")


def _answer(asked: argparse.Namespace) -> dict[str, Result]:
    from samsyn.evidence import process
    from samsyn.evidence.errors import EvidenceError, Sentence

    if asked.krut:
        return {"municipalities": process.municipalities(asked.krut)}
    if not asked.log:
        raise EvidenceError(
            "NO_FILE", Sentence("ange --log FIL eller --krut MAPP.", "give --log FILE or --krut FOLDER.")
        )
    at_least(0, gap=asked.gap, variants=asked.variants)
    columns = {name: getattr(asked, name) for name in COLUMNS}
    events = process.read_log(asked.log, **columns, period=asked.period, lifecycle=asked.lifecycle)
    answer = process.report(events, gap=asked.gap, variants=asked.variants)
    if asked.compare:
        answer["compared"] = process.compare(events, asked.compare, threshold=asked.threshold)
    if asked.svg:
        drawn = process.discover(events, threshold=asked.threshold, name=Path(asked.log).stem)
        told = process.picture.svg(drawn, heading=drawn.name, language=asked.language)
        with writing(asked.svg):
            Path(asked.svg).write_text(told, encoding="utf-8")
    if asked.export:
        with writing(asked.export):
            process.write_log(events, Path(asked.export))
    return answer
