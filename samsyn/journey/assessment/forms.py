"""Forms for mapping, assessments, the view of work ability, and the receiver's word."""

from typing import Any, cast

from django import forms
from django.utils.translation import gettext_lazy as _

from samsyn.access import clock
from samsyn.access.actor import Actor
from samsyn.access.forms import DayField, LongText, SamsynForm
from samsyn.basis.code_list import queries as codes
from samsyn.entry.case.forms import ItemForm
from samsyn.entry.case.models import Case, Category
from samsyn.journey.assessment.models import Assessment, AssessmentUse

Kind = Assessment.Kind
OWN_FORM = (Kind.MAPPING, Kind.WORK_ABILITY)


class AssessmentItemForm(ItemForm):
    """Base: the category is assessments."""

    def __init__(self, *args: Any, case: Case, actor: Actor, **kwargs: Any) -> None:
        super().__init__(*args, case=case, actor=actor, category=Category.ASSESSMENT, **kwargs)


class MappingForm(AssessmentItemForm):
    """A text per area of the list, each optional."""

    summary = LongText(label=_("Sammanfattning"), required=False, rows=3)

    def __init__(self, *args: Any, areas: dict[str, str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        retired = [(code, codes.words("assessment_area", code)) for code in areas]
        self.area_codes = dict([*codes.choices("assessment_area"), *retired])
        for code, words in self.area_codes.items():
            self.fields[f"area_{code}"] = LongText(
                label=words, required=False, rows=4, initial=areas.get(code, "")
            )

    def area_fields(self) -> list[dict[str, Any]]:
        """Each area's field, and whether it is open from the start."""
        bound = [self[f"area_{code}"] for code in self.area_codes]
        return [{"field": f, "is_open": bool(f.value() or f.errors)} for f in bound]

    def clean(self) -> dict[str, Any]:
        """The texts by area."""
        data = super().clean()
        areas = {code: data.pop(f"area_{code}", "") or "" for code in self.area_codes}
        return {**data, "areas": areas}


class AssessmentForm(AssessmentItemForm):
    """An assessment of any kind of the list but those that have forms of their own."""

    kind = forms.ChoiceField(label=_("Slag"), widget=forms.RadioSelect)
    made_by = forms.CharField(
        label=_("Vem gjorde den"),
        max_length=160,
        error_messages={"required": _("Skriv vem som gjorde bedömningen, och som vad.")},
    )
    made_on = DayField(label=_("Dag"))
    summary = LongText(
        label=_("Vad kom man fram till"), error_messages={"required": _("Skriv vad man kom fram till.")}
    )
    outcome = forms.ChoiceField(
        label=_("Vad ledde den till"),
        choices=[("", _("Inget mer")), *Assessment.Outcome.choices],
        widget=forms.RadioSelect,
        required=False,
    )
    referred_to = forms.CharField(label=_("Remiss till"), max_length=160, required=False)
    field_order = ("kind", "made_by", "made_on", "summary", "outcome", "referred_to")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        kept = self.initial.get("kind") or None
        kinds = codes.choices("assessment_kind", include_retired_value=kept)
        cast(forms.ChoiceField, self.fields["kind"]).choices = [one for one in kinds if one[0] not in OWN_FORM]
        self.fields["kind"].initial = Kind.FUNCTIONAL
        self.fields["made_on"].initial = clock.today()


class WorkAbilityForm(AssessmentItemForm):
    """The own party's view in a line, with extent when it can be said."""

    work_ability = forms.CharField(
        label=_("Er syn på arbetsförmågan"),
        max_length=200,
        error_messages={"required": _("Skriv hur ni ser på arbetsförmågan.")},
    )
    extent = forms.IntegerField(
        label=_("Hur mycket kan personen arbeta, procent"),
        required=False,
        min_value=0,
        max_value=100,
        error_messages={
            "invalid": _("Skriv ett helt tal mellan 0 och 100."),
            "min_value": _("Procenten ska vara mellan 0 och 100."),
            "max_value": _("Procenten ska vara mellan 0 och 100."),
        },
    )
    summary = LongText(label=_("Det bygger vi på"), required=False, rows=3)
    made_by = forms.CharField(label=_("Vem gjorde den"), max_length=160, required=False)
    made_on = DayField(label=_("Dag"))
    field_order = ("work_ability", "extent", "summary", "made_by", "made_on")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["made_on"].initial = clock.today()


class UseForm(SamsynForm):
    """The receiver's word."""

    use = forms.ChoiceField(
        label=_("Hur använder ni bedömningen"),
        choices=AssessmentUse.Use.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("Välj ett svar.")},
    )
    because = LongText(label=_("Därför att"), required=False, rows=3)
