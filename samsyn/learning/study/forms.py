"""Forms of studies: a new evaluation, a party's decision, taking it back."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from samsyn.access import clock
from samsyn.access.forms import DayField, LongText, SamsynForm
from samsyn.entry.case.models import Category
from samsyn.learning.study.models import ReleaseDecision

YES, NO = "yes", "no"
WHAT = {
    "participations": _("Deltaganden: vilken insats, när, kön, ålder, bakgrund och hur det slutade"),
    "livelihoods": _("Försörjning och sysselsättning över tid"),
    "happenings": _("Händelser: möten, aktiviteter och beslut, vilken part och när, utan text"),
    "progress": _("Stegförflyttningar och skattningar"),
    "costs": _("Vad som har köpts in och vad det kostade"),
}
SHORT = {
    "participations": _("Deltaganden"), "livelihoods": _("Försörjning"), "happenings": _("Händelser"),
    "progress": _("Steg och skattningar"), "costs": _("Inköp"),
}  # fmt: skip
CHOOSE = {"required": _("Välj ett svar."), "invalid_choice": _("Svaret finns inte. Välj ett annat.")}
TICK = {"required": _("Bocka för minst en sak, eller svara nej."), "invalid_choice": _("Valet finns inte.")}


class ProjectForm(SamsynForm):
    """What is asked, why, by whom, until when."""

    name = forms.CharField(
        label=_("Vad utvärderingen heter"), max_length=120, error_messages={"required": _("Skriv vad den heter.")}
    )
    purpose = LongText(
        label=_("Vad svaren ska användas till"), rows=3, max_length=2_000,
        help_text=_("Parterna läser det här när de beslutar vad de lämnar."),
        error_messages={"required": _("Skriv vad svaren ska användas till.")},
    )  # fmt: skip
    receiver = forms.CharField(
        label=_("Vem som arbetar med tabellerna"), max_length=160,
        error_messages={"required": _("Skriv vem som arbetar med tabellerna.")},
    )  # fmt: skip
    ends_on = DayField(label=_("Första dagen den inte pågår"), help_text=_("Då tas tabellerna bort."))


class DecisionForm(SamsynForm):
    """Yes to what, of which sorts, on what ground, from when; or no."""

    answer = forms.ChoiceField(
        label=_("Ert svar"), choices=[(YES, _("Ja, vi lämnar det vi bockar för")), (NO, _("Nej, vi lämnar ingenting"))],
        widget=forms.RadioSelect, error_messages=CHOOSE,
    )  # fmt: skip
    tables = forms.MultipleChoiceField(
        label=_("Vad ni lämnar"), choices=list(WHAT.items()), required=False, initial=list(WHAT),
        widget=forms.CheckboxSelectMultiple, error_messages=TICK,
    )  # fmt: skip
    categories = forms.MultipleChoiceField(
        label=_("Vilka sorters uppgifter det får bygga på"), choices=Category.choices, required=False,
        initial=list(Category.values), widget=forms.CheckboxSelectMultiple, error_messages=TICK,
        help_text=_("Ta bort bocken för det som inte får lämnas, till exempel hälsa."),
    )  # fmt: skip
    ground = forms.ChoiceField(
        label=_("Vad beslutet vilar på"), choices=ReleaseDecision.Ground.choices, required=False,
        initial=ReleaseDecision.Ground.CONSENT, widget=forms.RadioSelect, error_messages=CHOOSE,
    )  # fmt: skip
    purpose = forms.CharField(
        label=_("Vad uppgifterna får användas till"), max_length=300, required=False,
        help_text=_("Med era ord, om ni vill begränsa det mer än studien gör."),
    )  # fmt: skip
    reference = forms.CharField(label=_("Ert diarienummer"), max_length=80, required=False)
    starts_on = DayField(label=_("Gäller från"), initial=clock.today)
    ends_on = DayField(label=_("Första dagen det inte gäller"), required=False)

    def clean(self) -> dict[str, Any]:
        """The answer as the action takes it."""
        data = super().clean()
        data["is_refusal"] = data.pop("answer", NO) == NO
        if data["is_refusal"]:
            data |= {"ends_on": None, "purpose": "", "ground": ""}
        else:
            self.require_order("starts_on", "ends_on")
        return data


class WithdrawForm(SamsynForm):
    """Why, if one wants to say."""

    because = forms.CharField(label=_("Varför"), max_length=300, required=False)
