"""Asking and answering."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from samsyn.access import clock
from samsyn.access.actor import Actor
from samsyn.access.forms import DayField, LongText, SamsynForm
from samsyn.basis.party.models import Unit
from samsyn.entry.case.models import Case, Category
from samsyn.entry.consent import gate
from samsyn.journey.request import queries
from samsyn.journey.request.actions import ANSWER_WITHIN
from samsyn.journey.request.models import Request


class AskForm(SamsynForm):
    """What is asked, of whom, by when. Only units that may read the question are offered."""

    to_unit = forms.ChoiceField(label=_("Vem ska svara"), error_messages={"required": _("Välj en enhet.")})
    to_name = forms.CharField(label=_("Namn eller e-post"), required=False, max_length=120)
    asks = forms.ChoiceField(
        label=_("Vad vill du ha"), choices=Request.Asks.choices, widget=forms.RadioSelect
    )
    question = LongText(label=_("Fråga"), rows=4, error_messages={"required": _("Skriv vad du frågar om.")})
    answer_by = DayField(label=_("Svar senast"))
    category = forms.ChoiceField(label=_("Vad handlar det om"), choices=Category.choices)
    field_order = ("to_unit", "to_name", "asks", "question", "answer_by", "category")

    def __init__(self, *args: Any, case: Case, actor: Actor, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        chosen = self.data.get("category")
        category = chosen if chosen in Category.values else Category.OTHER
        self.units = {str(u.pk): u for u in queries.units_to_ask(case, actor, category)}
        self.fields["to_unit"].choices = [("", _("Välj")), *self._grouped()]  # type: ignore[attr-defined]
        self.fields["asks"].initial = Request.Asks.STATEMENT
        self.fields["answer_by"].initial = clock.today() + ANSWER_WITHIN
        self.fields["category"].initial = category
        self.fields["to_name"].widget.attrs |= {"list": "people", "autocomplete": "off"}
        self.people = queries.people_in([u.pk for u in self.units.values()])
        self.denied = [
            {"party": r.name, "reason": r.why} for r in gate.receivers(case, actor, category) if not r.allowed
        ]
        self.needs_name = case.person.is_protected
        self.fields["to_name"].required = self.needs_name

    def _grouped(self) -> list[tuple[str, list[tuple[str, str]]]]:
        groups: dict[str, list[tuple[str, str]]] = {}
        for key, unit in self.units.items():
            groups.setdefault(unit.party.name, []).append((key, unit.name))
        return list(groups.items())

    def clean_to_unit(self) -> Unit:
        """The unit itself."""
        return self.units[self.cleaned_data["to_unit"]]


class AnswerForm(SamsynForm):
    """One field."""

    text = LongText(label=_("Svar"), rows=5, error_messages={"required": _("Skriv ditt svar.")})
