"""What becomes of a row of a list."""

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from samsyn.entry.enrolment.models import Enrolment
from samsyn.journey.participant_list.fields import FIELDS, written
from samsyn.journey.participant_list.matching import Match
from samsyn.journey.participant_list.models import ParticipantList, Told
from samsyn.journey.participant_list.reading import Fault


@dataclass(frozen=True)
class Outcome:
    """What became, or would become, of a row: new, changed, same or faulty."""

    match: Match
    faults: tuple[Fault, ...] = ()
    enrolment: Enrolment | None = None

    @property
    def kind(self) -> str:
        """One of new, changed, same, faulty."""
        if self.faults:
            return "faulty"
        if self.match.enrolment is None:
            return "new"
        return "changed" if self.match.changes else "same"

    def told(self, list_: ParticipantList) -> Told:
        """In words, to be kept until it is read."""
        row = self.match.row
        changes = self.match.changes or {} if self.kind == "changed" else {}
        return {
            "line": row.line, "who": " ".join(row.names).strip() or _("Namn saknas"), "kind": self.kind,
            "faults": [{"heading": fault.heading, "words": fault.words} for fault in self.faults],
            "changes": [self._change(name, value, list_) for name, value in changes.items()],
        }  # fmt: skip

    def _change(self, name: str, value: Any, list_: ParticipantList) -> dict[str, str]:
        field, words = FIELDS[name], list_.words.get(name, {})
        before = written(field, (self.match.known or {}).get(name), words)
        return {"label": str(field.label), "before": before, "after": written(field, value, words)}
