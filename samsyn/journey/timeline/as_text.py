"""The timeline as plain text, for the authority's own system, and what is already marked as entered there."""

import uuid
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from samsyn.access import clock
from samsyn.access.actor import Actor
from samsyn.access.policy import Policy
from samsyn.entry.case.filed import FiledMark
from samsyn.entry.case.models import Case, ItemKind
from samsyn.journey.timeline.addresses import address
from samsyn.journey.timeline.picture import HIDDEN_KINDS, label
from samsyn.journey.timeline.queries import CaseView, happenings
from samsyn.journey.timeline.way import Row


@dataclass(frozen=True, slots=True)
class Line:
    """One thing: its text, where to copy it whole and mark it, and when it was marked."""

    words: str
    href: str
    filed_on: str


def load(case: Case, actor: Actor) -> dict[str, Any]:
    """The context of the page: one text of everything, and each thing by itself."""
    view = happenings(case, actor)
    rows = [row for row in view.way.rows if row.kind not in HIDDEN_KINDS]
    marks = filed_days(case, actor)
    lines = [Line(line(row, view), address("case:item_text", row.id), marks.get(row.id, "")) for row in rows]
    return {"case": case, "lines": lines, "text": text(case, lines, actor)}


def line(row: Row, view: CaseView) -> str:
    """Day or period, kind, words and party."""
    last = "" if row.last_day in (None, row.starts_on) else f"–{row.last_day}"
    holder = view.names.get(row.holder_id)
    party = f" ({holder.short_name})" if holder else ""
    return f"{row.starts_on}{last} {ItemKind(row.kind).label}: {label(row)}{party}"


def text(case: Case, lines: list[Line], actor: Actor) -> str:
    """Everything, with a heading that says as whom it was seen and when."""
    seen = _("Ur Samsyn %(day)s, så långt %(party)s ser. Ärende %(number)s.")
    head = seen % {"day": clock.today(), "party": actor.party_name, "number": case.number}
    return "\n".join([head, "", *(line.words for line in lines)])


def filed_days(case: Case, actor: Actor) -> dict[uuid.UUID, str]:
    """The day the actor's party marked each item as entered in its own system."""
    rows = Policy.all(FiledMark, actor).filter(item__case_id=case.pk, party_id=actor.party_id).order_by("at")
    return {item: clock.local(at).date().isoformat() for item, at in rows.values_list("item_id", "at")}
