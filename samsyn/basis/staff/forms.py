"""Forms for assignments."""

import uuid
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from samsyn.access import clock
from samsyn.access.actor import Actor
from samsyn.access.forms import DayField, SamsynForm
from samsyn.access.policy import Policy
from samsyn.basis.party.models import Party, PartyKind
from samsyn.basis.party.queries import member, with_units
from samsyn.basis.staff.models import Role, Staff
from samsyn.basis.staff.queries import colleagues
from samsyn.basis.staff.rules import MANAGED_ROLES

WHOLE = "party"


class AssignmentForm(SamsynForm):
    """Who, where, as what, from when."""

    name = forms.CharField(
        label=_("Namn"), max_length=120, error_messages={"required": _("Skriv personens namn.")}
    )
    email = forms.EmailField(
        label=_("E-post i arbetet"),
        help_text=_("Personen loggar in med den, och får en länk för att välja lösenord."),
        error_messages={
            "required": _("Skriv personens e-postadress."),
            "invalid": _("Skriv en e-postadress, till exempel anna.ek@myndighet.se."),
        },
    )  # fmt: skip
    place = forms.ChoiceField(
        label=_("Part och enhet"),
        error_messages={"required": _("Välj var personen arbetar."), "invalid_choice": _("Välj i listan.")},
    )
    role = forms.ChoiceField(
        label=_("Roll"),
        error_messages={"required": _("Välj en roll."), "invalid_choice": _("Välj i listan.")},
    )
    title = forms.CharField(label=_("Titel"), max_length=80, required=False)
    phone = forms.CharField(label=_("Direktnummer"), max_length=40, required=False)
    starts_on = DayField(label=_("Från och med"), initial=clock.today)
    ends_on = DayField(label=_("Första dagen uppdraget inte längre gäller"), required=False)

    def __init__(self, *args: Any, actor: Actor, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.places: dict[str, tuple[Party, Any]] = {}
        roles = [(r.value, r.label) for r in Role if actor.role != Role.UNIT_MANAGER or r in MANAGED_ROLES]
        self.fields["role"].choices = [("", _("Välj")), *roles]  # type: ignore[attr-defined]
        self.fields["place"].choices = [("", _("Välj")), *self._places(actor)]  # type: ignore[attr-defined]
        if actor.role == Role.UNIT_MANAGER:
            self.fields["place"].initial = str(actor.unit_id)

    def _places(self, actor: Actor) -> list[tuple[str, list[tuple[str, Any]]]]:
        parties = Policy.all(Party, actor).filter(member())
        if actor.party_kind != PartyKind.ASSOCIATION:
            parties = parties.filter(pk=actor.party_id)
        return [(party.name, self._places_in(party, actor)) for party in with_units(parties)]

    def _places_in(self, party: Party, actor: Actor) -> list[tuple[str, Any]]:
        units = [u for u in party.units.all() if u.is_active]
        if actor.role == Role.UNIT_MANAGER:
            units = [u for u in units if u.pk == actor.unit_id]
        self.places |= {str(u.pk): (party, u) for u in units}
        found: list[tuple[str, Any]] = [(str(u.pk), u.name) for u in units]
        if actor.role != Role.UNIT_MANAGER:
            self.places[f"{WHOLE}:{party.pk}"] = (party, None)
            found.append(
                (f"{WHOLE}:{party.pk}", _("%(party)s, ingen särskild enhet") % {"party": party.short_name})
            )
        return found

    def clean(self) -> dict[str, Any]:
        """Party and unit as two; the period in order."""
        data = super().clean()
        self.require_order("starts_on", "ends_on")
        if place := data.pop("place", None):
            data["party"], data["unit"] = self.places[place]
        return data


class ChangeAssignmentForm(SamsynForm):
    """What may change during an assignment."""

    title = forms.CharField(label=_("Titel"), max_length=80, required=False)
    phone = forms.CharField(label=_("Direktnummer"), max_length=40, required=False)
    substitute = forms.ChoiceField(
        label=_("Ersättare"), required=False, help_text=_("Den som svarar när personen är borta.")
    )

    def __init__(self, *args: Any, staff: Staff, **kwargs: Any) -> None:
        start = {"title": staff.title, "phone": staff.phone, "substitute": str(staff.substitute_id or "")}
        super().__init__(*args, initial=start, **kwargs)
        self.known = {str(one.pk): one for one in colleagues(staff.party_id).exclude(pk=staff.pk)}
        named = [(key, f"{one.user.name} · {one.get_role_display()}") for key, one in self.known.items()]
        self.fields["substitute"].choices = [("", _("Ingen")), *named]  # type: ignore[attr-defined]

    def clean_substitute(self) -> Staff | None:
        """The chosen colleague."""
        return self.known.get(self.cleaned_data["substitute"])


class ChooseForm(forms.Form):
    """Which assignment to work in."""

    staff = forms.UUIDField()

    def chosen(self) -> uuid.UUID | None:
        """Its key, when one was sent."""
        return self.cleaned_data["staff"] if self.is_valid() else None
