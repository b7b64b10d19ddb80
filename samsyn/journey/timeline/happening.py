"""What goes into the picture: happenings, lanes and gaps, as plain values."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

LIVELIHOOD = "livelihood"  # the band above the lanes; also a kind, and a lane a gap may name
OTHER = "other"  # the extra lane for happenings whose lane was not given
FINISHED = frozenset({"done", "interrupted", "declined"})
ONE_DAY = timedelta(days=1)


@dataclass(frozen=True)
class Happening:
    """One thing on the timeline. Periods are half-open; no end and not ongoing is a moment."""

    key: str
    kind: str
    lane: str
    label: str
    starts_on: date
    ends_on: date | None = None
    ongoing: bool = False
    state: str = ""
    joint_lanes: tuple[str, ...] = ()
    href: str | None = None
    detail: str = ""
    joint: bool = True  # False: the other lanes are touched, but nobody calls it done together
    extent: int | None = None  # per cent, for livelihood; shown as the height of the filling

    @property
    def is_moment(self) -> bool:
        if self.ends_on is None:
            return not self.ongoing
        return self.ends_on <= self.starts_on + ONE_DAY

    @property
    def is_waiting(self) -> bool:
        return not self.is_moment and "waiting" in (self.kind, self.state)

    @property
    def lanes(self) -> tuple[str, ...]:
        return (self.lane, *(lane for lane in self.joint_lanes if lane != self.lane))


@dataclass(frozen=True)
class Lane:
    key: str
    label: str
    sub_label: str = ""
    tone: str = "other"  # pes, sia, municipality, region, person, other
    short: str = ""  # the name where there is little room; the label when empty


@dataclass(frozen=True)
class Gap:
    """A stretch where nothing goes on, in one lane or (None) for the whole person."""

    lane: str | None
    starts_on: date
    ends_on: date


def step(
    number: int,
    label: str,
    lanes: tuple[str, ...],
    *,
    joint: bool = False,
    continuous: bool = False,
    late: bool = False,
    href: str | None = None,
    detail: str = "",
) -> Happening:
    """A step of a process description, for `order_only`: it has a place in the order and no date."""
    return Happening(
        key=f"step-{number}",
        kind="step",
        lane=lanes[0],
        label=label,
        starts_on=date.min + timedelta(days=number),
        ongoing=continuous,
        state="late" if late else "",
        joint_lanes=lanes[1:],
        href=href,
        detail=detail,
        joint=joint,
    )


def days_waited(happening: Happening, today: date) -> int:
    """Days of waiting so far; the whole wait when it lies ahead."""
    end = happening.ends_on or today
    if happening.starts_on < today:
        end = min(end, today)
    return max((end - happening.starts_on).days, 0)


def ends_soon(happening: Happening, today: date, within: int = 30) -> int | None:
    """Days left of a period that is about to end, its last day counted; else None."""
    if happening.is_moment or happening.ends_on is None or happening.is_waiting:
        return None
    if happening.state in FINISHED or happening.starts_on > today:
        return None
    left = (happening.ends_on - today).days
    return left if 0 < left <= within else None
