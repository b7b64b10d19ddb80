"""Courses and groups of an intervention: when and where, led by whom. Who takes part stands elsewhere."""

import datetime as dt
from typing import ClassVar

from django.db import models
from django.utils.dates import WEEKDAYS
from django.utils.translation import gettext_lazy as _

from samsyn.access.ids import new_id
from samsyn.basis.intervention.models import Intervention
from samsyn.basis.staff.models import Staff


class CourseRound(models.Model):
    """A course or group that is given once, from its first session to its last. Holds nothing about persons."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    intervention = models.ForeignKey(Intervention, on_delete=models.PROTECT, related_name="course_rounds")
    course = models.CharField(max_length=60, blank=True, db_comment="Id of the course in the method's text.")
    name = models.CharField(max_length=120)
    place = models.CharField(max_length=160, blank=True, db_comment="Where it is held.")
    least = models.PositiveSmallIntegerField(null=True, blank=True, db_comment="Fewest that it is given for.")
    places = models.PositiveSmallIntegerField(null=True, blank=True, db_comment="Most at a time; empty = no limit.")
    leaders = models.ManyToManyField(Staff, related_name="+", blank=True)
    starts_on = models.DateField(db_comment="Day of the first session.")
    ends_on = models.DateField(db_comment="Day after the last session.")
    closed_on = models.DateField(null=True, blank=True, db_comment="When it was said to be over.")

    class Meta:
        db_table_comment = "Course or group of an intervention (kurs, grupp)."
        indexes: ClassVar = [models.Index(fields=["intervention", "starts_on"], name="course_of_intervention")]

    def __str__(self) -> str:
        return self.name


class CourseSession(models.Model):
    """One time that a course meets."""

    class State(models.TextChoices):
        """Whether it is held."""

        PLANNED = "planned", _("Planerad")
        CANCELLED = "cancelled", _("Inställd")

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    round = models.ForeignKey(CourseRound, on_delete=models.PROTECT, related_name="sessions")
    number = models.PositiveSmallIntegerField()
    on = models.DateField()
    starts_at = models.TimeField()
    minutes = models.PositiveSmallIntegerField()
    topic = models.CharField(max_length=160, blank=True)
    state = models.CharField(max_length=9, choices=State.choices, default=State.PLANNED)
    reason = models.CharField(max_length=200, blank=True, db_comment="Why it is cancelled or moved.")
    moved_from = models.DateField(null=True, blank=True, db_comment="Day it was planned for first.")

    class Meta:
        db_table_comment = "Session of a course (kurstillfälle)."
        constraints: ClassVar = [models.UniqueConstraint(fields=["round", "number"], name="session_number_once")]

    def __str__(self) -> str:
        return f"{self.on} {self.starts_at:%H:%M}"

    @property
    def is_cancelled(self) -> bool:
        """Whether it is not held."""
        return self.state == self.State.CANCELLED

    @property
    def weekday(self) -> str:
        """Which day of the week, in words."""
        return str(WEEKDAYS[self.on.weekday()])

    @property
    def ends_at(self) -> dt.time:
        """When it is over, the same day."""
        return (dt.datetime.combine(self.on, self.starts_at) + dt.timedelta(minutes=self.minutes)).time()
