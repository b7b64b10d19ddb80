"""Writing a step move, and correcting one."""

import datetime as dt
import uuid
from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext_lazy as _

from samsyn.access import clock
from samsyn.access.action import action
from samsyn.access.actor import Actor
from samsyn.access.days import not_ahead
from samsyn.access.errors import RuleBroken
from samsyn.basis.code_list import queries as codes
from samsyn.basis.staff.rules import CASE_WRITERS
from samsyn.entry.case import writing
from samsyn.entry.case.models import Case, Category, ItemKind
from samsyn.journey.progress.models import StepMove


@action(verb="progress.write", sentence=_("skrev in en stegförflyttning"), roles=CASE_WRITERS)
def write_step_move(
    case: Case, *, by: Actor, to_step: str, by_caseworker: str, on: dt.date | None = None,
    share: Iterable[uuid.UUID] = (), replaces: StepMove | None = None, **said: Any,
) -> StepMove:  # fmt: skip
    """A move, or the next version of one; the person's judgement stays empty until they gave it.

    `said` takes the other fields of `StepMove`.
    Raises DAY_AHEAD, UNKNOWN_CODE, STALE, NOT_HOLDER, CONSENT_MISSING.
    """
    day = on or clock.today()
    not_ahead(day, field="on")
    if said.get("area") and not codes.is_known("assessment_area", said["area"]):
        raise RuleBroken("UNKNOWN_CODE", _("Området finns inte i listan. Välj ett annat."), field="area")
    move = StepMove(on=day, to_step=to_step, by_caseworker=by_caseworker, **said)
    old = replaces.item if replaces else None
    return writing.write(
        move,
        case=case,
        kind=ItemKind.STEP_MOVE,
        category=Category.WORK_AND_STUDY,
        by=by,
        share=share,
        replaces=old,
    )
