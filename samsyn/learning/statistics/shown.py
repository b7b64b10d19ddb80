"""An answer as it is shown: finding, picture, tables with every base, and the facts that a number must carry."""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _

from samsyn.access import clock
from samsyn.learning.statistics import drawing, figures, labels, refusals
from samsyn.learning.statistics.bars import Bars
from samsyn.learning.statistics.findings import dimension, finding
from samsyn.learning.statistics.forms import ALWAYS_WORDS, COUNTED_WORDS
from samsyn.learning.statistics.parts import ALL, Group, Part, Reading, words_of
from samsyn.learning.statistics.question import Question
from samsyn.learning.statistics.topics import BEFORE_AFTER, CODES, CURVE, MATRIX, TOPICS, WHATS, Topic


@dataclass(frozen=True)
class Grid:
    """A table: its caption, headers (the first names the rows), and rows of text."""

    caption: str
    headers: list[str]
    rows: list[list[str]]


@dataclass(frozen=True)
class Shown:
    """Everything a page or a paper says of an answer."""

    topic: Topic
    question: Question
    finding: str
    about: str
    picture: Bars | None
    grids: list[Grid]
    facts: list[tuple[str, str]]
    taken: dt.datetime
    warnings: list[str] = field(default_factory=list)
    wide: str = ""
    narrow: str = ""

    @property
    def open_grids(self) -> int:
        """How many tables stand open: a comparison is what was asked for, and where nothing is drawn the first."""
        return 1 if self.question.compare or not (self.picture or self.wide) else 0

    @property
    def facts_as_rows(self) -> list[dict[str, str]]:
        """For a summary list."""
        return [{"key": name, "value": words} for name, words in self.facts]

    @property
    def canonical(self) -> str:
        """The question as an address."""
        return self.question.canonical()


def shown(question: Question, content: dict[str, Any], *, taken: dt.datetime) -> Shown:
    """In the language of the page."""
    topic, (first, *others) = TOPICS[question.measure], content["answers"]
    reading = Reading(first["result"])
    held = [(compared_words(one["of"]), Reading(one["result"])) for one in others if one["result"]]
    drawn = drawing.PICTURES.get(topic.picture)
    language = "sv" if figures.is_swedish() else "en"
    return Shown(
        topic, question, finding(question.measure, first["result"]), about(question),
        drawn(reading, held) if drawn and not first.get("drawn") else None, list(_grids(topic, reading, others)),
        list(_facts(reading, topic, taken, language)), taken,
        [one[language] for one in first["result"]["warnings"]], **_pictures(first.get("drawn"), language),
    )  # fmt: skip


def about(question: Question) -> str:
    """Of whom, on one line."""
    has_period = question.first or question.last
    words = [str(COUNTED_WORDS[question.counted] if has_period else ALWAYS_WORDS[question.counted])]
    if has_period:
        words.append(f"{question.first or ''} – {question.last or ''}".strip())
    words += [one for one in (question.intervention, question.method, question.municipality) if one]
    words += [labels.said("sex", question.sex)] if question.sex else []
    words += [labels.said("livelihood", question.source)] if question.source else []
    return " · ".join(words)


def compared_words(of: dict[str, str]) -> str:
    """What something is compared with."""
    return " ".join(of.values())


def _facts(reading: Reading, topic: Topic, taken: dt.datetime, language: str) -> Iterator[tuple[str, str]]:
    told = reading.told
    if told["denominator"] is not None and not reading.whole.hidden:
        yield _("Täljare"), figures.number(told["numerator"])
        yield _("Nämnare"), figures.number(told["denominator"])
    if words := reading.whole.interval:
        yield _("Osäkerhet, 95 procent"), words
    if told["n"]:
        yield _("Vilar på"), figures.counted(told["n"], told["counted"])
    left_out = [f"{labels.excluded(name)}: {figures.number(n)}" for name, n in told["exclusions"].items() if n]
    yield _("Räknas inte"), "; ".join(left_out) or _("Alla räknas.")
    yield _("Så är det räknat"), told["method"][language]
    yield _("Säger inte"), str(topic.cannot)
    yield _("Uttaget gjordes"), clock.local(taken).date().isoformat()


def _grids(topic: Topic, reading: Reading, others: list[dict[str, Any]]) -> Iterator[Grid]:
    if others:
        yield _compared(reading, topic, others)
    if topic.picture == BEFORE_AFTER:
        yield from (_before_after(reading, group) for group in reading.groups())
    elif topic.picture == MATRIX:
        yield from (_matrix(reading, group) for group in reading.groups())
    elif topic.picture in (CODES, WHATS):
        yield from _by_sex(reading, topic)
    else:
        yield _one_each(reading)
    if topic.picture == CURVE:
        curves = [reading.whole, *reading.parts(group=None)]
        yield from (_followed(one) for one in curves if "at" in one.told["details"])


def _compared(reading: Reading, topic: Topic, others: list[dict[str, Any]]) -> Grid:
    """Side by side, each with its base; one that could not be counted says why."""
    asked = {"question": {"measure": topic.code}, "result": dict(reading.told)}
    rows = [[_("Det du frågade om"), _finding(asked), _n(reading.told)]]
    for one in others:
        told = one["result"]
        words = _finding(one) if told else refusals.said(one["refusal"])
        rows.append([compared_words(one["of"]), words, _n(told) if told else ""])
    return Grid(_("Jämförelse"), [_("Vilka"), _("Resultat"), _("Vilar på")], rows)


def _finding(one: dict[str, Any]) -> str:
    whole = Part(one["result"])
    if whole.is_share and whole.estimate is not None:
        return f"{whole.number}, {whole.interval}" if whole.interval else whole.number
    return finding(one["question"]["measure"], one["result"])


def _n(told: Any) -> str:
    return figures.counted(told["n"], told["counted"])


def _one_each(reading: Reading) -> Grid:
    """One number for each group of people."""
    parts = [one for group in reading.groups() for one in reading.parts(group=group)] or [reading.whole]
    rows = [[words_of(one.group) or _("Alla"), one.number, one.interval] for one in parts]
    return Grid(_("Siffrorna"), [_("Vilka"), _("Resultat"), _("Osäkerhet, 95 procent")], rows)


def _matrix(reading: Reading, group: Group) -> Grid:
    """Of one group of people: a row a livelihood before, a column a livelihood after; each share of its row."""
    after = reading.values("to")
    rows = []
    for began in reading.values("from"):
        cells = [reading.part({"from": began, "to": ended}, group=group) for ended in after]
        rows.append([labels.said("livelihood", began), *(one.number if one else "" for one in cells)])
    headers = [_("Före, nedåt. Efter, åt sidan"), *(labels.said("livelihood", one) for one in after)]
    return Grid(words_of(group) or _("Från före till efter"), headers, rows)


def _followed(part: Part) -> Grid:
    """How many are left, and at risk, at round times."""
    rows = [
        [
            figures.number(one["time"], 0), figures.percent(one["estimate"]),
            figures.between({"low": one["low"], "high": one["high"]}, "share"),
            *(figures.number(one[name]) for name in ("at_risk", "events", "censored")),
        ]
        for one in part.told["details"]["at"]
    ]  # fmt: skip
    headers = [
        _("Dagar från start"), _("Kvar"), _("Osäkerhet, 95 procent"), _("Följda"), _("Har nått dit"),
        _("Följs inte mer"),
    ]  # fmt: skip
    return Grid(words_of(part.group) or _("Alla"), headers, rows)


def _pictures(drawn: dict[str, dict[str, str]] | None, language: str) -> dict[str, Any]:
    """What the library drew: made by us, of numbers and our own words."""
    return {name: mark_safe(svg) for name, svg in drawn[language].items()} if drawn else {}  # noqa: S308


def _by_sex(reading: Reading, topic: Topic) -> Iterator[Grid]:
    """A table for everybody, and one for each value of what it is parted by; a column a sex."""
    sections = list(dict.fromkeys(tuple(one for one in group if one[0] != "sex") for group in reading.groups()))
    sexes = [group for group in reading.groups() if len(group) == 1 and group[0][0] == "sex"]
    columns: list[Group] = [ALL, *sexes]
    headers = [str(topic.name), _("Alla"), *(words_of(one) for one in sexes)]
    for section in sections:
        rows = [[_row(reading, one), *_cells(reading, one, section, columns)] for one in reading.parts(group=section)]
        yield Grid(words_of(section) or _("Alla"), headers, rows)


def _cells(reading: Reading, part: Part, section: Group, columns: list[Group]) -> Iterator[str]:
    meaning = {name: value for name, value in part.of.items() if (name, value) not in part.group}
    for column in columns:
        found = reading.part(meaning, group=tuple(sorted(section + column)))
        yield found.number if found else ""


def _row(reading: Reading, part: Part) -> str:
    if "code" not in part.of:
        return drawing.what(part)
    name = labels.said(dimension(reading.told["measure"], part), part.of["code"])
    return f"{labels.variable(part.of['variable'])}: {name}" if len(reading.values("variable")) > 1 else name


def _before_after(reading: Reading, group: Group) -> Grid:
    """Before, after and change for each code of one group of people."""
    rows = []
    for one in reading.parts({"moment": "before"}, group=group):
        code = one.of["code"]
        after, change = (reading.part({"moment": at, "code": code}, group=group) for at in ("exit", "change"))
        name = labels.said(dimension(reading.told["measure"], one), code)
        rows.append([name, one.number, after.number if after else "", _change(change)])
    return Grid(words_of(group) or _("Alla"), [_("Vad"), _("Före"), _("Efter"), _("Förändring")], rows)


def _change(part: Part | None) -> str:
    if part is None or part.estimate is None:
        return part.hidden if part else ""
    percent = part.told["details"].get("percent")
    sign = "+" if part.estimate > 0 else ""
    more = f" ({sign}{figures.number(percent, 0)}{figures.APART}%)" if percent is not None else ""
    return f"{sign}{figures.number(part.estimate)}{more}"
