"""The same content in words: one row a happening, and the full name of every shape."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from samsyn.access.days import last_day
from samsyn.journey.timeline.happening import OTHER, Happening, days_waited, ends_soon
from samsyn.journey.timeline.shapes import Row
from samsyn.journey.timeline.words import Texts


class Teller:
    """Puts happenings into words, for the table and for the shapes alike."""

    def __init__(self, labels: Mapping[str, str], texts: Texts, today: date, order_only: bool) -> None:
        self.labels, self.texts, self.today, self.order_only = labels, texts, today, order_only

    def lane(self, key: str) -> str:
        return self.labels.get(key, self.labels.get(OTHER, self.texts.other_lane))

    def when(self, happening: Happening, number: int) -> str:
        if self.order_only:
            return str(number)
        if happening.is_moment:
            return self.texts.day(happening.starts_on)
        return self.texts.period(happening.starts_on, last_day(happening.ends_on))

    def who(self, happening: Happening) -> str:
        if not happening.lane and happening.kind == "gap":
            return self.texts.all_lanes
        keys = happening.lanes[:1] if happening.joint else happening.lanes
        return ", ".join(dict.fromkeys(map(self.lane, keys)))

    def what(self, happening: Happening) -> str:
        if happening.extent is not None:
            return self.texts.extent(happening.label, happening.extent)
        return happening.label

    def waiting(self, happening: Happening) -> str:
        if self.order_only or not happening.is_waiting:
            return ""
        return self.texts.waiting(days_waited(happening, self.today))

    def soon(self, happening: Happening) -> str:
        left = None if self.order_only else ends_soon(happening, self.today)
        return "" if left is None else self.texts.ends_in(left)

    def state(self, happening: Happening) -> str:
        state = self.texts.state_word(happening.state) if happening.state else ""
        if happening.kind == "gap":
            state = self.texts.gap_word
        return ", ".join(filter(None, (state, self.waiting(happening), self.soon(happening))))

    def news(self, happening: Happening, number: int) -> str:
        """The state, unless the dates have said it already."""
        state = self.state(happening)
        return "" if state and state in self.when(happening, number) else state

    def together(self, happening: Happening) -> str:
        keys = happening.lanes[1:] if happening.joint else ()
        return ", ".join(dict.fromkeys(map(self.lane, keys)))

    def group(self, entry: Sequence[Happening]) -> str:
        """How many, of which kind."""
        kinds = {self.texts.kind(happening.kind) for happening in entry}
        return self.texts.group(len(entry), kinds.pop() if len(kinds) == 1 else self.texts.several)

    def _who_of(self, entry: Sequence[Happening]) -> str:
        return ", ".join(dict.fromkeys(self.who(happening) for happening in entry))

    def _days(self, entry: Sequence[Happening]) -> str:
        first, last = (pick(happening.starts_on for happening in entry) for pick in (min, max))
        return self.texts.day(first) if first == last else self.texts.period(first, last)

    def title(self, entry: Sequence[Happening], number: int) -> str:
        first = entry[0]
        if len(entry) > 1:
            return ". ".join((self.group(entry), self._who_of(entry), self._days(entry)))
        together = self.together(first)
        together = f"{self.texts.together}: {together}" if together else ""
        kind = self.texts.kinds.get(first.kind, "") if first.kind != "gap" else ""
        parts = (
            self.what(first),
            kind,
            self.who(first),
            self.when(first, number),
            self.state(first),
            together,
        )
        return ". ".join(dict.fromkeys(filter(None, parts)))

    def row(self, happening: Happening, number: int, anchor: str) -> Row:
        return Row(
            key=happening.key,
            anchor=anchor,
            when=self.when(happening, number),
            who=self.who(happening),
            what=self.what(happening),
            state=self.state(happening),
            together=self.together(happening),
            detail=happening.detail,
            href=safe(happening.href),
        )


def safe(href: str | None) -> str | None:
    """Only addresses within the site."""
    return href if href and href[0] in "/#?" and not href.startswith("//") else None
