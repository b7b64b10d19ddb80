"""The outcome of a trial as the page shows it: how many of each, the faults first, and what would change."""

import datetime as dt
from collections import Counter
from dataclasses import dataclass

from samsyn.access import clock
from samsyn.journey.participant_list.models import ParticipantList, Told

MOST_SHOWN = 200
STUCK_AFTER = dt.timedelta(minutes=2)


@dataclass(frozen=True)
class Shown:
    """Numbers by kind, and the rows that are listed: faulty ones, and then what changes and what is new."""

    counts: dict[str, int]
    faulty: list[Told]
    rows: list[Told]

    @property
    def good(self) -> int:
        """How many can be taken in."""
        return sum(self.counts.values()) - self.counts["faulty"]


def is_stuck(list_: ParticipantList) -> bool:
    """Whether nothing has happened for so long that it must have been stopped."""
    return clock.now() - list_.worked_at > STUCK_AFTER


def shown(list_: ParticipantList) -> Shown:
    """At most two hundred rows of each are listed."""
    told = list_.told()
    counts = Counter(row["kind"] for row in told)
    kinds = {kind: counts[kind] for kind in ("new", "changed", "same", "faulty")}
    good = sorted((row for row in told if row["kind"] in ("changed", "new")), key=lambda row: str(row["kind"]))
    return Shown(kinds, [row for row in told if row["faults"]][:MOST_SHOWN], good[:MOST_SHOWN])
