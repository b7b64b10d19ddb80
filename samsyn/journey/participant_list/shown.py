"""The outcome of a trial as the page shows it: how many of each, the faults first, and what would change."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from samsyn.journey.participant_list.actions import Outcome
from samsyn.journey.participant_list.fields import FIELDS, written
from samsyn.journey.participant_list.models import ParticipantList

MOST_SHOWN = 200


@dataclass(frozen=True)
class Shown:
    """Numbers by kind, and the rows that are listed: faulty ones first, then what changes, then what is new."""

    counts: dict[str, int]
    faulty: list[dict[str, Any]]
    rows: list[dict[str, Any]]

    @property
    def good(self) -> int:
        """How many can be taken in."""
        return sum(self.counts.values()) - self.counts["faulty"]

    @property
    def all(self) -> int:
        """How many there are."""
        return sum(self.counts.values())


def shown(outcomes: Sequence[Outcome], list_: ParticipantList) -> Shown:
    """At most two hundred rows of each are listed."""
    counts = Counter(one.kind for one in outcomes)
    kinds = {kind: counts[kind] for kind in ("new", "changed", "same", "faulty")}
    faulty = [_faulty(one) for one in outcomes if one.faults]
    good = sorted((one for one in outcomes if one.kind in ("changed", "new")), key=lambda one: one.kind)
    return Shown(kinds, faulty[:MOST_SHOWN], [_good(one, list_) for one in good][:MOST_SHOWN])


def _who(one: Outcome) -> str:
    return " ".join(one.match.row.names).strip() or _("Namn saknas")


def _faulty(one: Outcome) -> dict[str, Any]:
    return {"line": one.match.row.line, "who": _who(one), "faults": one.faults}


def _good(one: Outcome, list_: ParticipantList) -> dict[str, Any]:
    changes = [_change(one, name, value, list_) for name, value in (one.match.changes or {}).items()]
    return {"line": one.match.row.line, "who": _who(one), "kind": one.kind, "changes": changes}


def _change(one: Outcome, name: str, value: Any, list_: ParticipantList) -> dict[str, str]:
    field, words = FIELDS[name], list_.words.get(name, {})
    before = written(field, (one.match.known or {}).get(name), words)
    return {"label": str(field.label), "before": before, "after": written(field, value, words)}
