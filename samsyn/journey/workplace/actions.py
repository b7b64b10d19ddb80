"""Writing a workplace, and its next version."""

import datetime as dt
import uuid
from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext_lazy as _

from samsyn.access.action import action
from samsyn.access.actor import Actor
from samsyn.access.errors import RuleBroken
from samsyn.basis.staff.rules import CASE_WRITERS
from samsyn.entry.case import writing
from samsyn.entry.case.models import Case, Category, ItemKind
from samsyn.journey.workplace.models import Workplace


@action(verb="workplace.write", sentence=_("skrev in en arbetsplats"), roles=CASE_WRITERS)
def write_workplace(
    case: Case, *, by: Actor, employer: str, starts_on: dt.date, ends_on: dt.date | None = None,
    share: Iterable[uuid.UUID] = (), replaces: Workplace | None = None, **said: Any,
) -> Workplace:  # fmt: skip
    """A workplace, or its next version. `said` takes the other fields of `Workplace`.

    Raises ENDS_BEFORE_START, STALE, NOT_HOLDER, CONSENT_MISSING.
    """
    if ends_on and ends_on <= starts_on:
        raise RuleBroken(
            "ENDS_BEFORE_START", _("Slutet ligger före starten. Ändra något av datumen."), field="last_day"
        )
    workplace = Workplace(employer=employer, starts_on=starts_on, ends_on=ends_on, **said)
    old = replaces.item if replaces else None
    return writing.write(
        workplace, case=case, kind=ItemKind.WORKPLACE, category=Category.WORK_AND_STUDY, by=by, share=share,
        replaces=old,
    )  # fmt: skip
