"""The form for an intervention."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from samsyn.access import clock
from samsyn.access.actor import Actor
from samsyn.access.forms import DayField, LongText, SamsynForm
from samsyn.access.policy import Policy
from samsyn.basis.code_list.forms import CodesField
from samsyn.basis.group.models import Group, GroupKind
from samsyn.basis.intervention.models import Intervention
from samsyn.basis.method.models import Method
from samsyn.basis.method.queries import to_choose
from samsyn.basis.party.fields import PartiesField
from samsyn.basis.party.models import PartyKind, Unit
from samsyn.basis.staff.models import Role

AGE = {
    "invalid": _("Skriv åldern i hela år."), "min_value": _("Skriv en ålder från 0 till 120."),
    "max_value": _("Skriv en ålder från 0 till 120."),
}  # fmt: skip


class InterventionForm(SamsynForm):
    """What is offered, to whom, by whom."""

    name = forms.CharField(
        label=_("Namn"), max_length=120, error_messages={"required": _("Skriv insatsens namn.")}
    )
    about = LongText(label=_("Vad personen möter"), required=False, rows=3, help_text=_("Med vanliga ord."))
    orientation = forms.ChoiceField(
        label=_("Inriktning"), choices=Intervention.Orientation.choices, widget=forms.RadioSelect,
        initial=Intervention.Orientation.INDIVIDUAL, error_messages={"required": _("Välj inriktning.")},
    )  # fmt: skip
    registration = forms.ChoiceField(
        label=_("Hur deltagare registreras"), required=False, widget=forms.RadioSelect,
        choices=[("", _("Som inriktningen säger")), *Intervention.Registration.choices],
        help_text=_("Individinriktad: personuppgifter med samtycke. Strukturövergripande: bara antal."),
    )  # fmt: skip
    owner_unit = forms.ChoiceField(
        label=_("Ägs av"), help_text=_("Remisser kommer till den enhetens inkorg."),
        error_messages={"required": _("Välj vilken enhet som äger insatsen.")},
    )  # fmt: skip
    target_groups = CodesField("target_group", label=_("Målgrupper"), required=False)
    age_from = forms.IntegerField(
        label=_("Lägsta ålder"), required=False, min_value=0, max_value=120, error_messages=AGE
    )
    age_to = forms.IntegerField(
        label=_("Högsta ålder"), required=False, min_value=0, max_value=120, error_messages=AGE
    )
    places = forms.IntegerField(
        label=_("Platser samtidigt"), required=False, min_value=1, max_value=30_000,
        help_text=_("Lämna tomt om det inte finns någon gräns."),
        error_messages={
            "invalid": _("Skriv ett helt antal."), "min_value": _("Skriv minst 1, eller lämna tomt."),
            "max_value": _("Skriv högst 30 000."),
        },
    )  # fmt: skip
    circle = PartiesField(
        label=_("Krets i samtycket"),
        required=False,
        help_text=_(
            "De parter som brukar behöva dela uppgifter. Personen kan alltid säga nej till någon av dem."
        ),
    )
    selection_group = forms.ChoiceField(
        label=_("Urvalsgrupp"), required=False, help_text=_("Utan grupp bestämmer den ägande enheten själv.")
    )
    method = forms.ChoiceField(
        label=_("Metod"), required=False,
        help_text=_("De som skrivs in från nu följer den. Läs om metoderna i grunddata."),
    )  # fmt: skip
    funding = forms.CharField(label=_("Finansiering"), max_length=120, required=False)
    starts_on = DayField(label=_("Börjar"), initial=clock.today)
    ends_on = DayField(label=_("Första dagen den inte längre finns"), required=False)

    def __init__(self, *args: Any, actor: Actor, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        units = Policy.all(Unit, actor).filter(is_active=True).exclude(party__kind=PartyKind.ASSOCIATION)
        if actor.role == Role.INTERVENTION_MANAGER:
            units = units.filter(party_id=actor.party_id)
        self.units = {
            str(u.pk): u for u in units.select_related("party").order_by("party__name", "-is_intake", "name")
        }
        groups = Policy.all(Group, actor).filter(kind=GroupKind.SELECTION, is_active=True).order_by("name")
        self.groups = {str(g.pk): g for g in groups}
        named = [(key, f"{u.party.short_name} · {u.name}") for key, u in self.units.items()]
        self.fields["owner_unit"].choices = [("", _("Välj")), *named]  # type: ignore[attr-defined]
        groups_named = [(key, g.name) for key, g in self.groups.items()]
        self.fields["selection_group"].choices = [("", _("Ingen")), *groups_named]  # type: ignore[attr-defined]
        self.methods = {str(m.pk): m for m in to_choose(actor)}
        named_methods = [(key, m.name) for key, m in self.methods.items()]
        self.fields["method"].choices = [("", _("Ingen")), *named_methods]  # type: ignore[attr-defined]
        self.fields["circle"].offer(actor)  # type: ignore[attr-defined]
        self.fields["target_groups"].keep(self.initial.get("target_groups", []))  # type: ignore[attr-defined]

    def clean_owner_unit(self) -> Unit:
        """The unit."""
        return self.units[self.cleaned_data["owner_unit"]]

    def clean_method(self) -> Method | None:
        """The way of working."""
        return self.methods.get(self.cleaned_data["method"])

    def clean_selection_group(self) -> Group | None:
        """The group."""
        return self.groups.get(self.cleaned_data["selection_group"])

    def clean(self) -> dict[str, Any]:
        """The period in order; registration follows the orientation unless it is chosen."""
        data = super().clean()
        self.require_order("starts_on", "ends_on")
        if not data.get("registration"):
            is_structural = data.get("orientation") == Intervention.Orientation.STRUCTURAL
            ways = Intervention.Registration
            data["registration"] = ways.VOLUME if is_structural else ways.PERSONAL
        return data


class ChooseMethodForm(SamsynForm):
    """Which way of working those who are enrolled from now on follow."""

    method = forms.ChoiceField(
        label=_("Metod"), required=False,
        help_text=_("De som redan är inskrivna går vidare som de började."),
    )  # fmt: skip

    def __init__(self, *args: Any, actor: Actor, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.methods = {str(m.pk): m for m in to_choose(actor)}
        named = [(key, m.name) for key, m in self.methods.items()]
        self.fields["method"].choices = [("", _("Ingen")), *named]  # type: ignore[attr-defined]

    def clean_method(self) -> Method | None:
        """The way of working."""
        return self.methods.get(self.cleaned_data["method"])
