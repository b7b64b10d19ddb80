"""Forms of enrolment and volume registration."""

from typing import Any

from django import forms
from django.utils.translation import gettext as now_said
from django.utils.translation import gettext_lazy as _

from samsyn.access import clock
from samsyn.access.actor import Actor
from samsyn.access.forms import DayField, SamsynForm
from samsyn.basis.code_list.forms import CodeField
from samsyn.basis.intervention.models import Intervention
from samsyn.entry.case.forms import ItemForm
from samsyn.entry.case.models import Case, Category
from samsyn.entry.enrolment.queries import LABELS, QUESTIONS
from samsyn.entry.person.models import Sex
from samsyn.entry.referral.needs import needs_of
from samsyn.entry.referral.needs_form import NeedsMixin

MOST_COUNTED = 10_000


def add_questions(form: forms.Form, answers: dict[str, str]) -> None:
    """The eight questions; each begins as unknown and none must be answered now."""
    for name, list_name in QUESTIONS.items():
        form.fields[name] = CodeField(
            list_name,
            label=LABELS[name],
            required=False,
            blank=now_said("Inte besvarad"),
            initial=answers.get(name, "unknown"),
        )


def gather(data: dict[str, Any]) -> dict[str, Any]:
    """The answers as one dict under `background`."""
    data["background"] = {name: data.pop(name) for name in QUESTIONS if name in data}
    return data


class EnrolForm(NeedsMixin, ItemForm):
    """Start day; the questions only where the register may have them."""

    starts_on = DayField(label=_("Startdatum"))
    field_order = ("intervention", "starts_on")

    def __init__(
        self,
        *args: Any,
        case: Case,
        actor: Actor,
        named: bool,
        choices: list[Intervention] | None = None,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, case=case, actor=actor, category=Category.OTHER, **kwargs)
        self.case, self.actor = case, actor
        self.fields["starts_on"].initial = clock.today()
        if choices is not None:
            self.fields["intervention"] = forms.TypedChoiceField(
                label=_("Insats"), choices=[("", now_said("Välj")), *((str(i.pk), i.name) for i in choices)],
                coerce=lambda key: next(i for i in choices if str(i.pk) == key),
                error_messages={"required": _("Välj en insats.")},
            )  # fmt: skip
            self.order_fields(["intervention", "starts_on"])
            chosen = (self.data or {}).get("intervention")
            self.ask_needs(next((i for i in choices if str(i.pk) == chosen), None), actor, case)
        if named:
            add_questions(self, {})

    def clean(self) -> dict[str, Any]:
        """The answers gathered; what the method needs, where somebody is enrolled without a referral."""
        data = gather(super().clean())
        self.check_needs(data, needs_of(self.method, self.actor, case=self.case))
        return data


class NamelessForm(SamsynForm):
    """Start day of somebody whom the party may not know: no questions, no receivers."""

    starts_on = DayField(label=_("Startdatum"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["starts_on"].initial = clock.today()


class StartForm(SamsynForm):
    """Another start day than was written."""

    starts_on = DayField(label=_("Startdatum"))


class EndForm(SamsynForm):
    """The last day of somebody whom the party may not know."""

    last_day = DayField(label=_("Sista dag"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["last_day"].initial = clock.today()


class BackgroundForm(SamsynForm):
    """The questions again, when more is known."""

    def __init__(self, *args: Any, answers: dict[str, str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        add_questions(self, answers)
        for name in QUESTIONS:
            self.fields[name].keep(answers.get(name, "unknown"))  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """The answers gathered."""
        return gather(super().clean())


class VolumeForm(SamsynForm):
    """Counts only."""

    on = DayField(label=_("Dag"))
    count = forms.IntegerField(
        label=_("Antal personer"), min_value=1, max_value=MOST_COUNTED, initial=1,
        error_messages={
            "required": _("Skriv ett antal."), "invalid": _("Skriv antalet med siffror."),
            "min_value": _("Skriv ett antal som är minst 1."),
            "max_value": _("Antalet är för stort. Kontrollera det."),
        },
    )  # fmt: skip
    about = CodeField("measure_type", label=_("Typ av åtgärd"), required=False)
    sex = forms.ChoiceField(label=_("Kön"), choices=Sex.choices, required=False, initial=Sex.UNKNOWN)
    birth_year = forms.IntegerField(label=_("Födelseår"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["on"].initial = clock.today()

    def clean(self) -> dict[str, Any]:
        """A birth year is one person's."""
        data = super().clean()
        year = data.get("birth_year")
        if year is not None and not 1900 <= year <= clock.today().year:
            self.add_error(
                "birth_year", now_said("Födelseåret stämmer inte. Skriv fyra siffror, till exempel 1985.")
            )
        if year and (data.get("count") or 1) > 1:
            self.add_error(
                "birth_year", now_said("Födelseår kan bara anges för en person i taget. Lämna det tomt.")
            )
        data["sex"] = data.get("sex") or Sex.UNKNOWN
        return data
