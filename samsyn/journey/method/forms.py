"""Ticking off: the day and the outcome in words; a reason where something is skipped."""

from collections.abc import Sequence
from typing import Any, cast

from django import forms
from django.utils.translation import gettext as now_said
from django.utils.translation import gettext_lazy as _

from samsyn.access import clock
from samsyn.access.actor import Actor
from samsyn.access.forms import DayField, SamsynForm
from samsyn.basis.method import words
from samsyn.basis.method.schema import Outcome
from samsyn.entry.case.forms import ItemForm
from samsyn.entry.case.models import Case, Category
from samsyn.entry.enrolment.models import Enrolment
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


WHY = {"required": _("Skriv varför personen flyttas.")}


class MoveForm(ItemForm):
    """Why somebody is moved to another version."""

    said = forms.CharField(label=_("Varför"), max_length=300, error_messages=WHY)

    def __init__(self, *args: Any, case: Case, actor: Actor, **kwargs: Any) -> None:
        super().__init__(*args, case=case, actor=actor, category=Category.PLAN, **kwargs)


class MoveManyForm(SamsynForm):
    """Who is moved, and why."""

    who = forms.MultipleChoiceField(
        label=_("Vilka"), widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Välj minst en person."), "invalid_choice": _("Någon kan inte flyttas nu.")},
    )  # fmt: skip
    said = forms.CharField(label=_("Varför"), max_length=300, error_messages=WHY)

    def __init__(self, *args: Any, rows: Sequence[Enrolment], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.rows = {str(row.pk): row for row in rows}
        cast(forms.MultipleChoiceField, self.fields["who"]).choices = [
            (key, f"{row.item.case.person} · {row.intervention.name} · "
                  + now_said("version %(n)s") % {"n": row.method_version.number if row.method_version else ""})
            for key, row in self.rows.items()
        ]  # fmt: skip

    def clean_who(self) -> list[Enrolment]:
        """The enrolments."""
        return [self.rows[key] for key in self.cleaned_data["who"]]
