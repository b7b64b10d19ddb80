"""`samsyn evidence …`: every result without a browser. Each module here with `add(verbs)` is one question."""

import argparse
import json
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from importlib import import_module
from pkgutil import iter_modules
from typing import Any

from samsyn.evidence.errors import LANGUAGES, EvidenceError, Sentence
from samsyn.evidence.result import Result

Verbs = Any  # argparse's own class of subcommands is private


def add(verbs: Verbs) -> None:
    """The questions as subcommands. Libraries are loaded when one is asked, not here."""
    for found in iter_modules(__path__):
        import_module(f"{__name__}.{found.name}").add(verbs)


def verb(verbs: Verbs, name: str, help_: str, run: Any) -> argparse.ArgumentParser:
    """One question: `run(asked)` answers a `Result`, or a mapping of them by name."""
    one: argparse.ArgumentParser = verbs.add_parser(name, help=help_, description=help_)
    one.add_argument("--json", action="store_true", help="print the whole answer as JSON")
    one.add_argument("--language", choices=LANGUAGES, default="en", help="language of what is said (en)")
    one.set_defaults(answer=run)
    return one


def listed(text: str) -> list[str]:
    """What stands between commas."""
    return [one.strip() for one in text.split(",") if one.strip()]


@contextmanager
def writing(path: object) -> Iterator[None]:
    """Raises `EvidenceError` NOT_WRITTEN where the file cannot be made."""
    from sqlite3 import OperationalError

    from duckdb import IOException

    try:
        yield
    except (OSError, IOException, OperationalError) as error:
        told = Sentence(f"{path} kan inte skrivas: {error}", f"{path} cannot be written: {error}")
        raise EvidenceError("NOT_WRITTEN", told) from None


def at_least(low: int, **asked: int) -> None:
    """Raises `EvidenceError` BAD_NUMBER for an option below `low`."""
    for name, value in asked.items():
        if value < low:
            sv, en = f"--{name} ska vara minst {low}, inte {value}.", f"--{name} is at least {low}, not {value}."
            raise EvidenceError("BAD_NUMBER", Sentence(sv, en))


def main(asked: argparse.Namespace) -> int:
    """Ask, print, and answer the exit code: 1 with what to do when the data or the question do not hold."""
    try:
        answer = asked.answer(asked)
        _print(_json(answer) if asked.json else _text(answer, asked.language))
    except EvidenceError as error:
        if asked.json:
            print(json.dumps({"error": {"code": error.code, "sv": error.said("sv"), "en": error.said("en")}}))
        print(f"samsyn evidence {asked.question}: {error.said(asked.language)}", file=sys.stderr)
        return 1
    return 0


def _print(text: str) -> None:
    """All of it; in silence when who reads wants no more, as `head` does."""
    try:
        print(text, flush=True)
    except OSError as error:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())  # what is left is not tried again at the end
        if not isinstance(error, BrokenPipeError):
            with writing("stdout"):
                raise


def _json(answer: Result | dict[str, Result]) -> str:
    made = answer.to_dict() if isinstance(answer, Result) else {name: one.to_dict() for name, one in answer.items()}
    return json.dumps(made, ensure_ascii=False, indent=2)


def _text(answer: Result | dict[str, Result], language: str) -> str:
    if not isinstance(answer, Result):
        return "\n\n".join(_text(one, language) for one in answer.values())
    lines = [_line(one) for one in (answer, *answer.parts)]
    said = [answer.method.said(language), *(one.said(language) for one in answer.warnings)]
    return "\n".join([*answer.first(language), *lines, *_left_out(answer, language), *said])


def _left_out(one: Result, language: str) -> list[str]:
    words = Sentence("inte medräknade", "not counted").said(language)
    told = ", ".join(f"{reason} {n}" for reason, n in one.exclusions.items() if n)
    return [f"{words}: {told}"] if told else []


def _line(one: Result) -> str:
    of = ", ".join(f"{name}={value}" for name, value in one.of.items())
    shown = "–" if one.estimate is None else f"{one.estimate:.6g} {one.unit}"
    base = "" if one.denominator is None else f" ({one.numerator:g}/{one.denominator:g})"
    interval = f" [{one.interval.low:.6g}, {one.interval.high:.6g}]" if one.interval else ""
    return f"{one.measure}{f' ({of})' if of else ''}: {shown}{base}{interval}, n={one.n}"
