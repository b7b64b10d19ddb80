"""The handover form: who, to whom, for how long both, and how the person was told."""

import uuid
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from samsyn.access import clock
from samsyn.access.actor import Actor
from samsyn.access.forms import DayField, SamsynForm
from samsyn.basis.staff.models import Staff
from samsyn.entry.case.forms import ItemForm
from samsyn.entry.case.models import Case, Category
from samsyn.journey.handover import queries
from samsyn.journey.handover.actions import LONGEST_OVERLAP, OVERLAP_DAYS


def _colleagues(actor: Actor) -> list[tuple[str, str]]:
    """Value and words of each possible receiver, the own unit's first."""
    rows = sorted(queries.possible_receivers(actor), key=lambda s: s.unit_id != actor.unit_id)
    return [(str(s.pk), _line(s)) for s in rows if s.pk != actor.staff_id]


def _line(staff: Staff) -> str:
    unit = f", {staff.unit.name}" if staff.unit else ""
    return f"{staff.user.name} ({staff.get_role_display()}{unit})"


class HandoverForm(ItemForm):
    """One choice to make; the rest is filled in."""

    to_staff = forms.ChoiceField(
        label=_("Ny handläggare"),
        error_messages={
            "required": _("Välj vem som tar över."),
            "invalid_choice": _("Den personen kan inte ta över. Välj någon i listan."),
        },
    )
    from_staff = forms.ChoiceField(label=_("Från"))
    overlap_days = forms.IntegerField(
        label=_("Båda läser i antal dagar"),
        min_value=0,
        max_value=LONGEST_OVERLAP,
        initial=OVERLAP_DAYS,
        error_messages={
            "invalid": _("Skriv ett helt tal, till exempel 30."),
            "min_value": _("Skriv ett antal dagar mellan 0 och 180."),
            "max_value": _("Skriv ett antal dagar mellan 0 och 180."),
        },
    )
    person_told_on = DayField(label=_("När fick personen veta"), required=False)
    person_told_how = forms.CharField(label=_("Hur fick personen veta"), required=False, max_length=120)
    field_order = ("to_staff", "from_staff", "overlap_days", "person_told_on", "person_told_how")

    def __init__(self, *args: Any, case: Case, actor: Actor, **kwargs: Any) -> None:
        super().__init__(*args, case=case, actor=actor, category=Category.OTHER, **kwargs)
        self.here = list(queries.named_here(case, actor))
        named = {str(row.staff_id): row.staff.user.name for row in self.here if row.staff}
        self.fields["from_staff"].choices = list(named.items())  # type: ignore[attr-defined]
        mine = str(actor.staff_id)
        self.fields["from_staff"].initial = mine if mine in named else next(iter(named), "")
        colleagues = [*_colleagues(actor), (mine, actor.display_name)]
        self.fields["to_staff"].choices = [("", _("Välj")), *colleagues]  # type: ignore[attr-defined]

    def clean_to_staff(self) -> uuid.UUID:
        """The key."""
        return uuid.UUID(self.cleaned_data["to_staff"])

    def clean_from_staff(self) -> uuid.UUID:
        """The key."""
        return uuid.UUID(self.cleaned_data["from_staff"])


class AppointForm(SamsynForm):
    """Who becomes the owner."""

    to_staff = forms.ChoiceField(
        label=_("Ansvarig handläggare"), error_messages={"required": _("Välj en handläggare.")}
    )

    def __init__(self, *args: Any, actor: Actor, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        known = [*_colleagues(actor), (str(actor.staff_id), actor.display_name)]
        self.fields["to_staff"].choices = [("", _("Välj")), *known]  # type: ignore[attr-defined]

    def clean_to_staff(self) -> uuid.UUID:
        """The key."""
        return uuid.UUID(self.cleaned_data["to_staff"])


class ToldForm(SamsynForm):
    """When and how the person was told."""

    person_told_on = DayField(label=_("När fick personen veta"))
    person_told_how = forms.CharField(
        label=_("Hur fick personen veta"),
        max_length=120,
        error_messages={"required": _("Skriv hur, till exempel brev eller telefon.")},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["person_told_on"].initial = clock.today()
