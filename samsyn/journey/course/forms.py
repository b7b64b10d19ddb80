"""Forms for a place in a course, and for who was there."""

import uuid
from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from samsyn.access.actor import Actor
from samsyn.access.forms import DayField, SamsynForm
from samsyn.basis.course.models import CourseRound
from samsyn.entry.case.forms import ItemForm
from samsyn.entry.case.models import Case, Category
from samsyn.entry.enrolment.models import Enrolment
from samsyn.journey.course.models import CoursePlace

State, Part = CoursePlace.State, CoursePlace.Part
FIRST = (
    (State.OFFERED, _("Erbjuds plats")), (State.ACCEPTED, _("Har tackat ja")),
    (State.WAITING, _("Ställs på väntelistan")),
)  # fmt: skip


class PlaceForm(ItemForm):
    """Which course, and how it stands; a course that was chosen before is ticked."""

    round = forms.ChoiceField(
        label=_("Kurs eller grupp"), widget=forms.RadioSelect,
        error_messages={"required": _("Välj en kurs."), "invalid_choice": _("Välj bland kurserna i listan.")},
    )  # fmt: skip
    part = forms.ChoiceField(
        label=_("Del i kursen"), choices=Part.choices, initial=Part.PARTICIPANT, widget=forms.RadioSelect,
        help_text=_("En deltagare som leder räknas inte bland platserna."),
        error_messages={"required": _("Välj om personen deltar eller leder.")},
    )  # fmt: skip
    state = forms.ChoiceField(
        label=_("Hur det står"), choices=FIRST, initial=State.OFFERED, widget=forms.RadioSelect,
        error_messages={"required": _("Välj hur det står.")},
    )  # fmt: skip
    since = DayField(label=_("Från och med"), required=False, help_text=_("Tomt betyder i dag."))

    def __init__(
        self, *args: Any, case: Case, actor: Actor, rounds: Sequence[CourseRound], enrolments: Sequence[Enrolment],
        **kwargs: Any,
    ) -> None:  # fmt: skip
        super().__init__(*args, case=case, actor=actor, category=Category.PLAN, **kwargs)
        self.rounds = {str(one.pk): one for one in rounds}
        self.enrolments = {one.intervention_id: one for one in enrolments}
        choices = [(key, f"{one.name} · {one.starts_on}") for key, one in self.rounds.items()]
        self.fields["round"].choices = choices  # type: ignore[attr-defined]
        if len(choices) == 1:
            self.fields["round"].initial = choices[0][0]

    def clean(self) -> dict[str, Any]:
        """The course, and the participation that it is within."""
        data = super().clean()
        if chosen := self.rounds.get(data.pop("round", "")):
            data["course_round"], data["enrolment"] = chosen, self.enrolments[chosen.intervention_id]
        return data


class MoveForm(SamsynForm):
    """Another state of a place, and why when it is left."""

    state = forms.ChoiceField(choices=State.choices)
    why = forms.CharField(label=_("Varför personen lämnar"), max_length=200, required=False)


ANSWERS = (("1", _("Var där")), ("0", _("Kom inte")), ("", _("Vet inte")))
VALUES: dict[str, bool | None] = {"1": True, "0": False, "": None}


class SessionForm(SamsynForm):
    """One question a person: there, not there, or not known. One button answers for those who are left."""

    present = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(
        self, *args: Any, places: Sequence[CoursePlace], said: Mapping[uuid.UUID, bool | None], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.places = {f"p-{one.pk.hex}": one for one in places}
        words = {True: "1", False: "0", None: ""}
        for name, one in self.places.items():
            self.fields[name] = forms.ChoiceField(
                label=str(one.item.case.person), choices=ANSWERS, required=False, widget=forms.RadioSelect,
                initial=words[said.get(one.pk)],
            )  # fmt: skip

    def rows(self) -> list[tuple[CoursePlace, Any]]:
        """Each person with their question."""
        return [(one, self[name]) for name, one in self.places.items()]

    def clean(self) -> dict[str, Any]:
        """Answers by place; the button for the rest makes everybody without an answer present."""
        data = super().clean()
        rest = True if "rest" in self.data else None
        given = {one.pk: VALUES[data.get(name, "")] for name, one in self.places.items() if name not in self.errors}
        return {"present": {key: rest if value is None else value for key, value in given.items()}}
