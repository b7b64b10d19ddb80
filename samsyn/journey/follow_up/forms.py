"""Doing a follow-up: four answers, or that the person could not be reached."""

import datetime as dt
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from samsyn.access.actor import Actor
from samsyn.access.forms import DayField, LongText, SamsynForm
from samsyn.entry.case.forms import ItemForm
from samsyn.entry.case.models import Case, Category
from samsyn.journey.follow_up.models import FollowUp
from samsyn.journey.progress.models import StepMove

ANSWERS = ("livelihood_now", "direction", "what_now", "what_next")


class FollowUpForm(ItemForm):
    """What now, what next, has a step been taken, and the livelihood."""

    livelihood_now = forms.ChoiceField(
        label=_("Försörjningen"), choices=FollowUp.Livelihood.choices, widget=forms.RadioSelect,
        error_messages={"required": _("Välj ett svar. Vet inte är också ett svar.")},
    )  # fmt: skip
    direction = forms.ChoiceField(
        label=_("Steg sedan sist"), choices=StepMove.Direction.choices, widget=forms.RadioSelect,
        error_messages={"required": _("Välj åt vilket håll det har gått.")},
    )  # fmt: skip
    what_now = LongText(
        label=_("Vad gör personen nu"), rows=3, error_messages={"required": _("Skriv hur det är nu.")}
    )
    what_next = LongText(
        label=_("Vad händer sedan"), rows=3, error_messages={"required": _("Skriv vad som är nästa steg.")}
    )
    field_order = ANSWERS

    def __init__(self, *args: Any, case: Case, actor: Actor, **kwargs: Any) -> None:
        super().__init__(*args, case=case, actor=actor, category=Category.WORK_AND_STUDY, **kwargs)
        if self.is_not_reached:
            for name in ANSWERS:
                self.fields[name].required = False

    @property
    def is_not_reached(self) -> bool:
        """Whether the other button was pressed: then only what happens next is asked for."""
        return "not_reached" in self.data

    def clean(self) -> dict[str, Any]:
        """Only what the chosen button's act takes."""
        data = super().clean()
        kept = ("what_next", "share") if self.is_not_reached else (*ANSWERS, "share")
        return {name: data[name] for name in kept if name in data}


class PlanForm(SamsynForm):
    """A day for a follow-up."""

    due_on = DayField(label=_("Dag"))

    def __init__(self, *args: Any, due_on: dt.date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["due_on"].initial = due_on
