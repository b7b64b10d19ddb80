"""What the pages of ladders show."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.http import Http404
from django.utils.translation import gettext as _

from samsyn.access.actor import Actor
from samsyn.access.errors import Text
from samsyn.basis.method import words
from samsyn.basis.method.content import Ladder
from samsyn.basis.method.queries import read_once
from samsyn.basis.method.schema import Method
from samsyn.entry.case.rules import may_write
from samsyn.entry.enrolment.models import Enrolment
from samsyn.journey.ladder import actions, queries
from samsyn.journey.ladder.drawing import chart, drawing
from samsyn.journey.ladder.forms import RatingForm
from samsyn.journey.ladder.models import Rating
from samsyn.journey.ladder.overview import FIRST, NOTHING, areas, compared, history
from samsyn.journey.ladder.scales import Sheet, by_id, ladder_of, scales, sheet_with, sheets
from samsyn.journey.ladder.steps import RATERS, days, latest

MOST_DAYS = 60


def _method(enrolment: Enrolment) -> Method:
    if enrolment.method_version is None:
        raise Http404
    return read_once(enrolment.method_version.text)


def overview(enrolment: Enrolment, actor: Actor, since: str, until: str) -> dict[str, Any]:
    """Every area, compared between two days."""
    method, found = _method(enrolment), queries.ratings(enrolment, actor)
    over = compared(found, since, until)
    made = areas(method, found, queries.own_parts(enrolment, actor, found), over)
    return {
        "case": enrolment.item.case, "enrolment": enrolment, "name": words.say(method.name),
        "areas": [(area, drawing(area.lines) if area.is_rated else None) for area in made],
        "is_rated": any(area.is_rated for area in made), "over": over, "choices": choices(found),
        "is_compared": over.since != NOTHING, "may_write": may_write(actor), "newest": found[-6:][::-1],
    }  # fmt: skip


def choices(found: list[Rating]) -> dict[str, list[tuple[str, Text]]]:
    """Days to compare between."""
    known: list[tuple[str, Text]] = [(day.isoformat(), day.isoformat()) for day in days(found)[-MOST_DAYS:]]
    return {
        "since": [(FIRST, _("Första gången")), *known, (NOTHING, _("Jämför inte"))],
        "until": [("", _("Nu")), *reversed(known)],
    }


@dataclass(frozen=True, slots=True)
class ToRate:
    """The page of an area that is rated, with what stands there before."""

    ladder: Ladder
    sheets: list[Sheet]
    at: int
    before: Mapping[tuple[str, str], int | None]

    @property
    def sheet(self) -> Sheet:
        """The page."""
        return self.sheets[self.at]


def area_to_rate(enrolment: Enrolment, actor: Actor, name: str, number: str, module: str) -> ToRate:
    """The modules of one page of an area, with the latest step of each. Raises Http404 for another area."""
    ladder = ladder_of(_method(enrolment), name)
    if ladder is None:
        raise Http404
    found = queries.ratings(enrolment, actor)
    made = sheets(scales(ladder, queries.own_parts(enrolment, actor, found)), words.say(ladder.name))
    at = int(number) - 1 if number.isdecimal() and 0 < int(number) <= len(made) else sheet_with(made, module)
    before = {key: given.step for key, given in latest(found).items()}
    return ToRate(ladder, made, at, before)


def area_to_correct(old: Rating, actor: Actor) -> ToRate:
    """The modules that the rating has, and those that were asked on the same page."""
    method = _method(old.enrolment)
    ladder = ladder_of(method, old.ladder)
    if ladder is None:
        raise Http404
    parts = queries.own_parts(old.enrolment, actor, [old])
    known = [one for one in scales(ladder, parts) if one.id in old.values]
    before = {(module, rater): step for module, rater, step in old.steps()}
    return ToRate(ladder, [Sheet(words.say(ladder.name), tuple(known))], 0, before)


def correct(old: Rating, data: dict[str, Any], actor: Actor) -> Rating:
    """The next version of a rating."""
    return actions.rate(
        old.enrolment, by=actor, ladder=old.ladder, rated_by=old.rated_by, replaces=old, **data
    )  # fmt: skip


def whose(asked: str) -> str:
    """Whose steps an address asks for; both where it does not say."""
    return asked if asked in Rating.RatedBy.values else Rating.RatedBy.TOGETHER.value


def rate_page(enrolment: Enrolment, area: ToRate, form: RatingForm, rated_by: str) -> dict[str, Any]:
    """The context of the page where an area is rated."""
    return {
        "case": enrolment.item.case, "enrolment": enrolment, "area": area, "form": form, "rated_by": rated_by,
        "name": words.say(area.ladder.name), "about": words.say(area.ladder.about), "whose": Rating.RatedBy.choices,
    }  # fmt: skip


def on_paper(enrolment: Enrolment, actor: Actor, name: str, number: str, module: str) -> dict[str, Any]:
    """The modules to print."""
    area = area_to_rate(enrolment, actor, name, number, module)
    found = [one for sheet in area.sheets for one in sheet.scales]
    if module:
        found = [one for one in found if one.id == module]
    elif number:
        found = list(area.sheet.scales)
    return {
        "case": enrolment.item.case, "enrolment": enrolment, "name": words.say(area.ladder.name),
        "scales": list(dict.fromkeys(found)),
    }  # fmt: skip


def whole(enrolment: Enrolment, actor: Actor, module: str) -> dict[str, Any]:
    """A module of the text, to be broken into parts."""
    scale = by_id(_method(enrolment)).get(module)
    if scale is None:
        raise Http404
    return {"case": enrolment.item.case, "enrolment": enrolment, "scale": scale}


def module(enrolment: Enrolment, actor: Actor, name: str) -> dict[str, Any]:
    """One module: its steps, its history, its parts."""
    method, found = _method(enrolment), queries.ratings(enrolment, actor)
    parts = queries.own_parts(enrolment, actor, found)
    known = by_id(method, parts)
    if name not in known:
        raise Http404
    scale, seen = known[name], history(found, name)
    steps = [
        (rating.on, {r: s for r in RATERS if (s := given.get(r)) and s <= len(scale.steps)}) for rating, given in seen
    ]
    is_rated = any(given for _day, given in steps)
    ladder = ladder_of(method, scale.ladder)
    return {
        "case": enrolment.item.case, "enrolment": enrolment, "scale": scale, "may_write": may_write(actor),
        "area": words.say(ladder.name) if ladder else "", "about": words.say(scale.about),
        "history": seen[::-1], "chart": chart(steps, len(scale.steps)) if is_rated else None,
        "whole": known.get(scale.part_of), "parts": [one for one in known.values() if one.part_of == name],
        "now": latest(found), "raters": RATERS,
    }  # fmt: skip


