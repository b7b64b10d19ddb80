"""Forms of joint selection: a meeting, a picture, who is present, the decision, minutes, the queue."""

import uuid
from typing import Any

from django import forms
from django.utils.translation import gettext as now_said
from django.utils.translation import gettext_lazy as _

from samsyn.access import clock
from samsyn.access.actor import Actor
from samsyn.access.forms import DayField, LongText, SamsynForm
from samsyn.basis.code_list.forms import CodeField
from samsyn.basis.group.models import Group
from samsyn.entry.case.forms import ItemForm
from samsyn.entry.case.models import Category
from samsyn.entry.person.models import Person, Sex
from samsyn.entry.referral.deidentify import DeidentifiedMixin
from samsyn.entry.selection.models import AgendaItem, SelectionDecision, SelectionMeeting
from samsyn.entry.selection.queries import members

CLOCK_WAYS = ["%H:%M", "%H.%M", "%H", "%H%M"]
MISSING_TIME = _("Skriv klockslag, till exempel 13:00.")


class MeetingForm(SamsynForm):
    """Day, time, place."""

    day = DayField(label=_("Dag"))
    starts = forms.TimeField(
        label=_("Börjar"), input_formats=CLOCK_WAYS,
        error_messages={"required": MISSING_TIME, "invalid": MISSING_TIME},
        widget=forms.TextInput(attrs={"inputmode": "numeric", "placeholder": ""}), initial="13:00",
    )  # fmt: skip
    ends = forms.TimeField(
        label=_("Slutar"), input_formats=CLOCK_WAYS,
        error_messages={"required": MISSING_TIME, "invalid": MISSING_TIME},
        widget=forms.TextInput(attrs={"inputmode": "numeric"}), initial="17:00",
    )  # fmt: skip
    place = forms.CharField(label=_("Plats"), required=False, max_length=160)

    def __init__(self, *args: Any, groups: list[Group], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["group"] = forms.TypedChoiceField(
            label=_("Grupp"), choices=[(str(g.pk), g.name) for g in groups],
            coerce=lambda key: next(g for g in groups if str(g.pk) == key),
        )  # fmt: skip
        self.order_fields(("group", "day", "starts", "ends", "place"))

    def clean(self) -> dict[str, Any]:
        """The two moments, in Stockholm time."""
        data = super().clean()
        day, starts, ends = data.pop("day", None), data.pop("starts", None), data.pop("ends", None)
        if day and starts and ends:
            start = clock.start_of(day).astimezone(clock.STOCKHOLM)
            data["starts_at"] = start.replace(hour=starts.hour, minute=starts.minute)
            data["ends_at"] = start.replace(hour=ends.hour, minute=ends.minute)
            if ends <= starts:
                self.add_error("ends", now_said("Mötet slutar innan det börjar. Ändra tiderna."))
        return data


class PresentForm(SamsynForm):
    """Who takes part; everybody is ticked at first."""

    present = forms.MultipleChoiceField(
        label=_("Vilka är med"), widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Kryssa i minst en.")},
    )  # fmt: skip

    def __init__(self, *args: Any, meeting: SelectionMeeting, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        people = [(str(s.pk), f"{s.user.name}, {s.party.short_name}") for s in members(meeting.group)]
        self.fields["present"].choices = people  # type: ignore[attr-defined]
        self.fields["present"].initial = meeting.present or [key for key, _name in people]

    def clean_present(self) -> list[Any]:
        """Keys of staff."""
        return [uuid.UUID(key) for key in self.cleaned_data["present"]]


class PictureForm(DeidentifiedMixin, ItemForm):
    """What one's own party knows."""

    text = LongText(
        label=_("Vad vet ni som spelar roll"), error_messages={"required": _("Skriv ert underlag.")}
    )
    checked_fields: tuple[str, ...] = ("text",)

    def __init__(self, *args: Any, agenda_item: AgendaItem, actor: Actor, **kwargs: Any) -> None:
        case = agenda_item.referral.item.case
        super().__init__(*args, case=case, actor=actor, category=Category.OTHER, **kwargs)
        parties = {str(s.party_id) for s in members(agenda_item.meeting.group)}
        if agenda_item.is_deidentified:
            del self.fields["share"]
            return
        self.checked_fields = ()
        del self.fields["confirmed"]
        share = self.fields["share"]
        share.choices = [c for c in share.choices if c[0] in parties]  # type: ignore[attr-defined]
        share.initial = [key for key, _name in share.choices]  # type: ignore[attr-defined]


class DecisionForm(DeidentifiedMixin, SamsynForm):
    """Enrol, another joint measure, or back with a reason and a named receiver."""

    outcome = forms.ChoiceField(
        label=_("Beslut"), choices=SelectionDecision.Outcome.choices, widget=forms.RadioSelect,
        error_messages={"required": _("Välj ett av de tre besluten.")},
    )  # fmt: skip
    because = LongText(label=_("Skäl, läses av remittenten"), required=False, rows=3)
    reason = CodeField("return_reason", label=_("Varför går den tillbaka"), required=False)
    named_receiver = forms.CharField(label=_("Vem tar över"), required=False, max_length=160)
    measure = CodeField("measure_type", label=_("Vilken annan insats"), required=False)
    sex = forms.ChoiceField(label=_("Kön"), choices=Sex.choices, required=False)
    birth_year = forms.IntegerField(label=_("Födelseår"), required=False)
    checked_fields: tuple[str, ...] = ("because",)

    def __init__(
        self, *args: Any, is_deidentified: bool, person: Person | None, again: bool = False, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        if again:  # to enrol is what was decided before
            self.fields["outcome"].choices = SelectionDecision.Outcome.choices[1:]  # type: ignore[attr-defined]
        self.fields["sex"].initial = person.sex if person else Sex.UNKNOWN
        self.fields["birth_year"].initial = person.birth_year if person else None
        if not is_deidentified:
            self.checked_fields = ()
            del self.fields["confirmed"]

    def clean(self) -> dict[str, Any]:
        """What each decision owes."""
        data = super().clean()
        if data.get("outcome") == SelectionDecision.Outcome.RETURN:
            if not data.get("reason"):
                self.add_error("reason", now_said("Välj skäl till att remissen går tillbaka."))
            if not data.get("named_receiver"):
                self.add_error("named_receiver", now_said("Skriv vem som tar över, med namn."))
        year = data.get("birth_year")
        if year is not None and not 1900 <= year <= clock.today().year:
            self.add_error(
                "birth_year", now_said("Födelseåret stämmer inte. Skriv fyra siffror, till exempel 1985.")
            )
        data["sex"] = data.get("sex") or Sex.UNKNOWN
        return data


class MinutesForm(DeidentifiedMixin, SamsynForm):
    """General matters; persons belong in their decisions."""

    minutes = LongText(
        label=_("Minnesanteckning"), required=False,
        help_text=_("Bara allmänna frågor. Skriv inget om enskilda personer: deras beslut finns ovan."),
    )  # fmt: skip
    checked_fields = ("minutes",)

    def __init__(self, *args: Any, known_names: list[str], **kwargs: Any) -> None:
        self.known_names = tuple(known_names)
        super().__init__(*args, **kwargs)


class MoveForm(SamsynForm):
    """A place up or down, and why."""

    because = LongText(
        label=_("Varför ändras platsen"), rows=2, error_messages={"required": _("Skriv varför.")}
    )


class LeaveForm(SamsynForm):
    """Out of the queue, back to the referrer."""

    reason = CodeField("return_reason", label=_("Skäl"))
    because = LongText(label=_("Skriv till remittenten"), required=False, rows=3)
    named_receiver = forms.CharField(
        label=_("Vem tar över"),
        max_length=160,
        error_messages={"required": _("Skriv vem som tar över, med namn.")},
    )


class FlowForm(forms.Form):
    """Which intervention and period."""

    fran = DayField(label=_("Från"), required=False)
    till = DayField(label=_("Till och med"), required=False)

    def clean(self) -> dict[str, Any]:
        """The period ends after it starts."""
        data = super().clean() or self.cleaned_data
        if data.get("fran") and data.get("till") and data["till"] < data["fran"]:
            self.add_error("till", now_said("Slutet ligger före början. Ändra något av datumen."))
        return data
