"""Which participation something was told in, at which moment, and whose word counts where several told it. Pure."""

import datetime as dt
import uuid
from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from samsyn.journey.livelihood.models import Moment

AFTER = {"after_3": "follow_up_3", "after_6": "follow_up_6", "after_12": "follow_up_12"}
LONG = 10_000


class Time(NamedTuple):
    """A participation: its study id, who holds it, when."""

    code: str
    holder: uuid.UUID
    starts_on: dt.date
    ends_on: dt.date | None


class Band(NamedTuple):
    """A source of income, or an occupation, for a period."""

    holder: uuid.UUID
    moment: str
    code: str
    extent: int | None
    is_main: bool
    starts_on: dt.date
    ends_on: dt.date | None


class Told(NamedTuple):
    """A band with the participation it was asked in and the moment as the tables name it."""

    participation: str | None
    moment: str
    band: Band


def told(bands: Iterable[Band], times: Sequence[Time], follow_ups: Mapping[dt.date, str]) -> list[Told]:
    """One person's. `follow_ups`: day -> kind of those done after an exit.

    Where several parties told of the same moment of a participation, one of them counts: its holder, else the party
    that told first. What one party told ends when another tells of a later moment: each time all is told.
    """
    placed = [(asked_in(band, times), moment_of(band, follow_ups), band) for band in bands]
    chosen: dict[tuple[str | None, str], tuple[bool, dt.date, str]] = {}
    for time, moment, band in placed:
        key, mark = (time and time.code, moment), _mark(time, band)
        chosen[key] = min(chosen.get(key, mark), mark)
    holders = {key: mark[2] for key, mark in chosen.items()}
    kept = [one for one in placed if holders[one[0] and one[0].code, one[1]] == str(one[2].holder)]
    whole = [band for _time, _moment, band in kept if band.moment != Moment.BEFORE]
    return [Told(time and time.code, moment, _until_others(band, whole)) for time, moment, band in kept]


def _until_others(band: Band, whole: Iterable[Band]) -> Band:
    """Ended where another party tells of all there is, on a later day."""
    later = (one.starts_on for one in whole if one.holder != band.holder and one.starts_on > band.starts_on)
    days = [day for day in (band.ends_on, min(later, default=None)) if day]
    return band._replace(ends_on=min(days, default=None))


def _mark(time: Time | None, band: Band) -> tuple[bool, dt.date, str]:
    return time is None or band.holder != time.holder, band.starts_on, str(band.holder)


def moment_of(band: Band, follow_ups: Mapping[dt.date, str]) -> str:
    """As the tables name it: a follow-up done that day says how long after the exit it was."""
    if band.moment != Moment.FOLLOW_UP:
        return band.moment
    return AFTER.get(follow_ups.get(band.starts_on, ""), band.moment)


def asked_in(band: Band, times: Sequence[Time]) -> Time | None:
    """The participation whose start, end or time the moment lies nearest; the latest begun of equals."""
    return min(times, key=lambda one: (_away(band, one), -one.starts_on.toordinal()), default=None)


def _away(band: Band, time: Time) -> int:
    day = band.starts_on.toordinal()
    starts, ends = time.starts_on.toordinal(), time.ends_on.toordinal() if time.ends_on else None
    if band.moment == Moment.START:
        return abs(day - starts)
    if band.moment == Moment.BEFORE:
        return starts - day if day <= starts else LONG + day - starts
    if band.moment == Moment.EXIT:
        return abs(day - ends) if ends else LONG
    if band.moment == Moment.FOLLOW_UP:
        return day - ends if ends and day >= ends else LONG + abs(day - starts)
    inside = starts <= day and (ends is None or day < ends)
    return 0 if inside else min(abs(day - starts), abs(day - (ends or starts)))


def time_on(day: dt.date, times: Sequence[Time]) -> str | None:
    """The study id of the participation that a day lies in, or nearest."""
    band = Band(uuid.UUID(int=0), Moment.UNDER_WAY, "", None, False, day, None)
    found = asked_in(band, times)
    return found.code if found else None


def answered_at_start(time: Time, code: str, later: Iterable[Band]) -> Band:
    """What was answered at the enrolment, until something was told later, or the participation ended."""
    days = [band.starts_on for band in later if band.starts_on > time.starts_on]
    until = min([*days, *([time.ends_on] if time.ends_on and time.ends_on > time.starts_on else [])], default=None)
    return Band(time.holder, Moment.START, code, None, False, time.starts_on, until)
