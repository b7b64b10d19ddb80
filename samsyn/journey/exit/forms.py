"""Preparing an exit, and the receiver's answer."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from samsyn.access import clock
from samsyn.access.actor import Actor
from samsyn.access.forms import DayField, LongText, SamsynForm
from samsyn.basis.code_list.forms import CodeField
from samsyn.basis.party.models import Unit
from samsyn.entry.case.forms import ItemForm
from samsyn.entry.case.models import Case, Category
from samsyn.entry.enrolment.models import Enrolment
from samsyn.journey.exit import queries
from samsyn.journey.exit.actions import Ending
from samsyn.journey.exit.models import Exit
from samsyn.journey.request.queries import people_in, units_to_ask

SAID = tuple(Ending.__dataclass_fields__)


class ExitForm(ItemForm):
    """The end: why, with what outcome, what comes next, and who receives."""

    enrolment = forms.ChoiceField(
        label=_("Insats"), error_messages={"required": _("Välj vilken insats som avslutas.")}
    )
    on = DayField(label=_("Sista dag"))
    reason = CodeField("exit_reason", label=_("Orsak"))
    outcome = CodeField("exit_outcome", label=_("Resultat"))
    outcome_extent = forms.IntegerField(
        label=_("Omfattning i procent"),
        required=False,
        min_value=1,
        max_value=100,
        error_messages={
            "invalid": _("Skriv ett helt tal mellan 1 och 100."),
            "min_value": _("Skriv ett tal mellan 1 och 100."),
            "max_value": _("Skriv ett tal mellan 1 och 100."),
        },
    )
    keeps_livelihood = forms.BooleanField(label=_("Försörjningen är oförändrad"), required=False)
    next_step = forms.CharField(label=_("Nästa steg"), max_length=300, required=False)
    to_unit = forms.ChoiceField(label=_("Vem tar emot"), required=False)
    to_name = forms.CharField(label=_("Namn eller e-post"), required=False, max_length=120)
    without_because = LongText(label=_("Ingen tar emot, därför att"), required=False, rows=2)
    documentation = LongText(label=_("Slutdokumentation"), required=False, rows=14)
    field_order = (
        "enrolment", "on", "reason", "outcome", "outcome_extent", "keeps_livelihood", "next_step", "to_unit",
        "to_name", "without_because", "documentation",
    )  # fmt: skip

    def __init__(self, *args: Any, case: Case, actor: Actor, old: Exit | None = None, **kwargs: Any) -> None:
        super().__init__(*args, case=case, actor=actor, category=Category.PLAN, **kwargs)
        self.enrolments = {str(e.pk): e for e in queries.enrolments_to_end(case, actor)}
        self.units = {str(u.pk): u for u in units_to_ask(case, actor, Category.PLAN)}
        self.people = people_in([u.pk for u in self.units.values()])
        self.fields["enrolment"].choices = [(k, e.intervention.name) for k, e in self.enrolments.items()]  # type: ignore[attr-defined]
        self.fields["to_unit"].choices = [("", _("Välj")), *_by_party(self.units)]  # type: ignore[attr-defined]
        self.fields["to_name"].widget.attrs |= {"list": "people", "autocomplete": "off"}
        self.initial = {**self._start(case, actor, old), **self.initial}

    def _start(self, case: Case, actor: Actor, old: Exit | None) -> dict[str, Any]:
        if old is None:
            return {"on": clock.today(), "documentation": queries.draft(case, actor)}
        kept = {name: getattr(old, name) for name in SAID}
        name = (
            old.receiver_staff.user.name if old.receiver_staff and old.receiver == Exit.Receiver.ASKED else ""
        )
        return {
            **kept,
            "enrolment": str(old.enrolment_id),
            "to_unit": str(old.receiver_unit_id or ""),
            "to_name": name,
        }

    def clean_enrolment(self) -> Enrolment:
        """The enrolment itself."""
        return self.enrolments[self.cleaned_data["enrolment"]]

    def clean_to_unit(self) -> Unit | None:
        """The unit itself, or nobody."""
        return self.units.get(self.cleaned_data["to_unit"])

    def clean(self) -> dict[str, Any]:
        """What is said of the end, apart from who receives."""
        data = super().clean()
        if self.errors:
            return data
        ending = Ending(**{name: data[name] for name in SAID})
        return {"ending": ending, **{n: data[n] for n in ("enrolment", "to_unit", "to_name", "share")}}


def _by_party(units: dict[str, Unit]) -> list[tuple[str, list[tuple[str, str]]]]:
    groups: dict[str, list[tuple[str, str]]] = {}
    for key, unit in units.items():
        groups.setdefault(unit.party.name, []).append((key, unit.name))
    return list(groups.items())


class AnswerForm(SamsynForm):
    """Words; which button says yes or no."""

    words = LongText(label=_("Vad ni gör, eller varför ni inte tar emot"), required=False, rows=3)

    def clean(self) -> dict[str, Any]:
        """The button's answer too."""
        data = super().clean()
        return {"words": data.get("words", ""), "accepts": self.data.get("answer") == "accept"}
