"""Ticking off: the day and the outcome in words; a reason where something is skipped."""

from collections.abc import Sequence
from typing import Any, cast

from django import forms
from django.utils.translation import gettext_lazy as _

from samsyn.access import clock
from samsyn.access.actor import Actor
from samsyn.access.forms import DayField
from samsyn.basis.method import words
from samsyn.basis.method.schema import Outcome
from samsyn.entry.case.forms import ItemForm
from samsyn.entry.case.models import Case, Category
from samsyn.journey.method.models import MethodMark

State = MethodMark.State
LABELS = {
    State.DONE: _("Hur det gick"), State.SKIPPED: _("Varför det hoppas över"), State.OPENED: _("Att veta"),
    State.ENDED: _("Att veta"),
}  # fmt: skip


class MarkForm(ItemForm):
    """One thing to say of a part of the method."""

    outcome = forms.ChoiceField(
        label=_("Vad blev det?"), widget=forms.RadioSelect,
        error_messages={"required": _("Välj vad det blev."), "invalid_choice": _("Det går inte att välja här.")},
    )  # fmt: skip
    said = forms.CharField(label=_("Hur det gick"), max_length=300, required=False)
    on = DayField(label=_("Dag"), required=False)

    def __init__(
        self, *args: Any, case: Case, actor: Actor, state: str, outcomes: Sequence[Outcome] = (), **kwargs: Any
    ) -> None:
        super().__init__(*args, case=case, actor=actor, category=Category.PLAN, **kwargs)
        if outcomes and state == State.DONE:
            choices = [(one.id, words.say(one.text)) for one in outcomes]
            cast(forms.ChoiceField, self.fields["outcome"]).choices = choices
        else:
            del self.fields["outcome"]
        self.fields["said"].label = LABELS.get(State(state)) if state in LABELS else LABELS[State.DONE]
        if "outcome" in self.fields:
            self.fields["said"].label = _("Att veta")
        self.fields["said"].required = state == State.SKIPPED
        self.fields["said"].error_messages["required"] = _("Skriv varför det hoppas över.")
        self.fields["on"].initial = clock.today()
