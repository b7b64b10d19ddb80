"""A signal: something that is stuck or about to be, since when, why it is said, and what to do."""

import datetime as dt
import uuid
from dataclasses import dataclass

from samsyn.access.errors import Text
from samsyn.journey.timeline.addresses import address


@dataclass(frozen=True, slots=True)
class Signal:
    """Something that is stuck or about to be: since when, why it is said, and what to do."""

    kind: str
    case_id: uuid.UUID
    since: dt.date
    words: Text
    explanation: Text
    act: str
    act_label: Text
    tone: str = "warning"
    about: uuid.UUID | None = None

    @property
    def act_href(self) -> str:
        """Where to act: about the thing itself, or in the case."""
        return address(self.act, self.about or self.case_id)
