"""What a mark is, which secret it stands for, and who may see it."""

import re
from dataclasses import dataclass, field
from typing import Any

from django.db import models

from samsyn.access.actor import Actor
from samsyn.entry.case.models import (
    Case,
)
from samsyn.entry.person.models import Person
from tests.factories.basis import World

MARK = re.compile(r"zq(?:mark|side|kept)\d{3}", re.IGNORECASE)


SECRET = "svarslank-i-ett-prov"


@dataclass
class Viewer:
    """Somebody who looks, and which marks they have a right to."""

    relation: str
    actor: Actor | None
    sees: frozenset[str] = frozenset()


@dataclass
class Marked:
    """The marked person, each row around it, which field each mark stands in, and everyone who looks."""

    world: World
    by: Actor
    case: Case
    rows: dict[type[models.Model], models.Model] = field(default_factory=dict)
    fields: dict[str, str] = field(default_factory=dict)
    viewers: dict[str, Viewer] = field(default_factory=dict)
    numbers: list[str] = field(default_factory=list)
    secret: str = SECRET
    live_consent: Any = None
    mail: Any = None
    agreement: Any = None
    route: Any = None
    pilot: Any = None
    notice: Any = None

    @property
    def person(self) -> Person:
        """Whom it is about."""
        return self.case.person

    def mark(self, name: str) -> str:
        """A new mark for one field."""
        mark = f"Zqmark{len(self.fields):03d}"
        self.fields[mark.lower()] = name
        return mark

    def scope(self, mark: str) -> str:
        """What sort of secret: of the person, an item, the protection, a side note or a filed copy."""
        if mark.startswith(("zqside", "zqkept")):
            return mark[2:6]
        label = self.fields[mark].rsplit(".", 1)[0]
        if label == "entry.ProtectionStep":
            return "protection"
        return "person" if label in {"entry.Person", "entry.Representative"} else "item"

    def found_in(self, text: str) -> set[str]:
        """Every mark in a text; the number counts as a mark of the person."""
        marks = {m.lower() for m in MARK.findall(text)}
        return marks | {next(iter(self.fields)) for n in self.numbers if n in text}

    def out_of_right(self, viewer: Viewer, text: str) -> list[str]:
        """Marks in a text that this viewer has no right to, by the field they stand in."""
        return sorted(self.fields.get(m, m) for m in self.found_in(text) if self.scope(m) not in viewer.sees)
