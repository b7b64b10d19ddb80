"""Forms for asking, deciding and saying what was bought. Amounts are typed with comma or point."""

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from samsyn.access import clock
from samsyn.access.actor import Actor
from samsyn.access.forms import DayField, DecimalNumber, LongText, SamsynForm
from samsyn.basis.method import words
from samsyn.entry.case.forms import ItemForm
from samsyn.entry.case.models import Case, Category
from samsyn.entry.enrolment.models import Enrolment
from samsyn.journey.purchase.models import Purchase
from samsyn.journey.purchase.rules import purse_of

State = Purchase.State


class Kronor(DecimalNumber):
    """An amount in kronor with öre."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs["error_messages"] = {
            "required": _("Skriv ett belopp i kronor."),
            "invalid": _("Skriv ett belopp, till exempel 1250 eller 1250,50."),
            "min_value": _("Skriv ett belopp över noll kronor."), "max_value": _("Beloppet är för stort."),
            "max_decimal_places": _("Skriv högst två decimaler."), "max_digits": _("Beloppet är för stort."),
        }  # fmt: skip
        super().__init__(min_value=Decimal("0.01"), max_value=10_000_000, decimal_places=2, **kwargs)

    def prepare_value(self, value: Any) -> Any:
        """Whole kronor, or with both figures of öre."""
        if isinstance(value, Decimal):
            return f"{value:.2f}".replace(".", ",").removesuffix(",00")
        return value


class AskForm(ItemForm):
    """Which sort, what for and how much."""

    enrolment = forms.ChoiceField(
        label=_("Insats"), widget=forms.RadioSelect, error_messages={"required": _("Välj vilken insats.")}
    )
    kind = forms.ChoiceField(
        label=_("Slag"), widget=forms.RadioSelect,
        error_messages={"required": _("Välj slag av inköp."), "invalid_choice": _("Välj bland slagen i listan.")},
    )  # fmt: skip
    amount = Kronor(label=_("Belopp i kronor"))
    what_for = LongText(
        label=_("Vad det ska användas till"), rows=3,
        error_messages={"required": _("Skriv vad pengarna ska användas till.")},
        help_text=_("Förbundet ser inte det här, bara belopp och slag räknade för många."),
    )  # fmt: skip

    def __init__(
        self, *args: Any, case: Case, actor: Actor, enrolments: Sequence[Enrolment], **kwargs: Any
    ) -> None:
        super().__init__(*args, case=case, actor=actor, category=Category.PLAN, **kwargs)
        self.enrolments = {str(one.pk): one for one in enrolments}
        choices = [(key, one.intervention.name) for key, one in self.enrolments.items()]
        self.fields["enrolment"].choices = choices  # type: ignore[attr-defined]
        self.fields["enrolment"].initial = choices[0][0] if len(choices) == 1 else None
        if len(choices) == 1:
            self.fields["enrolment"].widget = forms.HiddenInput()
        self._offer_kinds(enrolments)

    def _offer_kinds(self, enrolments: Sequence[Enrolment]) -> None:
        purses = [purse for each in enrolments if (purse := purse_of(each.method_version))]
        kinds = {one.id: words.say(one.text) for purse in purses for one in purse.kinds}
        self.fields["kind"].choices = list(kinds.items())  # type: ignore[attr-defined]
        if not kinds:
            del self.fields["kind"]

    def clean(self) -> dict[str, Any]:
        """The participation whose purse it is."""
        data = super().clean()
        data["enrolment"] = self.enrolments.get(data.get("enrolment", ""))
        data.setdefault("kind", "")
        return data


class DecideForm(SamsynForm):
    """Yes to an amount, or no and why."""

    outcome = forms.ChoiceField(
        label=_("Beslut"), choices=[(State.APPROVED, _("Bevilja")), (State.DECLINED, _("Avslå"))],
        widget=forms.RadioSelect, error_messages={"required": _("Välj om det beviljas eller avslås.")},
    )  # fmt: skip
    amount = Kronor(label=_("Beviljat belopp i kronor"), required=False)
    said = forms.CharField(
        label=_("Om beslutet"), max_length=300, required=False, help_text=_("Vid avslag: skriv varför.")
    )


class BuyForm(SamsynForm):
    """What it cost, and when."""

    amount = Kronor(label=_("Vad det kostade, i kronor"))
    on = DayField(label=_("Köpt den"), initial=clock.today)
