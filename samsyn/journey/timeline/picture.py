"""From rows to the swimlanes: which lane, bar or moment, together with whom, and where nothing went on."""

import uuid

from django.utils.translation import gettext as _

from samsyn.entry.case.labels import code_and_extent
from samsyn.entry.case.models import ItemKind
from samsyn.journey.timeline.addresses import item_address
from samsyn.journey.timeline.happening import LIVELIHOOD, Gap, Happening, Lane
from samsyn.journey.timeline.lanes import Figure, figure
from samsyn.journey.timeline.queries import CaseView, KnownParty
from samsyn.journey.timeline.signals import IDLE_DAYS, busy_until
from samsyn.journey.timeline.texts import texts
from samsyn.journey.timeline.way import BANDS, DOING, Row, Way

PERSON = "person"
HIDDEN_KINDS = (ItemKind.IDENTITY,)
THE_PERSONS = (ItemKind.CONSENT, ItemKind.GOAL, ItemKind.MILESTONE, ItemKind.STEP_MOVE, ItemKind.RATING)
TOGETHER = (ItemKind.MEETING, ItemKind.DECISION, ItemKind.PLAN)
OPEN_ENDED = (
    *DOING,
    ItemKind.ENROLMENT,
    ItemKind.PLAN,
    ItemKind.LINKED_PLAN,
    ItemKind.REQUEST,
    ItemKind.REFERRAL,
)
LOOKS = {
    "planned": "planned",
    "waiting": "waiting",
    "under_way": "under_way",
    "interrupted": "interrupted",
    "done": "done",
    "declined": "declined",
    "sent": "waiting",
    "received": "waiting",
    "asked": "waiting",
    "accepted": "done",
    "answered": "done",
    "settled": "under_way",
    "superseded": "done",
    "called": "planned",
    "held": "done",
    "draft": "planned",
    "prepared": "planned",
    "cancelled": "declined",
    "withdrawn": "declined",
    "returned": "declined",
    "retracted": "declined",
}
NOT_LASTING = ("planned", "done", "interrupted", "declined")
MOVES = {"forward": "→", "sideways": "↔", "back": "←", "none": "="}


def swimlanes(view: CaseView, *, person: str) -> Figure:
    """The figure of a case: both drawings and the table."""
    found = [happening(row, view) for row in view.way.rows if row.kind not in HIDDEN_KINDS]
    lanes = [Lane(PERSON, person, tone=PERSON), *(lane(party) for party in view.parties)]
    return figure(lanes, found, gaps(view.way), today=view.way.today, texts=texts())


def lane(party: KnownParty) -> Lane:
    """A known party's lane."""
    tone = party.kind if party.kind in ("pes", "sia", "municipality", "region") else "other"
    return Lane(str(party.id), party.name, tone=tone, short=party.short_name)


def happening(row: Row, view: CaseView) -> Happening:
    """One row as a happening; lanes of parties the reader does not know are left out."""
    known = view.names
    others = tuple(key for key in row.lanes if uuid.UUID(key) in known)
    state = LOOKS.get(row.state, "")
    lane_key, joint = _lane_of(row, others)
    lasts = row.kind in OPEN_ENDED and state not in NOT_LASTING
    return Happening(
        key=row.id.hex,
        kind=LIVELIHOOD if row.kind in BANDS else row.kind,
        lane=lane_key,
        label=label(row),
        starts_on=row.starts_on,
        ends_on=row.ends_on,
        ongoing=row.ends_on is None and (lasts or row.kind in BANDS),
        state=state,
        joint_lanes=tuple(key for key in others if key != lane_key),
        href=item_address(row.kind, row.id, row.case_id),
        joint=joint,
        extent=_extent(row),
        detail=_detail(row, view),
    )


def _lane_of(row: Row, others: tuple[str, ...]) -> tuple[str, bool]:
    """Whose lane, and whether the other lanes do it together."""
    if row.kind in BANDS:
        return LIVELIHOOD, False
    if row.kind in THE_PERSONS:
        return PERSON, False
    return str(row.holder_id), row.kind in TOGETHER


def _extent(row: Row) -> int | None:
    if row.kind not in BANDS:
        return None
    extent = code_and_extent(row.kind, row.label)[1]
    return int(extent) if extent.isdecimal() else None


def _detail(row: Row, view: CaseView) -> str:
    if row.kind not in (*BANDS, *THE_PERSONS):
        return ""
    holder = view.names.get(row.holder_id)
    return _("Skrivet av %(party)s") % {"party": holder.short_name} if holder else ""


def label(row: Row) -> str:
    """What a row is called: its own words, a code's words, or the kind's."""
    if row.kind in BANDS:
        name = code_and_extent(row.kind, row.label)[0]
        return name if row.kind == ItemKind.LIVELIHOOD else _("Sysselsättning: %(what)s") % {"what": name}
    if row.kind == ItemKind.STEP_MOVE and row.state in MOVES:
        return f"{MOVES[row.state]} {row.label}"
    return row.says or str(ItemKind(row.kind).label)


def gaps(way: Way) -> list[Gap]:
    """Stretches of 30 days or more where nothing was under way, up to today or the exit."""
    busy = sorted((row.starts_on, end) for row in way.rows if (end := busy_until(row, way.today)))
    if not busy:
        return []
    last = max((r.starts_on for r in way.of(ItemKind.EXIT)), default=way.today) if way.has_left else way.today
    found, free_from = [], busy[0][1]
    for starts_on, ends_on in [*busy, (last, last)]:
        if (min(starts_on, last) - free_from).days >= IDLE_DAYS:
            found.append(Gap(None, free_from, min(starts_on, last)))
        free_from = max(free_from, ends_on)
    return found
