"""Forms for a course: what, when, where, for how many; and for one of its sessions."""

from decimal import Decimal
from typing import Any

from django import forms
from django.utils.dates import WEEKDAYS
from django.utils.translation import gettext_lazy as _

from samsyn.access import clock
from samsyn.access.forms import DayField, DecimalNumber, SamsynForm
from samsyn.basis.course.models import CourseSession
from samsyn.basis.course.planning import Schedule
from samsyn.basis.course.queries import who_may_lead
from samsyn.basis.intervention.models import Intervention
from samsyn.basis.method import words
from samsyn.basis.method.content import Course
from samsyn.basis.staff.models import Staff

COUNT = {
    "invalid": _("Skriv ett helt antal."), "min_value": _("Skriv minst 1, eller lämna tomt."),
    "max_value": _("Skriv högst 500."),
}  # fmt: skip
USUAL_DAYS = {1: (0,), 2: (0, 2), 3: (0, 2, 4), 4: (0, 1, 2, 3)}
WORKING_DAYS = (0, 1, 2, 3, 4)


class TimeOfDay(forms.TimeField):
    """A time, TT:MM."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs["error_messages"] = {
            "invalid": _("Skriv tiden som TT:MM, till exempel 09:00."), "required": _("Skriv när träffen börjar."),
        }  # fmt: skip
        ways = ["%H:%M", "%H.%M", "%H"]
        super().__init__(input_formats=ways, widget=forms.TimeInput(format="%H:%M"), **kwargs)


class CourseForm(SamsynForm):
    """Name, place, numbers and leaders of a course that is set up already."""

    name = forms.CharField(label=_("Namn"), max_length=120, error_messages={"required": _("Skriv vad kursen heter.")})
    place = forms.CharField(label=_("Plats"), max_length=160, required=False)
    least = forms.IntegerField(
        label=_("Minsta antal"), required=False, min_value=1, max_value=500, error_messages=COUNT,
        help_text=_("Sidan säger till när färre har fått plats."),
    )  # fmt: skip
    places = forms.IntegerField(
        label=_("Antal platser"), required=False, min_value=1, max_value=500, error_messages=COUNT,
        help_text=_("Lämna tomt om det inte finns någon gräns."),
    )  # fmt: skip
    leaders = forms.MultipleChoiceField(
        label=_("Leds av"), required=False, widget=forms.CheckboxSelectMultiple,
        help_text=_("En deltagare som leder läggs till på kursens sida, bland dem som deltar."),
        error_messages={"invalid_choice": _("Personen finns inte i listan. Välj bland dem som visas.")},
    )  # fmt: skip

    def __init__(self, *args: Any, intervention: Intervention, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.staff = {str(one.pk): one for one in who_may_lead(intervention)}
        self.fields["leaders"].choices = [(key, one.user.name) for key, one in self.staff.items()]  # type: ignore[attr-defined]

    def clean_leaders(self) -> list[Staff]:
        """The rows."""
        return [self.staff[key] for key in self.cleaned_data["leaders"]]


class NewCourseForm(CourseForm):
    """The same with when it is given; what the text says is filled in."""

    starts_on = DayField(label=_("Första dagen"), initial=clock.today)
    weeks = forms.IntegerField(
        label=_("Antal veckor"), min_value=1, max_value=104,
        error_messages={
            "required": _("Skriv hur många veckor kursen pågår."), "invalid": _("Skriv ett helt antal."),
            "min_value": _("Skriv minst 1 vecka."), "max_value": _("Skriv högst 104 veckor."),
        },
    )  # fmt: skip
    weekdays = forms.TypedMultipleChoiceField(
        label=_("Veckodagar"), choices=list(WEEKDAYS.items()), coerce=int, widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Bocka för minst en veckodag.")},
    )  # fmt: skip
    at = TimeOfDay(label=_("Börjar klockan"), initial="09:00")
    hours = DecimalNumber(
        label=_("Timmar varje gång"), min_value=Decimal("0.25"), max_value=12, decimal_places=2,
        error_messages={
            "required": _("Skriv hur många timmar en träff är."),
            "invalid": _("Skriv ett tal, till exempel 2 eller 1,5."),
            "min_value": _("Skriv minst 0,25 timmar."), "max_value": _("Skriv högst 12 timmar."),
            "max_decimal_places": _("Skriv högst två decimaler."),
        },
    )  # fmt: skip
    field_order = ("name", "starts_on", "weeks", "weekdays", "at", "hours", "place", "least", "places", "leaders")

    def clean(self) -> dict[str, Any]:
        """When it is given, as one thing."""
        data = super().clean()
        when = {name: data.pop(name, None) for name in ("starts_on", "weeks", "weekdays", "at", "hours")}
        if all(value is not None for value in when.values()):
            data["schedule"] = Schedule(**when)
        return data


def from_text(course: Course | None) -> dict[str, Any]:
    """What the text says of a course, as the form has it."""
    if course is None:
        return {"weeks": 1, "hours": 2, "weekdays": []}
    often = course.times_a_week or 1
    return {
        "name": words.say(course.name)[:120], "weeks": (course.weeks.low or course.weeks.high) if course.weeks else 1,
        "weekdays": list(USUAL_DAYS.get(often, WORKING_DAYS)), "hours": course.hours or 2,
        "least": course.places.low if course.places else None, "places": course.places.high if course.places else None,
    }  # fmt: skip


class SessionForm(SamsynForm):
    """Another day or time of a session, or that it is cancelled; one form with two buttons."""

    on = DayField(label=_("Dag"))
    starts_at = TimeOfDay(label=_("Börjar klockan"))
    topic = forms.CharField(label=_("Vad träffen handlar om"), max_length=160, required=False)
    reason = forms.CharField(
        label=_("Varför den flyttas eller ställs in"), max_length=200, required=False,
        help_text=_("Alla i förbundet kan läsa det. Skriv ingenting om deltagarna."),
    )  # fmt: skip

    def __init__(self, *args: Any, session: CourseSession, **kwargs: Any) -> None:
        names = ("on", "starts_at", "topic", "reason")
        super().__init__(*args, initial={name: getattr(session, name) for name in names}, **kwargs)
