"""The sessions of a course, from how long it goes on, on which weekdays and at what time."""

import datetime as dt
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from samsyn.basis.course.models import CourseSession

LONGEST_TOPIC = 160
MOST_SESSIONS = 400


@dataclass(frozen=True, slots=True)
class Schedule:
    """From a day, for some weeks, on these weekdays (0 is Monday), at a time, for so many hours."""

    starts_on: dt.date
    weeks: int
    weekdays: Collection[int]
    at: dt.time
    hours: Decimal

    @property
    def minutes(self) -> int:
        """How long each session is."""
        return int(self.hours * 60)

    def days(self) -> list[dt.date]:
        """Every day that a session falls on."""
        all_days = (self.starts_on + dt.timedelta(days=n) for n in range(self.weeks * 7))
        return [day for day in all_days if day.weekday() in self.weekdays]

    @property
    def ends_the_same_day(self) -> bool:
        """Whether a session is over before midnight."""
        return self.at.hour * 60 + self.at.minute + self.minutes < 24 * 60


def sessions(schedule: Schedule, topics: Sequence[str] = ()) -> Iterator[CourseSession]:
    """The sessions, not saved, each with its topic: those of the text spread over them in order."""
    days = schedule.days()
    for number, day in enumerate(days, start=1):
        topic = _topic(topics, number - 1, len(days))
        yield CourseSession(
            number=number, on=day, starts_at=schedule.at, minutes=schedule.minutes, topic=topic
        )


def _topic(topics: Sequence[str], at: int, count: int) -> str:
    first, last = at * len(topics) // count, (at + 1) * len(topics) // count
    return " · ".join(topics[first : max(last, first + 1)])[:LONGEST_TOPIC]
