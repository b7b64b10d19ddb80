"""`samsyn evidence survival`: how long until something ends, by group and by cause."""

import argparse
import datetime as dt
import math
from pathlib import Path
from typing import Any

from samsyn.evidence.command import Verbs, at_least, listed, verb, writing
from samsyn.evidence.errors import EvidenceError, Sentence
from samsyn.evidence.result import Result

ENDS = ("exit", "work", "studies", "still-in-work")
Answer = Result | dict[str, Result]
METHODS = ("km", "aj", "cox")


def add(verbs: Verbs) -> None:
    """The question and what may be asked of it."""
    one = verb(verbs, "survival", "time until something ends: Kaplan-Meier, Aalen-Johansen, Cox", _answer)
    where = one.add_mutually_exclusive_group(required=True)
    where.add_argument("--data", metavar="FILE", help="CSV or Parquet, one row a person")
    where.add_argument("--folder", metavar="SNAPSHOT", help="or the folder of a snapshot, with --end")
    one.add_argument("--duration", metavar="COL", help="time followed, a number that is not negative")
    one.add_argument("--event", metavar="COL", help="1 ended, 0 not seen to end; or a cause of ending")
    one.add_argument("--end", choices=ENDS, help="of a snapshot: days to what, or still in work after the exit")
    one.add_argument("--since", type=_day, metavar="DAY", help="of a snapshot: first day that is known")
    one.add_argument("--until", type=_day, metavar="DAY", help="of a snapshot: first day that is not known")
    one.add_argument("--group", metavar="COL", help="compare these")
    one.add_argument("--method", choices=METHODS, help="km (Kaplan-Meier), aj (Aalen-Johansen), cox")
    one.add_argument("--causes", type=listed, default=[], metavar="A,B,…", help="codes of --event that compete")
    one.add_argument("--covariates", type=listed, default=[], metavar="A,B,…", help="of Cox: numbers or texts")
    one.add_argument("--robust", action="store_true", help="of Cox: standard errors that a wrong model does not spoil")
    one.add_argument("--censored", default="0", metavar="CODE", help="code of --event for: not seen to end (0)")
    one.add_argument("--at", type=_times, default=[], metavar="T,T,…", help="times to answer for, such as 90,180,365")
    one.add_argument("--tau", type=float, metavar="T", help="mean time until T at most")
    one.add_argument("--entry", metavar="COL", help="time when observation began, if later than nothing")
    one.add_argument("--person", metavar="COL", help="id that may stand once only")
    one.add_argument("--unit", default="days", help="unit of the times (days)")
    one.add_argument("--svg", metavar="FILE", help="also draw the curves there")
    one.add_argument("--width", type=int, default=720, help="of the picture, in pixels (720; 360 for a telephone)")
    one.add_argument("--level", type=_level, default=0.95, help="of the intervals (0.95)")


def _answer(asked: argparse.Namespace) -> Answer:
    at_least(200, width=asked.width)
    answer = _in_work(asked) if asked.end == "still-in-work" else _estimated(asked)
    if asked.svg and isinstance(answer, Result):
        from samsyn.evidence import survival

        unit = Sentence("dagar", "days") if asked.unit == "days" else Sentence(asked.unit, asked.unit)
        drawn = survival.curve(answer, unit=unit, language=asked.language, width=asked.width)
        with writing(asked.svg):
            Path(asked.svg).write_text(drawn, encoding="utf-8")
    return answer


def _estimated(asked: argparse.Namespace) -> Result:
    from samsyn.evidence import survival

    method = _method(asked)
    table = _of_snapshot(asked, method) if asked.folder else _of_file(asked)
    columns = {name: getattr(asked, name) for name in ("duration", "event", "entry", "person", "level")}
    if method == "cox":
        return survival.cox(table, covariates=asked.covariates, robust=asked.robust, **columns)
    columns |= {"group": asked.group, "at": asked.at}
    if method == "aj":
        return survival.aalen_johansen(table, causes=asked.causes, censored=asked.censored, **columns)
    return survival.kaplan_meier(table, tau=asked.tau, unit=asked.unit, **columns)


def _of_file(asked: argparse.Namespace) -> Any:
    from samsyn.evidence.reading import read

    _need(asked, "duration", "event")
    return read(asked.data)


def _of_snapshot(asked: argparse.Namespace, method: str) -> Any:
    """Days to `--end`; `--group` is sex or a background variable."""
    from samsyn.evidence import Tables, survival

    _need(asked, "end")
    by = None if asked.group in (None, "sex") else asked.group
    tables = Tables.from_folder(asked.folder)
    rows = survival.to_event(tables, end=asked.end, until=asked.until, since=asked.since, by=by)
    asked.duration, asked.event = "duration", "cause" if method == "aj" else "event"
    asked.entry = "entry" if asked.since else None
    return rows.rename({by: "group"}) if by else rows


def _in_work(asked: argparse.Namespace) -> dict[str, Result]:
    from samsyn.evidence import Tables, survival

    _need(asked, "folder")
    tables, by = Tables.from_folder(asked.folder), None if asked.group == "sex" else asked.group
    ways: tuple[survival.How, ...] = ("asked", "spells")
    return {way: survival.still_in_work(tables, how=way, by=by, until=asked.until, level=asked.level) for way in ways}


def _need(asked: argparse.Namespace, *names: str) -> None:
    for name in names:
        if not getattr(asked, name):
            told = Sentence(f"ange också --{name}.", f"say --{name} too.")
            raise EvidenceError("MISSING_OPTION", told)


def _method(asked: argparse.Namespace) -> str:
    """As asked, else what the other answers mean."""
    if asked.method:
        _refuse_unused(asked)
        return str(asked.method)
    return "aj" if asked.causes else "cox" if asked.covariates else "km"


def _refuse_unused(asked: argparse.Namespace) -> None:
    """An option that the method would silently leave aside."""
    if asked.causes and asked.method != "aj":
        raise EvidenceError(
            "CAUSES_NOT_USED",
            Sentence(
                "--causes hör till --method aj: här skulle andra slut räknas som om de inte skett.",
                "--causes belongs to --method aj: here other ends would count as if they had not been.",
            ),
        )
    if asked.method == "cox" and asked.group:
        raise EvidenceError(
            "GROUP_NOT_USED",
            Sentence(
                "--group hör till km och aj. Sätt den bland --covariates.",
                "--group belongs to km and aj. Put it among --covariates.",
            ),
        )
    if asked.covariates and asked.method != "cox":
        raise EvidenceError(
            "COVARIATES_NOT_USED",
            Sentence("--covariates hör till --method cox.", "--covariates belongs to --method cox."),
        )


def _times(text: str) -> list[float]:
    try:
        times = sorted(float(one) for one in listed(text))
    except ValueError:
        times = [math.nan]
    if not all(map(math.isfinite, times)):
        raise argparse.ArgumentTypeError("write numbers with commas between, such as 90,180,365")
    return times


def _day(text: str) -> dt.date:
    try:
        return dt.date.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError("write a day as 2026-01-31") from None


def _level(text: str) -> float:
    try:
        level = float(text)
    except ValueError:
        level = 0.0
    if not 0 < level < 1:
        raise argparse.ArgumentTypeError("write a share between 0 and 1, such as 0.95")
    return level
