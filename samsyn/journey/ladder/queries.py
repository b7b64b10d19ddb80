"""Ratings and own parts of one participation, as the reader sees them; and both ends of each in words."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import gettext as _

from samsyn.access.actor import Actor
from samsyn.access.policy import Policy
from samsyn.basis.method import words
from samsyn.basis.method.queries import read_once
from samsyn.entry.enrolment.models import Enrolment
from samsyn.journey.activity.queries import newest
from samsyn.journey.ladder.models import ModuleParts, Rating
from samsyn.journey.ladder.scales import Parts, Scale, scales
from samsyn.journey.ladder.steps import RATERS, Given, Steps, first, latest


def ratings(enrolment: Enrolment, actor: Actor) -> list[Rating]:
    """Every rating the actor reads in its newest version, oldest first. One query."""
    rows = newest(Policy.all(Rating, actor), actor).filter(enrolment_id=enrolment.pk)
    return list(rows.select_related("item__holder").order_by("on", "item__at"))


def own_parts(enrolment: Enrolment, actor: Actor, seen: Iterable[Rating] = ()) -> Parts:
    """The person's own parts by module: as they are written down, otherwise as the ratings the actor reads tell."""
    found: dict[str, dict[str, dict[str, object]]] = defaultdict(dict)
    for rating in seen:
        for key, own in rating.own.items():
            found[own["part_of"]][key] = {"id": key, "name": own["name"], "steps": own["steps"]}
    for row in parts_rows(enrolment, actor):
        found[row.module] = {part["id"]: part for part in row.parts}
    return {module: list(parts.values()) for module, parts in found.items()}


def parts_rows(enrolment: Enrolment, actor: Actor) -> list[ModuleParts]:
    """Modules broken into parts, each in the newest version the actor reads."""
    rows = newest(Policy.all(ModuleParts, actor), actor).filter(enrolment_id=enrolment.pk)
    return list(rows.select_related("item").order_by("item__at"))


def own_row(enrolment: Enrolment, actor: Actor, module: str) -> ModuleParts | None:
    """The parts of a module as the actor's own party has written them."""
    rows = newest(Policy.all(ModuleParts, actor), actor).filter(enrolment_id=enrolment.pk, module=module)
    return rows.filter(item__holder_id=actor.party_id).select_related("item").order_by("-item__at").first()


@dataclass(frozen=True, slots=True)
class InWords:
    """A module that was rated: the first and the latest step of each rater in words, with the day."""

    area: str
    module: str
    first: dict[str, str]
    latest: dict[str, str]
    first_on: dt.date
    latest_on: dt.date

    def told(self) -> str:
        """In one line, for a document: "Personen 3 → 5: Kommer i tid. Personalen 4: Kommer oftast i tid."."""
        names = {"person": _("Personen"), "staff": _("Personalen")}
        said = [_first_and_now(self.first.get(r), now) for r, now in self.latest.items()]
        return " ".join(f"{names[r]} {line}" for r, line in zip(self.latest, said, strict=True))


def _first_and_now(before: str | None, now: str) -> str:
    number = before.split(":")[0] if before else ""
    return f"{number} → {now}" if number and number != now.split(":")[0] else now


def in_words(enrolment: Enrolment, actor: Actor) -> list[InWords]:
    """The first and the latest rating of every module that was rated, in the order of the text. Two queries."""
    if enrolment.method_version is None:
        return []
    method, seen = read_once(enrolment.method_version.text), ratings(enrolment, actor)
    parts = own_parts(enrolment, actor, seen) if seen else {}
    began, now = first(seen), latest(seen)
    found = []
    for ladder in method.ladders:
        for scale in scales(ladder, parts):
            if known := _given(now, scale):
                found.append(_in_words(words.say(ladder.name), scale, _given(began, scale), known))
    return found


def _given(steps: Steps, scale: Scale) -> dict[str, Given]:
    found = {rater: steps.get((scale.id, rater)) for rater in RATERS}
    return {rater: given for rater, given in found.items() if given and given.step is not None}


def _in_words(area: str, scale: Scale, began: dict[str, Given], now: dict[str, Given]) -> InWords:
    def said(given: dict[str, Given]) -> dict[str, str]:
        return {rater: f"{one.step}: {scale.step(one.step or 0)}" for rater, one in given.items()}

    first_on = min(one.on for one in (began or now).values())
    return InWords(area, scale.name, said(began), said(now), first_on, max(one.on for one in now.values()))
