"""The parts that every start page is made of."""

import uuid
from dataclasses import dataclass, field

from samsyn.access.errors import Text

MOST_ROWS = 12


@dataclass(frozen=True, slots=True)
class Task:
    """A row that can be acted on: about whom or what, how urgent, and where to do it."""

    about: Text
    words: Text
    href: str
    act: Text
    tone: str = "info"
    mark: str = ""
    about_href: str = ""
    person: uuid.UUID | None = None
    until: str = ""
    more: tuple[tuple[Text, str, str], ...] = ()
    """Further things about the same person: words, until when, address."""


@dataclass(frozen=True, slots=True)
class Link:
    """A way on; `name` is the page's address name, `count` how much stands there when that is known."""

    label: Text
    name: str
    count: int | None = None


@dataclass(frozen=True, slots=True)
class Section:
    """A heading with its rows; `empty` says what it means that there are none, or what to do first."""

    title: Text
    tasks: list[Task]
    empty: Text
    links: list[Link] = field(default_factory=list)
    not_made: int = 0
    """How many rows there are beyond `tasks`, where only those that are shown were made."""

    @property
    def total(self) -> int:
        """How many rows there are."""
        return len(self.tasks) + self.not_made

    @property
    def shown(self) -> list[Task]:
        """The first rows."""
        return self.tasks[:MOST_ROWS]

    @property
    def more(self) -> int:
        """How many are left out."""
        return max(0, self.total - MOST_ROWS)
