"""Reads the way of one case, or of many, in as few queries as there are tables: never one a row."""

import datetime as dt
import json
import uuid
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet, TextField
from django.db.models.functions import Cast

from samsyn.access import clock
from samsyn.access.actor import Actor
from samsyn.access.policy import Policy
from samsyn.access.prepared import Prepared
from samsyn.basis.method.queries import of_versions
from samsyn.basis.method.schema import Method
from samsyn.basis.party.models import Party, PartyKind
from samsyn.entry.case.models import Case, Item, ItemKind
from samsyn.entry.case.queries import live_disclosures
from samsyn.journey.timeline.way import BANDS, DOING, Detail, Row, Way, is_open

COLUMNS = (
    "id", Cast("case_id", TextField()), "kind", Cast("holder_id", TextField()), "starts_on", "ends_on",
    "state", "label", Cast("lanes", TextField()), Cast("at", TextField()),
    "code", "amount",
)  # fmt: skip
DETAILS = (
    "request__answer_by", "request__to_unit_id", "request__to_staff_id",
    "exit__receiver", "exit__receiver_unit_id", "exit__receiver_staff_id",
    "enrolment__intervention__ends_on", "enrolment__intervention__owner_party_id",
    "meeting__starts_at", "referral__to_unit_id", "enrolment__method_version_id",
)  # fmt: skip
WITH_DETAIL: dict[str, tuple[str, ...]] = {
    ItemKind.REQUEST: ("waiting",),
    ItemKind.EXIT: ("prepared",),
    ItemKind.ENROLMENT: ("under_way", "done"),
    ItemKind.MEETING: ("called",),
    ItemKind.REFERRAL: ("sent", "received", "asked"),
}
WITHOUT_END = (
    *DOING,
    ItemKind.LIVELIHOOD,
    ItemKind.REQUEST,
    ItemKind.REFERRAL,
    ItemKind.FOLLOW_UP,
    ItemKind.MILESTONE,
    ItemKind.PLAN,
    ItemKind.LINKED_PLAN,
    ItemKind.GOAL,
    ItemKind.HANDOVER,
)
# Few in a case, and what a method's signals look back on.
LASTING = (
    *DOING, ItemKind.LIVELIHOOD, ItemKind.MEETING, ItemKind.FOLLOW_UP, ItemKind.ASSESSMENT, ItemKind.STEP_MOVE,
)  # fmt: skip
RECENT_DAYS, LASTING_DAYS = 91, 366
LANE_ORDER = {kind: place for place, kind in enumerate((*PartyKind.values[:4], "association", "other"))}


@dataclass(frozen=True, slots=True)
class KnownParty:
    """A party that the reader's own party knows to take part."""

    id: uuid.UUID
    name: str
    short_name: str
    kind: str


@dataclass(frozen=True, slots=True)
class CaseView:
    """One case as one reader's party sees it."""

    way: Way
    parties: list[KnownParty]
    readers: dict[uuid.UUID, list[str]] = field(default_factory=dict)

    @property
    def names(self) -> dict[uuid.UUID, KnownParty]:
        """The known parties by key."""
        return {party.id: party for party in self.parties}


def happenings(case: Case, actor: Actor) -> CaseView:
    """Everything the actor reads in a case, the parties it knows of, and who reads the actor's own items.

    Two queries, however much there is: items, live disclosures of the party.
    """
    rows, details = _sorted(_of_case(actor=actor, case_id=case.pk))
    parties, readers = _parties(case, actor)
    names, today = {party.id: party.short_name for party in parties}, clock.today()
    way = Way(
        case.pk, rows, details, today, actor.party_id, None, _followed(rows, details, today, _methods(details)), names
    )
    return CaseView(way, parties, readers)


def _methods(details: dict[uuid.UUID, Detail]) -> dict[uuid.UUID, Method]:
    """What the versions say that anybody here follows; kept in the process, so mostly nothing is asked."""
    wanted = {detail.method_version for detail in details.values() if detail.method_version}
    return of_versions(wanted) if wanted else {}


def _followed(
    rows: Iterable[Row], details: dict[uuid.UUID, Detail], today: dt.date, known: dict[uuid.UUID, Method]
) -> list[Method]:
    """The methods of enrolments that go on."""
    going_on = (details.get(row.id) for row in rows if row.kind == ItemKind.ENROLMENT and is_open(row, today))
    versions = dict.fromkeys(detail.method_version for detail in going_on if detail and detail.method_version)
    return [known[version] for version in versions if version in known]


def ways(case_ids: Iterable[uuid.UUID], actor: Actor) -> dict[uuid.UUID, Way]:
    """The recent and open parts of many cases, in one query, for signals and next steps."""
    wanted = tuple(case_ids)
    if not wanted:
        return {}
    since, lasting = (clock.today() - dt.timedelta(days=days) for days in (RECENT_DAYS, LASTING_DAYS))
    return _by_case(wanted, _recent(actor=actor, case_ids=wanted, since=since, lasting=lasting), actor, since)


def whole_ways(case_ids: Iterable[uuid.UUID], actor: Actor) -> dict[uuid.UUID, Way]:
    """Everything the actor reads in many cases, in one query."""
    wanted = tuple(case_ids)
    return _by_case(wanted, _whole(actor=actor, case_ids=wanted), actor, None) if wanted else {}


def _by_case(
    wanted: tuple[uuid.UUID, ...], found: Iterable[tuple[Any, ...]], actor: Actor, since: dt.date | None
) -> dict[uuid.UUID, Way]:
    rows, details = _sorted(found)
    methods, today = _methods(details), clock.today()
    by_case: dict[uuid.UUID, list[Row]] = defaultdict(list)
    for row in rows:
        by_case[row.case_id].append(row)
    return {
        case_id: Way(
            case_id, by_case[case_id], details, today, actor.party_id, since,
            _followed(by_case[case_id], details, today, methods) if methods else (),
        )
        for case_id in wanted
    }  # fmt: skip


def rows_of_many(case_ids: Iterable[uuid.UUID], reader: Actor | None) -> dict[uuid.UUID, list[Row]]:
    """All of many cases, in one query: as an actor sees them; None: as all parties wrote them, for numbers only.

    The keys are given one by one: asked as a subselect, PostgreSQL may walk all items for each case.
    """
    items = Policy.all(Item, reader) if reader else Item.objects.all()
    rows = items.filter(case_id__in=list(case_ids)).order_by("starts_on", "id")
    newest = _newest(rows, reader) if reader else rows.filter(superseded_at__isnull=True).values_list(*COLUMNS)
    by_case: dict[uuid.UUID, list[Row]] = defaultdict(list)
    for row in _sorted(newest)[0]:
        by_case[row.case_id].append(row)
    return by_case


def _newest(items: QuerySet[Item], actor: Actor) -> QuerySet[Item, tuple[Any, ...]]:
    """Of the versions an actor reads, the newest of each thing, oldest first; and what open ones have besides.

    The holder reads all its versions, so an older one counts only in the hands of a receiver of no newer one.
    """
    newer = live_disclosures().filter(
        to_party_id=actor.party_id, item__series=OuterRef("series"), item__version__gt=OuterRef("version")
    )
    last_received = ~Q(holder_id=actor.party_id) & ~Exists(newer)
    rows = items.filter(Q(superseded_at__isnull=True) | last_received).order_by("starts_on", "id")
    return rows.values_list(*COLUMNS, *DETAILS)


@Prepared
def _of_case(*, actor: Actor, case_id: uuid.UUID) -> QuerySet[Item, tuple[Any, ...]]:
    return _newest(Policy.all(Item, actor).filter(case_id=case_id), actor)


@Prepared
def _recent(
    *, actor: Actor, case_ids: tuple[uuid.UUID, ...], since: dt.date, lasting: dt.date
) -> QuerySet[Item, tuple[Any, ...]]:
    recent = Q(starts_on__gte=since) | Q(ends_on__gte=since) | Q(ends_on=None, kind__in=WITHOUT_END)
    recent |= Q(kind__in=[ItemKind.EXIT, ItemKind.ENROLMENT])
    recent |= Q(kind__in=LASTING) & (Q(starts_on__gte=lasting) | Q(ends_on__gte=lasting))
    recent &= ~Q(kind=ItemKind.OCCUPATION)
    return _newest(Policy.all(Item, actor).filter(recent, case_id__in=case_ids), actor)


@Prepared
def _whole(*, actor: Actor, case_ids: tuple[uuid.UUID, ...]) -> QuerySet[Item, tuple[Any, ...]]:
    return _newest(Policy.all(Item, actor).filter(case_id__in=case_ids), actor)


def _sorted(found: Iterable[tuple[Any, ...]]) -> tuple[list[Row], dict[uuid.UUID, Detail]]:
    keys: dict[str, uuid.UUID] = {}
    rows: list[Row] = []
    details: dict[uuid.UUID, Detail] = {}
    for values in found:
        row = _row(values[: len(COLUMNS)], keys)
        if row.kind in BANDS and row.ends_on == row.starts_on:
            continue  # said anew the same day
        rows.append(row)
        if row.state in WITH_DETAIL.get(row.kind, ()) and len(values) > len(COLUMNS):
            details[row.id] = Detail(row.id, *values[len(COLUMNS) :])
    return rows, details


def _row(values: tuple[Any, ...], keys: dict[str, uuid.UUID]) -> Row:
    """From the columns; the few cases and parties of a list are made into keys once, not once a row."""
    key, case, kind, holder, starts_on, ends_on, state, label, lanes, at, code, amount = values
    for text in (case, holder):
        if text not in keys:
            keys[text] = uuid.UUID(text)
    taking_part = json.loads(lanes) if lanes != "[]" else []
    return Row(key, keys[case], kind, keys[holder], starts_on, ends_on, state, label, taking_part, at, code, amount)


def _parties(case: Case, actor: Actor) -> tuple[list[KnownParty], dict[uuid.UUID, list[str]]]:
    """Known parties in the order of the lanes, and who reads each item that the own party released."""
    sides = Q(by_party_id=actor.party_id) | Q(to_party_id=actor.party_id)
    columns = [
        f"{side}__{name}"
        for side in ("by_party", "to_party")
        for name in ("id", "name", "short_name", "kind")
    ]
    known: dict[uuid.UUID, KnownParty] = {}
    readers: dict[uuid.UUID, list[str]] = defaultdict(list)
    for item_id, *values in (
        live_disclosures().filter(sides, case_id=case.pk).values_list("item_id", *columns)
    ):
        by, to = KnownParty(*values[:4]), KnownParty(*values[4:])
        known[by.id], known[to.id] = by, to
        if by.id == actor.party_id and to.short_name not in readers[item_id]:
            readers[item_id].append(to.short_name)
    if actor.party_id not in known:
        known[actor.party_id] = own_party(actor)
    return sorted(known.values(), key=_lane_place), readers


def own_party(actor: Actor) -> KnownParty:
    """The actor's own party."""
    name = Party.objects.values_list("name", flat=True).get(pk=actor.party_id)
    return KnownParty(actor.party_id, name, actor.party_name, actor.party_kind)


def _lane_place(party: KnownParty) -> tuple[int, str]:
    return LANE_ORDER.get(party.kind, len(LANE_ORDER)), party.name


def items_by_id(ids: Sequence[uuid.UUID], actor: Actor) -> list[Item]:
    """Whole items with holder and author, in the order asked for."""
    found = Policy.all(Item, actor).select_related("holder", "author__user", "case").in_bulk(list(ids))
    return [found[key] for key in ids if key in found]
