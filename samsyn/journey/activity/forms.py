"""The quick activity form, the words of a state, and a day of attendance."""

import datetime as dt
import uuid
from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _

from samsyn.access import clock
from samsyn.access.actor import Actor
from samsyn.access.forms import DayField, SamsynForm
from samsyn.basis.code_list.forms import CodeField
from samsyn.entry.case.forms import ItemForm
from samsyn.entry.case.models import Case, Category
from samsyn.journey.activity.models import PERSON, Activity
from samsyn.journey.activity.queries import names_around, of_case, parties_around

ONE_DAY = dt.timedelta(days=1)
FAR = dt.timedelta(days=366 * 20)
OTHER = "other"


class NearDayField(DayField):
    """A day within twenty years: anything else is a slip of the finger."""

    default_error_messages: ClassVar[dict[str, Any]] = {
        "far": _("Året ser fel ut. Skriv ett datum inom tjugo år, som 2026-12-01."),
    }

    def validate(self, value: dt.date | None) -> None:
        """Refuse a year that cannot be meant."""
        super().validate(value)
        if value and abs(value - clock.today()) > FAR:
            raise forms.ValidationError(self.error_messages["far"], code="far")


def who_choices(actor: Actor, *extra: tuple[str, Any]) -> list[tuple[str, Any]]:
    """The person first, then every party."""
    parties = [(str(party.pk), party.name) for party in parties_around(actor)]
    return [(PERSON, _("Personen själv")), *parties, *extra]


def responsible(who: str, name: str = "") -> dict[str, Any]:
    """What a chosen "who" means in an activity's fields."""
    if who in (PERSON, OTHER, ""):
        return {"responsible_party_id": None, "responsible_name": PERSON if who == PERSON else name}
    return {"responsible_party_id": uuid.UUID(who), "responsible_name": name}


class ActivityForm(ItemForm):
    """Four fields that matter; the rest can wait."""

    title = forms.CharField(
        label=_("Vad ska göras"), max_length=160, error_messages={"required": _("Skriv vad som ska göras.")}
    )
    kind = CodeField("activity_kind", label=_("Slag av aktivitet"))
    who = forms.ChoiceField(label=_("Vem ansvarar"), required=False)
    starts_on = NearDayField(label=_("Börjar"))
    last_day = NearDayField(label=_("Sista dag"), required=False)
    responsible_name = forms.CharField(
        label=_("Namn på den som ansvarar"), max_length=120, required=False,
        widget=forms.TextInput(attrs={"list": "names", "autocomplete": "off"}),
    )  # fmt: skip
    place = forms.CharField(label=_("Plats"), max_length=160, required=False)
    extent = forms.CharField(label=_("Omfattning"), max_length=80, required=False)
    depends_on = forms.MultipleChoiceField(
        label=_("Måste bli klart först"), required=False, widget=forms.CheckboxSelectMultiple
    )

    def __init__(
        self, *args: Any, case: Case, actor: Actor, activity: Activity | None = None, **kwargs: Any
    ) -> None:
        if activity:
            kwargs["initial"] = {**_initial(activity), **kwargs.get("initial", {})}
        super().__init__(*args, case=case, actor=actor, category=Category.PLAN, **kwargs)
        self.fields["who"].choices = [  # type: ignore[attr-defined]
            ("", _("Inte bestämt än")), *who_choices(actor, (OTHER, _("Någon annan (skriv vem)"))),
        ]  # fmt: skip
        self.names = names_around(case, actor)
        others = [a for a in of_case(case, actor) if not activity or a.item.series != activity.item.series]
        self.fields["depends_on"].choices = [(str(a.item.series), a.title) for a in others]  # type: ignore[attr-defined]
        if activity:
            self.fields["kind"].keep(activity.kind)  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """Turn "who" and the last day into the fields of an activity."""
        data = super().clean()
        self.require_order("starts_on", "last_day")
        who, name = data.pop("who", ""), data.get("responsible_name", "")
        if who == OTHER and not name:
            self.add_error("responsible_name", _("Skriv vem som ansvarar."))
        data.update(responsible(who, name))
        last = data.pop("last_day", None)
        data["ends_on"] = last + ONE_DAY if last else None
        return data


def _initial(activity: Activity) -> dict[str, Any]:
    name = activity.responsible_name
    who = str(activity.responsible_party_id or (PERSON if name == PERSON else OTHER if name else ""))
    same = ("title", "kind", "starts_on", "last_day", "place", "extent", "depends_on")
    known = {field: getattr(activity, field) for field in same}
    return {**known, "who": who, "responsible_name": "" if name == PERSON else name}


class StateForm(SamsynForm):
    """One click; waiting and interrupted take some words."""

    state = forms.ChoiceField(label=_("Läge"), choices=Activity.State.choices)
    waiting_for = forms.CharField(label=_("Väntar på vem eller vad"), max_length=160, required=False)
    waiting_since = NearDayField(label=_("Sedan"), required=False)
    interrupted_because = forms.CharField(label=_("Varför avbröts den"), max_length=300, required=False)


class AttendanceForm(SamsynForm):
    """One day."""

    on = NearDayField(label=_("Dag"))
    was_present = forms.TypedChoiceField(
        label=_("Var personen där"), choices=[("1", _("Ja, var där")), ("0", _("Nej, kom inte"))],
        widget=forms.RadioSelect, coerce=lambda value: value == "1", empty_value=None,
        error_messages={"required": _("Välj om personen var där.")},
    )  # fmt: skip
    words = forms.CharField(label=_("Några ord"), max_length=200, required=False)
