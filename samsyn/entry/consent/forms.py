"""The consent conversation on one page: what is already known is filled in, what is refused is unticked."""

import datetime as dt
import uuid
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from samsyn.access import clock
from samsyn.access.actor import Actor
from samsyn.access.forms import DayField, LongText, SamsynForm
from samsyn.entry.case.models import Case, Category
from samsyn.entry.consent.capacity import is_surely_a_child, representatives
from samsyn.entry.consent.models import Consent
from samsyn.entry.consent.queries import Circle, Standing, preset_circle, receivers_by_name

PERSON = "person"
ANSWERS = [("yes", _("Ja")), ("no", _("Nej"))]
Boxes = forms.CheckboxSelectMultiple


def a_year_on(day: dt.date) -> dt.date:
    """The same day next year (28 February for a leap day)."""
    try:
        return day.replace(year=day.year + 1)
    except ValueError:
        return day.replace(year=day.year + 1, day=28)


class ConsentForm(SamsynForm):
    """One conversation. `cleaned_data` is what `take_consent` takes."""

    answer = forms.ChoiceField(
        label=_("Personens svar"), choices=ANSWERS, widget=forms.RadioSelect, initial="yes"
    )
    kinds = forms.MultipleChoiceField(
        label=_("Vad personen svarar på"), choices=Consent.Kind.choices, widget=Boxes,
        initial=[Consent.Kind.SECRECY],
        error_messages={"required": _("Välj vad personen svarade på.")},
    )  # fmt: skip
    circle = forms.MultipleChoiceField(label=_("Vilka får dela med varandra"), required=False, widget=Boxes)
    categories = forms.MultipleChoiceField(
        label=_("Vad får de dela"), required=False, widget=Boxes, choices=Category.choices,
        initial=Category.values,
        help_text=_("Ta bort bocken för det som samtycket inte ska omfatta."),
    )  # fmt: skip
    not_covered = LongText(
        label=_("Något mer som inte får delas, med personens ord"), required=False, rows=2, max_length=2000
    )
    starts_on = DayField(label=_("Gäller från"))
    ends_on = DayField(label=_("Slutar gälla"), help_text=_("Den dagen gäller samtycket inte längre."))
    given_by = forms.ChoiceField(label=_("Vem lämnar samtycket"), widget=forms.RadioSelect, initial=PERSON)
    how = forms.ChoiceField(
        label=_("Hur"), choices=Consent.How.choices, widget=forms.RadioSelect, initial=Consent.How.WRITTEN
    )
    employer_may_know = LongText(
        label=_("Vad arbetsgivaren eller den närstående får veta"), required=False, rows=2, max_length=2000
    )
    alternatives = LongText(
        label=_("Andra sätt att få hjälp som personen fick veta om"), required=False, rows=2, max_length=2000
    )
    purpose = forms.CharField(label=_("Varför uppgifterna delas"), required=False, max_length=200)
    language = forms.CharField(label=_("Språk i samtalet"), required=False, max_length=40)
    with_interpreter = forms.BooleanField(label=_("Tolk var med"), required=False)

    def __init__(self, *args: Any, case: Case, actor: Actor, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.case, self.named_fields, self.except_fields = case, [], []  # type: ignore[var-annotated]
        self.preset = preset_circle(case, actor)
        self.speakers = {str(r.pk): r for r in representatives(case.person, actor)}
        self._fill_circle(self.preset)
        self._fill_known()
        if case.person.is_protected:
            self._ask_for_names(self.preset)

    def _fill_circle(self, preset: Circle) -> None:
        circle = self.fields["circle"]
        circle.choices = [(str(p.pk), p.name) for p in preset.parties]  # type: ignore[attr-defined]
        circle.initial = [str(key) for key in preset.ticked]
        for party in preset.parties:
            name = f"except_{party.pk.hex}"
            label = _("%(party)s ska inte läsa om") % {"party": party.name}
            self.fields[name] = forms.MultipleChoiceField(
                label=label, choices=Category.choices, required=False, widget=Boxes
            )
            self.except_fields.append(name)
        self.kinds_of_party = {str(p.pk): {"kind": p.kind} for p in preset.parties}

    def _fill_known(self) -> None:
        person, today = self.case.person, clock.today()
        given_by = self.fields["given_by"]
        speakers = [(key, f"{row} – {row.scope}") for key, row in self.speakers.items()]
        given_by.choices = [(PERSON, _("Personen själv")), *speakers]  # type: ignore[attr-defined]
        guardians = [k for k, r in self.speakers.items() if r.kind == Consent.Capacity.GUARDIAN]
        if is_surely_a_child(person, today) and guardians:
            given_by.initial = guardians[0]
        known = {
            "starts_on": today, "ends_on": a_year_on(today), "purpose": self.preset.purpose,
            "language": person.language, "with_interpreter": person.needs_interpreter,
        }  # fmt: skip
        for name, value in known.items():
            self.fields[name].initial = value

    def _ask_for_names(self, preset: Circle) -> None:
        """A protected person's case goes to a named colleague in each party, never to an inbox."""
        for party_id, staff in receivers_by_name(preset.parties).items():
            name = f"named_{party_id.hex}"
            party = next(p for p in preset.parties if p.pk == party_id)
            choices = [
                ("", _("Ingen vald")),
                *((str(s.pk), f"{s.user.name}, {s.get_role_display()}") for s in staff),
            ]
            self.fields[name] = forms.ChoiceField(label=party.name, choices=choices, required=False)
            self.named_fields.append(name)

    def clean(self) -> dict[str, Any]:
        """The page's answers as the fields of a consent."""
        data = super().clean()
        self.require_order("starts_on", "ends_on")
        refused = data.pop("answer", "yes") == "no"
        given_by = data.pop("given_by", PERSON)
        speaker = self.speakers.get(given_by)
        named = {
            uuid.UUID(n.removeprefix("named_")): uuid.UUID(data[n]) for n in self.named_fields if data.get(n)
        }
        excepted = {uuid.UUID(n.removeprefix("except_")): data[n] for n in self.except_fields if data.get(n)}
        for name in (*self.named_fields, *self.except_fields):
            data.pop(name, None)
        data["circle"] = [uuid.UUID(key) for key in data.get("circle", [])]
        starts = data.get("starts_on") or clock.today()
        if refused:
            data["ends_on"] = None
        return {
            **data, "is_refusal": refused, "representative": speaker, "named": named, "except_for": excepted,
            "given_as": speaker.kind if speaker else Consent.Capacity.PERSON,
            "given_on": min(starts, clock.today()),
        }  # fmt: skip


class WithdrawForm(SamsynForm):
    """Nothing has to be filled in: the person has said it."""

    via = forms.CharField(label=_("Hur personen sa det"), required=False, max_length=120)


class TakeOutForm(SamsynForm):
    """Which party the person no longer wants in it."""

    party = forms.TypedChoiceField(
        label=_("Vilken part ska bort"), coerce=uuid.UUID, widget=forms.RadioSelect
    )

    def __init__(self, *args: Any, standing: Standing, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["party"].choices = [(str(p.pk), p.name) for p in standing.parties]  # type: ignore[attr-defined]
