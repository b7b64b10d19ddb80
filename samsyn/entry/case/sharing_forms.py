"""Forms for sharing what is written, filing a copy, and saying who works with a case."""

import uuid
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from samsyn.access.actor import Actor
from samsyn.access.forms import DayField, SamsynForm
from samsyn.basis.code_list import queries as code_list
from samsyn.basis.staff.models import Staff
from samsyn.basis.staff.rules import CASE_WRITERS
from samsyn.entry.case.forms import ItemForm
from samsyn.entry.case.models import CaseAssignment, Disclosure, Item
from samsyn.entry.case.sharing_queries import colleagues, parties_reachable, permits_disclosure, readers
from samsyn.entry.consent.queries import receivers_by_name

GROUNDS = [
    (Disclosure.Ground.PERSON, _("Personen själv har bett om det")),
    (Disclosure.Ground.STATUTE, _("En lag säger att uppgiften får eller ska lämnas")),
]


class ShareForm(ItemForm):
    """The same box of receivers as when something is written; who reads already is left out."""

    def __init__(self, *args: Any, item: Item, actor: Actor, **kwargs: Any) -> None:
        super().__init__(*args, case=item.case, actor=actor, category=item.category, **kwargs)
        share, known = self.fields["share"], readers(item)
        share.choices = [c for c in share.choices if uuid.UUID(str(c[0])) not in known]  # type: ignore[attr-defined]
        share.initial = []


class GroundForm(SamsynForm):
    """Release on another ground than consent: to whom, on what, for what."""

    ground = forms.ChoiceField(label=_("Grund"), choices=GROUNDS, widget=forms.RadioSelect)
    statute = forms.ChoiceField(label=_("Bestämmelse, när grunden är en lag"), required=False)
    statute_words = forms.CharField(label=_("Annan bestämmelse, skriv vilken"), required=False, max_length=80)
    to_party = forms.TypedChoiceField(label=_("Vem ska få läsa"), coerce=uuid.UUID, widget=forms.RadioSelect)
    purpose = forms.CharField(label=_("Vad uppgiften behövs till"), max_length=80)
    named = forms.TypedChoiceField(
        label=_("Namngiven mottagare"), coerce=uuid.UUID, required=False, empty_value=None
    )

    def __init__(self, *args: Any, item: Item, actor: Actor, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        parties = parties_reachable(item.case, actor)
        lawful = [c for c in code_list.choices("statute") if permits_disclosure(c[0])]
        self.fields["statute"].choices = [("", _("Välj bestämmelse")), *lawful]  # type: ignore[attr-defined]
        self.fields["to_party"].choices = [(str(p.pk), p.name) for p in parties]  # type: ignore[attr-defined]
        if not item.case.person.is_protected:
            del self.fields["named"]
            return
        groups = receivers_by_name(parties)
        named = [(p.name, [(str(s.pk), s.user.name) for s in groups[p.pk]]) for p in parties]
        self.fields["named"].choices = [("", _("Ingen vald")), *named]  # type: ignore[attr-defined]


class FileForm(SamsynForm):
    """Which own decision the copy is needed for."""

    needed_for = forms.CharField(
        label=_("Vilket beslut hos er behövs uppgiften till"), max_length=200,
        error_messages={"required": _("Skriv vilket beslut eller ärende hos er som behöver uppgiften.")},
    )  # fmt: skip


class ColleagueForm(SamsynForm):
    """Who else works with the case."""

    staff = forms.TypedChoiceField(label=_("Kollega"), coerce=uuid.UUID)
    part = forms.ChoiceField(
        label=_("Del i ärendet"), widget=forms.RadioSelect, initial=CaseAssignment.Part.PARTICIPANT,
        choices=[(p.value, p.label) for p in (CaseAssignment.Part.PARTICIPANT, CaseAssignment.Part.COACH)],
    )  # fmt: skip

    def __init__(self, *args: Any, actor: Actor, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        found = [(str(s.pk), _who(s.user.name, s.get_role_display(), s.unit)) for s in colleagues(actor)]
        mine = str(actor.staff_id)
        self.fields["staff"].choices = [("", _("Välj kollega")), *(c for c in found if c[0] != mine)]  # type: ignore[attr-defined]


def _who(name: str, role: str, unit: object) -> str:
    return f"{name}, {role}, {unit}" if unit else f"{name}, {role}"


class AwayForm(SamsynForm):
    """From when, until when, and who answers meanwhile."""

    away_from = DayField(label=_("Borta från"))
    back_on = DayField(label=_("Tillbaka den"), help_text=_("Första dagen på arbetet igen."))
    substitute = forms.TypedChoiceField(label=_("Vem svarar under tiden"), coerce=uuid.UUID)

    def __init__(self, *args: Any, staff: Staff, actor: Actor, **kwargs: Any) -> None:
        known = {"away_from": staff.away_from, "back_on": staff.back_on, "substitute": staff.substitute_id}
        super().__init__(*args, initial=known, **kwargs)
        rows = [s for s in colleagues(actor) if s.unit_id == staff.unit_id and s.role in CASE_WRITERS]
        names = [(str(s.pk), s.user.name) for s in rows if s.pk != staff.pk]
        self.fields["substitute"].choices = [("", _("Välj kollega")), *names]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """A period in order."""
        data = super().clean()
        self.require_order("away_from", "back_on")
        return data


class ReassignForm(SamsynForm):
    """Which assignment goes to whom."""

    assignment_id = forms.UUIDField(widget=forms.HiddenInput)
    staff = forms.TypedChoiceField(label=_("Till"), coerce=uuid.UUID)

    def __init__(self, *args: Any, actor: Actor, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        rows = [s for s in colleagues(actor) if s.unit_id == actor.unit_id and s.pk != actor.staff_id]
        self.fields["staff"].choices = [("", _("Välj kollega")), *((str(s.pk), s.user.name) for s in rows)]  # type: ignore[attr-defined]
