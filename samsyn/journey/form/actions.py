"""Filling in a form of a method, and correcting it."""

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
from samsyn.basis.method.queries import form_of
from samsyn.basis.staff.rules import CASE_WRITERS
from samsyn.entry.case import writing
from samsyn.entry.case.models import Category, ItemKind
from samsyn.entry.enrolment.models import Enrolment
from samsyn.journey.form import filling
from samsyn.journey.form.models import FilledForm


@action(verb="form.fill", sentence=_("fyllde i ett formulär"), roles=CASE_WRITERS)
def fill(
    enrolment: Enrolment, *, by: Actor, form: str, answers: dict[str, Any], on: dt.date | None = None,
    share: Iterable[uuid.UUID] = (), replaces: FilledForm | None = None,
) -> FilledForm:  # fmt: skip
    """A filled-in form, or the next version of one. Raises UNKNOWN_FORM, DAY_AHEAD, STALE, CONSENT_MISSING."""
    day = on or clock.today()
    not_ahead(day, field="on")
    asks = form_of(enrolment.method_version, form) if enrolment.method_version else None
    if asks is None:
        raise RuleBroken("UNKNOWN_FORM", _("Formuläret finns inte i metoden. Ladda om sidan och försök igen."))
    made = FilledForm(
        enrolment=enrolment, form=form, name=asks.name.sv[:200], on=day, answers=answers,
        scores=filling.scores_of(asks, answers), told=filling.told(asks, answers),
    )  # fmt: skip
    return writing.write(
        made, case=enrolment.item.case, kind=ItemKind.FORM, category=Category.PLAN, by=by, share=share,
        replaces=replaces.item if replaces else None,
    )  # fmt: skip
