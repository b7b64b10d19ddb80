"""Activities: who does what, where, when; in parallel unless one must wait for another."""

import datetime as dt
from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from samsyn.access import clock
from samsyn.access.days import last_day
from samsyn.access.ids import new_id
from samsyn.basis.code_list import queries as code_lists
from samsyn.basis.course.models import CourseSession
from samsyn.basis.party.models import Party
from samsyn.entry.case.labels import beginning
from samsyn.entry.case.models import Face, Item, ItemContent

PERSON = "person"  # in responsible_name: the person answers for it


class Activity(ItemContent):
    """Something that is to be done, with a responsible party and dates."""

    class State(models.TextChoices):
        """Where it stands; waiting and interrupted say for whom and why."""

        PLANNED = "planned", _("Planerad")
        WAITING = "waiting", _("Väntar")
        UNDER_WAY = "under_way", _("Pågår")
        INTERRUPTED = "interrupted", _("Avbruten")
        DONE = "done", _("Klar")

    title = models.CharField(max_length=160)
    kind = models.CharField(max_length=40, default="other", db_comment="Code of activity_kind.")
    plan_series = models.UUIDField(
        null=True, blank=True, db_index=True, db_comment="Series of the joint plan it is part of."
    )
    meeting = models.ForeignKey(
        Item, on_delete=models.PROTECT, null=True, blank=True, related_name="meeting_activities",
        db_comment="The meeting that booked it at the table.",
    )  # fmt: skip
    responsible_party = models.ForeignKey(
        Party, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    responsible_name = models.CharField(
        max_length=120, blank=True, db_comment="Who, or the person themselves."
    )
    place = models.CharField(max_length=160, blank=True)
    starts_on = models.DateField()
    ends_on = models.DateField(null=True, blank=True, db_comment="Not included.")
    extent = models.CharField(max_length=80, blank=True, db_comment="How much, such as 3 days a week.")
    depends_on = models.JSONField(default=list, db_comment="Series of activities that must be done first.")
    state = models.CharField(max_length=11, choices=State.choices, default=State.PLANNED)
    waiting_for = models.CharField(max_length=160, blank=True)
    waiting_since = models.DateField(null=True, blank=True)
    interrupted_because = models.CharField(max_length=300, blank=True)
    done_on = models.DateField(null=True, blank=True)

    def face(self) -> Face:
        """A bar, or a moment when it is one day."""
        end = self.ends_on or (self.done_on + dt.timedelta(days=1) if self.done_on else None)
        other = (str(self.responsible_party_id),) if self.responsible_party_id else ()
        return Face(self.starts_on, beginning(self.title, 100), end, self.state, other, code=self.kind)

    def words(self) -> list[tuple[str, str]]:
        """What, who, when."""
        return [
            (str(_("Aktivitet")), self.title),
            (str(_("Slag")), code_lists.words("activity_kind", self.kind)),
            (str(_("Ansvarig")), self.responsible),
            (str(_("Tid")), self.days),
            (str(_("Omfattning")), self.extent),
            (str(_("Läge")), str(self.get_state_display())),
            (str(_("Väntar på")), self.waiting),
            (str(_("Avbruten därför att")), self.interrupted_because),
            (str(_("Klar den")), str(self.done_on or "")),
        ]

    def whereabouts(self) -> list[tuple[str, str]]:
        """Where it is."""
        return [(str(_("Plats")), self.place)]

    def summary(self) -> list[dict[str, str]]:
        """What it says, without what is empty, for a summary list."""
        return [{"key": label, "value": value} for label, value in [*self.words()[1:], *self.whereabouts()] if value]

    @property
    def job_focused(self) -> bool:
        """Whether its kind is directed at work."""
        return bool(code_lists.extra("activity_kind", self.kind).get("job_focused"))  # noqa: S610 - no ORM

    @property
    def days(self) -> str:
        """From–to in words: one day, a period, or without an end."""
        if self.went_on_to == self.starts_on:
            return str(self.starts_on)
        return f"{self.starts_on} – {self.went_on_to or ''}".rstrip()

    @property
    def went_on_to(self) -> dt.date | None:
        """The last day it goes on, or the day it was done when no end was set."""
        return self.last_day or self.done_on

    @property
    def waiting(self) -> str:
        """For whom or what it waits, and since when."""
        if not self.waiting_since:
            return self.waiting_for
        return str(_("%(who)s sedan %(day)s") % {"who": self.waiting_for, "day": self.waiting_since})

    @property
    def last_day(self) -> dt.date | None:
        """The last day it goes on, as people say it."""
        return last_day(self.ends_on)

    @property
    def responsible(self) -> str:
        """Who answers for it, in words; empty when that is not decided."""
        who = str(_("Personen själv")) if self.responsible_name == PERSON else self.responsible_name
        named = [self.responsible_party.short_name if self.responsible_party else "", who]
        return ", ".join(name for name in named if name)


class Attendance(models.Model):
    """Whether the person was there, a day at a time: in an activity, or in a session of a course."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    item = models.ForeignKey(Item, on_delete=models.PROTECT, related_name="attendance")
    session = models.ForeignKey(
        CourseSession, on_delete=models.PROTECT, null=True, blank=True, related_name="attendance",
        db_comment="Session of a course; empty for a day in an activity.",
    )  # fmt: skip
    on = models.DateField()
    was_present = models.BooleanField(null=True, db_comment="Empty: nobody knows any more.")
    words = models.CharField(max_length=200, blank=True)
    at = models.DateTimeField(default=clock.now)

    class Meta:
        db_table_comment = "Attendance in an activity or in a course."
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["item", "on"], name="attendance_day_once", condition=models.Q(session__isnull=True)
            ),
            models.UniqueConstraint(fields=["item", "session"], name="attendance_session_once"),
        ]
