"""Rating the modules of an area, correcting it, and breaking a module into smaller parts for one person."""

import datetime as dt
import uuid
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.utils.translation import gettext_lazy as _

from samsyn.access import clock
from samsyn.access.action import action
from samsyn.access.actor import Actor
from samsyn.access.days import not_ahead
from samsyn.access.errors import RuleBroken
from samsyn.access.ids import new_id
from samsyn.basis.method.queries import read_once
from samsyn.basis.method.schema import Method
from samsyn.basis.staff.rules import CASE_WRITERS
from samsyn.entry.case import writing
from samsyn.entry.case.models import Category, ItemKind
from samsyn.entry.enrolment.models import Enrolment
from samsyn.journey.ladder import queries
from samsyn.journey.ladder.models import ModuleParts, Rating
from samsyn.journey.ladder.scales import Scale, by_id, ladder_of, scales
from samsyn.journey.ladder.steps import RATERS

MOST_PARTS, MOST_STEPS = 8, 10
NAMES = {"person": _("Personen"), "staff": _("Personalen")}
Values = Mapping[str, Mapping[str, int | None]]


@action(verb="ladder.rate", sentence=_("skattade en trappa"), roles=CASE_WRITERS)
def rate(
    enrolment: Enrolment, *, by: Actor, ladder: str, values: Values, rated_by: str = Rating.RatedBy.TOGETHER,
    on: dt.date | None = None, said: str = "", share: Iterable[uuid.UUID] = (), replaces: Rating | None = None,
) -> Rating:  # fmt: skip
    """Steps of modules as they are on a day, or the next version of a rating.

    Raises UNKNOWN_LADDER, UNKNOWN_MODULE, NO_SUCH_STEP, NOTHING_RATED, DAY_AHEAD, BEFORE_START, STALE,
    NOT_HOLDER, CONSENT_MISSING.
    """
    day = on or clock.today()
    area = ladder_of(_method(enrolment), ladder)
    if area is None:
        raise RuleBroken("UNKNOWN_LADDER", _("Området finns inte i metoden. Ladda om sidan och försök igen."))
    not_ahead(day, field="on")
    if day < enrolment.starts_on:
        raise RuleBroken("BEFORE_START", _("Dagen är före inskrivningen. Välj en senare dag."), field="on")
    seen = queries.ratings(enrolment, by)
    known = {scale.id: scale for scale in scales(area, queries.own_parts(enrolment, by, seen))}
    kept = _checked(values, known, rated_by)
    made = Rating(
        enrolment=enrolment, ladder=ladder, name=area.name.sv[:200], on=day, rated_by=rated_by, values=kept,
        said=said.strip(), own=_own(kept, known), told=_told(kept, known),
    )  # fmt: skip
    return writing.write(
        made, case=enrolment.item.case, kind=ItemKind.RATING, category=Category.PLAN, by=by, share=share,
        replaces=replaces.item if replaces else None,
    )  # fmt: skip


def _method(enrolment: Enrolment) -> Method:
    if enrolment.method_version is None:
        raise RuleBroken("NO_METHOD", _("Insatsen har ingen metod. Välj en på insatsens sida."))
    return read_once(enrolment.method_version.text)


def _checked(values: Values, known: Mapping[str, Scale], rated_by: str) -> dict[str, dict[str, int | None]]:
    """Only modules of the ladder, steps that they have, and those whose turn it is."""
    raters = RATERS if rated_by == Rating.RatedBy.TOGETHER else (rated_by,)
    kept: dict[str, dict[str, int | None]] = {}
    for module, given in values.items():
        if module not in known:
            raise RuleBroken("UNKNOWN_MODULE", _("Modulen finns inte i metoden. Ladda om sidan och försök igen."))
        for rater, step in given.items():
            _check_step(step, known[module], rater)
        if mine := {rater: given[rater] for rater in raters if rater in given}:
            kept[module] = mine
    if not kept:
        raise RuleBroken("NOTHING_RATED", _("Sätt en siffra på minst en modul."))
    return kept


def _check_step(step: object, scale: Scale, rater: str) -> None:
    is_number = isinstance(step, int) and not isinstance(step, bool) and 1 <= step <= len(scale.steps)
    if step is not None and not is_number:
        words = _("Steget finns inte. Välj 1 till %(most)s, eller Inte bedömt.") % {"most": len(scale.steps)}
        raise RuleBroken("NO_SUCH_STEP", words, field=f"{rater}-{scale.id}")


def _own(values: Values, known: Mapping[str, Scale]) -> dict[str, dict[str, Any]]:
    """The person's own parts as they were called then, for those who read the rating alone."""
    mine = [known[module] for module in values if known[module].is_own]
    return {
        one.id: {"name": one.words.sv, "part_of": one.part_of, "steps": [step.text.sv for step in one.steps]}
        for one in mine
    }


def _told(values: Values, known: Mapping[str, Scale]) -> list[tuple[str, str]]:
    """Each module with its steps in words."""
    return [(known[module].words.sv, _line(given, known[module])) for module, given in values.items()]


def _line(given: Mapping[str, int | None], scale: Scale) -> str:
    def said(step: int | None) -> str:
        return str(_("inte bedömt")) if step is None else f"{step}. {scale.step(step, 'sv')}"

    return "\n".join(f"{NAMES[rater]}: {said(step)}" for rater, step in given.items())


@action(verb="ladder.divide", sentence=_("delade upp en modul för en person"), roles=CASE_WRITERS)
def divide(
    enrolment: Enrolment, *, by: Actor, module: str, parts: Sequence[Mapping[str, Any]],
    share: Iterable[uuid.UUID] = (), replaces: ModuleParts | None = None,
) -> ModuleParts:  # fmt: skip
    """A module in smaller parts for one person: each a name, and steps of its own or those of the module.

    Raises UNKNOWN_MODULE, PARTS_MISSING, TOO_MANY_PARTS, STALE, NOT_HOLDER, CONSENT_MISSING.
    """
    whole = by_id(_method(enrolment)).get(module)
    if whole is None:
        raise RuleBroken("UNKNOWN_MODULE", _("Modulen finns inte i metoden. Ladda om sidan och försök igen."))
    named = [part for part in parts if str(part.get("name", "")).strip()]
    if not named and replaces is None:
        raise RuleBroken("PARTS_MISSING", _("Skriv minst en del."), field="part-0")
    if len(named) > MOST_PARTS or any(len(part.get("steps") or ()) > MOST_STEPS for part in named):
        raise RuleBroken("TOO_MANY_PARTS", _("Högst åtta delar, med högst tio steg var."))
    kept = {part["id"] for part in (replaces.parts if replaces else ())}
    made = ModuleParts(
        enrolment=enrolment, module=module, name=whole.words.sv[:200], on=clock.today(),
        parts=[_part(part, kept) for part in named],
    )  # fmt: skip
    return writing.write(
        made, case=enrolment.item.case, kind=ItemKind.MODULE_PARTS, category=Category.PLAN, by=by, share=share,
        replaces=replaces.item if replaces else None,
    )  # fmt: skip


def _part(part: Mapping[str, Any], kept: set[str]) -> dict[str, Any]:
    """A part keeps its id while it is changed, so that its ratings stay with it."""
    key = part.get("id") if part.get("id") in kept else f"own_{new_id().hex[-12:]}"
    steps = [text.strip()[:300] for text in part.get("steps") or () if text.strip()]
    return {"id": key, "name": str(part["name"]).strip()[:120], "steps": steps}
