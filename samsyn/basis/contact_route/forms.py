"""The form for a contact route."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from samsyn.access.actor import Actor
from samsyn.access.forms import SamsynForm
from samsyn.access.policy import Policy
from samsyn.basis.party.models import Unit
from samsyn.basis.staff.rules import BASIS_ROLES


class ContactRouteForm(SamsynForm):
    """Whom to call, about what, and who steps in."""

    unit = forms.ChoiceField(label=_("Enhet"), error_messages={"required": _("Välj enhet.")})
    about = forms.CharField(
        label=_("Vilka frågor"), max_length=120, help_text=_("Till exempel: remisser och lediga platser."),
        error_messages={"required": _("Skriv vilka frågor det gäller.")},
    )  # fmt: skip
    name = forms.CharField(
        label=_("Vem svarar"), max_length=120, error_messages={"required": _("Skriv vem som svarar.")}
    )
    direct_number = forms.RegexField(
        r"^[0-9+][0-9 ()+/–-]{4,39}$", label=_("Direktnummer"),
        help_text=_("Inte växeln, till exempel 010-123 45 67."),
        error_messages={
            "required": _("Skriv ett direktnummer."),
            "invalid": _("Skriv ett telefonnummer med siffror, till exempel 010-123 45 67."),
        },
    )  # fmt: skip
    hours = forms.CharField(
        label=_("Svarar"), max_length=120, required=False, help_text=_("Till exempel: vardagar 9–11.")
    )
    email = forms.EmailField(
        label=_("E-post"), required=False, help_text=_("Skriv aldrig om en person i e-post."),
        error_messages={"invalid": _("Skriv en e-postadress, till exempel anna.ek@myndighet.se.")},
    )  # fmt: skip
    substitute_name = forms.CharField(label=_("Ersättare"), max_length=120, required=False)
    substitute_number = forms.CharField(label=_("Ersättarens nummer"), max_length=40, required=False)

    def __init__(self, *args: Any, actor: Actor, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        rows = (
            Policy.all(Unit, actor)
            .filter(is_active=True)
            .select_related("party")
            .order_by("party__name", "name")
        )
        rows = rows if actor.role in BASIS_ROLES else rows.filter(party_id=actor.party_id)
        self.known = {str(unit.pk): unit for unit in rows}
        named: dict[str, list[tuple[str, str]]] = {}
        for key, unit in self.known.items():
            named.setdefault(unit.party.name, []).append((key, unit.name))
        self.fields["unit"].choices = [("", _("Välj")), *named.items()]  # type: ignore[attr-defined]
        self.fields["unit"].initial = str(actor.unit_id or "")

    def clean_unit(self) -> Unit:
        """The unit."""
        return self.known[self.cleaned_data["unit"]]
