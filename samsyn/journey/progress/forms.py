"""The step move form: two things to fill in, the rest prefilled or optional."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from samsyn.access import clock
from samsyn.access.actor import Actor
from samsyn.access.forms import DayField, LongText
from samsyn.basis.code_list.forms import CodeField
from samsyn.entry.case.forms import ItemForm
from samsyn.entry.case.models import Case, Category
from samsyn.journey.progress.models import StepMove

SMALL_STEPS = (
    _("Kommer till mötena"),
    _("Åker buss eller tåg själv"),
    _("Går upp på morgonen och äter frukost"),
    _("Ringer egna samtal"),
    _("Har träffat en grupp"),
    _("Har varit på studiebesök"),
    _("Arbetstränar några timmar i veckan"),
    _("Har ökat sin tid"),
)


class StepMoveForm(ItemForm):
    """Where the person is now, and which way it went, as each of the two sees it."""

    to_step = forms.CharField(
        label=_("Vad har hänt"), max_length=200,
        error_messages={"required": _("Skriv vad personen gör nu. Små steg räknas.")},
        widget=forms.TextInput(attrs={"list": "small-steps", "autocomplete": "off"}),
    )  # fmt: skip
    by_caseworker = forms.ChoiceField(
        label=_("Du bedömer"), choices=StepMove.Direction.choices, widget=forms.RadioSelect,
        error_messages={"required": _("Välj åt vilket håll du bedömer att det gick.")},
    )  # fmt: skip
    by_person = forms.ChoiceField(
        label=_("Personen bedömer"), choices=[*StepMove.Direction.choices, ("", _("Har inte svarat"))],
        widget=forms.RadioSelect, required=False,
    )  # fmt: skip
    from_step = forms.CharField(label=_("Hur var det förut"), max_length=200, required=False)
    area = CodeField("assessment_area", label=_("Område"), required=False)
    evidence = LongText(label=_("Det syns genom"), required=False, rows=3)
    next_step = forms.CharField(label=_("Nästa steg"), max_length=300, required=False)
    on = DayField(label=_("Dag"), required=False)
    field_order = (
        "to_step",
        "by_caseworker",
        "by_person",
        "from_step",
        "area",
        "evidence",
        "next_step",
        "on",
    )

    def __init__(self, *args: Any, case: Case, actor: Actor, from_step: str = "", **kwargs: Any) -> None:
        super().__init__(*args, case=case, actor=actor, category=Category.WORK_AND_STUDY, **kwargs)
        self.fields["from_step"].initial = from_step
        self.fields["on"].initial = clock.today()
