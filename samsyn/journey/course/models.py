"""A person's place in a course: an item of the party that enrolled them, so that only its readers know of it."""

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from samsyn.access.days import last_day
from samsyn.basis.course.models import CourseRound
from samsyn.entry.case.models import Face, ItemContent
from samsyn.entry.enrolment.models import Enrolment


class CoursePlace(ItemContent):
    """Somebody who waits for, is offered, has or had a place in a course; or leads it as a participant."""

    class Part(models.TextChoices):
        """What they do there."""

        PARTICIPANT = "participant", _("Deltar")
        LEADER = "leader", _("Leder")

    class State(models.TextChoices):
        """Where it stands."""

        WAITING = "waiting", _("Väntelista")
        OFFERED = "offered", _("Erbjuden plats")
        ACCEPTED = "accepted", _("Har plats")
        DECLINED = "declined", _("Tackade nej")
        LEFT = "left", _("Lämnade")
        NEVER = "never", _("Började aldrig")
        DONE = "done", _("Genomförd")

    round = models.ForeignKey(CourseRound, on_delete=models.PROTECT, related_name="persons")
    enrolment = models.ForeignKey(Enrolment, on_delete=models.PROTECT, related_name="course_places")
    part = models.CharField(max_length=11, choices=Part.choices, default=Part.PARTICIPANT)
    state = models.CharField(max_length=8, choices=State.choices, default=State.WAITING)
    since = models.DateField(db_comment="Day of the state it has now.")
    why = models.CharField(max_length=200, blank=True, db_comment="Why it was left or declined.")
    starts_on = models.DateField(db_comment="First day in the course: its first day, or when the person came later.")
    ends_on = models.DateField(db_comment="Day after the last day in the course.")

    class Meta:
        db_table_comment = "A person's place in a course (kursplats)."
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["round", "enrolment"], name="one_place_in_a_course",
                condition=models.Q(state__in=("waiting", "offered", "accepted")),
            ),
        ]  # fmt: skip

    FACES: ClassVar[dict[str, str]] = {
        State.WAITING: "waiting", State.OFFERED: "called", State.ACCEPTED: "under_way", State.DECLINED: "declined",
        State.LEFT: "interrupted", State.NEVER: "withdrawn", State.DONE: "done",
    }  # fmt: skip

    @property
    def is_leader(self) -> bool:
        """Whether the person leads it."""
        return self.part == self.Part.LEADER

    @property
    def has_been(self) -> bool:
        """Whether the person has, or had, the place."""
        return self.state in (self.State.ACCEPTED, self.State.LEFT, self.State.DONE)

    def face(self) -> Face:
        """One band, however many sessions there are. Only who takes part in it counts as having taken the course."""
        label = f"{self.get_part_display()}: {self.round.name}" if self.is_leader else self.round.name
        code = "" if self.is_leader else self.round.course
        return Face(self.starts_on, label, self.ends_on, self.FACES[self.state], code=code)

    def words(self) -> list[tuple[str, str]]:
        """Which course, and where it stands."""
        return [
            (str(_("Kurs")), self.round.name),
            (str(_("Del")), str(self.get_part_display())),
            (str(_("Läge")), str(self.get_state_display())),
            (str(_("Sedan")), str(self.since)),
            (str(_("Varför")), self.why),
            (str(_("Från")), str(self.starts_on)),
            (str(_("Till")), str(last_day(self.ends_on) or "")),
        ]

    def whereabouts(self) -> list[tuple[str, str]]:
        """Where the course is held."""
        return [(str(_("Plats")), self.round.place)]
