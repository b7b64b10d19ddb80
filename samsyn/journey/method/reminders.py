"""Reminders of what methods wait for: to whom the text says, once a person, thing and period."""

import datetime as dt
import uuid
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from django.urls import reverse
from django.utils.translation import gettext as now_in_words
from django.utils.translation import gettext_lazy as _

from samsyn.access import clock, outbox
from samsyn.access.action import action, touch
from samsyn.access.actor import Actor
from samsyn.access.models import OutboxMail
from samsyn.basis.method.queries import of_versions
from samsyn.basis.method.schema import Method
from samsyn.basis.staff.models import Role, Staff
from samsyn.basis.staff.queries import active, stand_ins
from samsyn.entry.case import writing
from samsyn.entry.case.models import Case, CaseAssignment
from samsyn.entry.case.queries import live
from samsyn.journey.method.kept import holding
from samsyn.journey.method.models import MethodStanding, Reminder
from samsyn.journey.method.standing import Awaited
from samsyn.journey.method.things import from_kept, same

AT_ONCE = 200
TOLD_WITHIN = dt.timedelta(days=30)  # what nobody was told of so long is no news
Key = tuple[uuid.UUID, str, str, str, int]  # person, kind, thing, period, turn
Part = CaseAssignment.Part


@dataclass(slots=True)
class Due:
    """A reminder that is to be sent: of which case, and to whom."""

    key: Key
    case: Case
    to: dict[uuid.UUID, Staff] = field(default_factory=dict)


def remind(*, by: Actor | None = None) -> int:
    """For the scheduler: send what is due and was not sent; answers how many. Run twice, or by two at once, it sends
    once. Lines and mail name no person."""
    due, sent = list(_due()), 0
    for at in range(0, len(due), AT_ONCE):
        sent += send(due[at : at + AT_ONCE], by=by)
    return sent


@action(verb="method.remind", sentence=_("påminde om det som väntas i en metod"), elevated=True)
def send(due: Sequence[Due], *, by: Actor | None = None) -> int:
    """Note each reminder and tell the staff, except what somebody else noted first."""
    rows = [_row(one.key) for one in due]
    wanted = {row.pk: one for row, one in zip(rows, due, strict=True)}
    Reminder.objects.bulk_create(rows, ignore_conflicts=True)
    ours = set(Reminder.objects.filter(pk__in=wanted).values_list("pk", flat=True))
    told: dict[uuid.UUID, Staff] = {}
    for row in (row for row in rows if row.pk in ours):
        touch(row, ["kind"], person_id=row.person_id)
        _tell(wanted[row.pk], row.kind)
        told |= wanted[row.pk].to
    _mail(told)
    return len(ours)


def _row(key: Key) -> Reminder:
    person_id, kind, thing, period, turn = key
    return Reminder(person_id=person_id, kind=kind, thing=thing, period=period, turn=turn)


def _tell(one: Due, kind: str) -> None:
    for staff in one.to.values():
        writing.tell(
            party_id=staff.party_id, staff_id=staff.pk, kind=f"method_{kind}", case_number=one.case.number,
            address=reverse("method:way", args=[one.case.pk]),
        )  # fmt: skip


def _mail(told: dict[uuid.UUID, Staff]) -> None:
    """At most one a day and address, without a name, a case number or a method."""
    subject = now_in_words("Något väntar i Samsyn")
    body = now_in_words("Det är dags för något som väntas i ett av dina ärenden. Logga in i Samsyn och se startsidan.")
    today = OutboxMail.objects.filter(subject=subject, created_at__gte=clock.start_of(clock.today()))
    known = set(today.values_list("to", flat=True))
    for address in sorted({one.user.email for one in [*told.values(), *stand_ins(told)]} - known):
        outbox.queue(to=address, subject=subject, body=body, by=None)


def _due() -> Iterator[Due]:
    """What is to be sent now and was not sent, each with everybody it goes to."""
    rows = holding(MethodStanding.objects.filter(tells_on__lte=clock.today())).select_related("case")
    found: dict[Key, Due] = {}
    for some in _some(list(rows)):
        people = _People({row.case_id for row in some})
        methods = of_versions(row.method_version_id for row in some)
        for row in some:
            for thing in _things(row, methods[row.method_version_id]):
                for kind, names in _kinds_due(thing):
                    if to := people.of(row, thing.method, names):
                        key = (row.case.person_id, kind, *same(thing))
                        found.setdefault(key, Due(key, row.case)).to.update(to)
    yield from _not_sent(list(found.values()))


def _some(rows: Sequence[MethodStanding]) -> Iterator[Sequence[MethodStanding]]:
    return (rows[at : at + AT_ONCE] for at in range(0, len(rows), AT_ONCE))


def _things(row: MethodStanding, method: Method) -> Iterator[Awaited]:
    known = {"case_id": row.case_id, "enrolment_id": row.enrolment_id, "version_id": row.method_version_id}
    return (from_kept(values, known, method) for values in row.waits)


def _kinds_due(thing: Awaited) -> Iterator[tuple[str, Sequence[str]]]:
    """Which reminders of a thing are due today, and to whom the text says they go."""
    one, last, today = thing.occasion.one, thing.occasion.due_on, clock.today()
    if last is None:
        return
    if one.remind and one.remind.before(last) <= today <= last:
        yield Reminder.Kind.REMIND, one.by
    if one.if_nothing and dt.timedelta() <= today - one.if_nothing.after.after(last) <= TOLD_WITHIN:
        yield Reminder.Kind.NOTHING, one.if_nothing.tell


def _not_sent(due: list[Due]) -> Iterator[Due]:
    for at in range(0, len(due), AT_ONCE):
        some = due[at : at + AT_ONCE]
        rows = Reminder.objects.filter(person_id__in={one.key[0] for one in some})
        sent = set(rows.values_list("person_id", "kind", "thing", "period", "turn"))
        yield from (one for one in some if one.key not in sent)


class _People:
    """Who works with some cases now, and the managers of their units."""

    def __init__(self, case_ids: Iterable[uuid.UUID]) -> None:
        rows = CaseAssignment.objects.filter(live(clock.now()), case_id__in=list(case_ids), staff__isnull=False)
        self.of_case: dict[uuid.UUID, list[CaseAssignment]] = defaultdict(list)
        for row in rows.exclude(part=Part.SELECTION).select_related("staff__user", "party").order_by("starts_at"):
            self.of_case[row.case_id].append(row)
        managers = Staff.objects.filter(active(), role=Role.UNIT_MANAGER, unit__isnull=False).select_related("user")
        self.managers: dict[uuid.UUID | None, list[Staff]] = defaultdict(list)
        for manager in managers:
            self.managers[manager.unit_id].append(manager)

    def of(self, row: MethodStanding, method: Method, names: Sequence[str]) -> dict[uuid.UUID, Staff]:
        """Those named, among staff of the party that the row was made for; whoever answers for the case if none is."""
        workers = self.of_case[row.case_id]
        responsible = [one for one in workers if one.part == Part.OWNER] or workers[:1]
        kinds = {role.party for role in method.who.roles if role.id in names} | set(names)
        named = [one for one in workers if one.party.kind in kinds]
        if "owner" in names or not named:
            named += responsible
        ours = [one.staff for one in named if one.party_id == row.party_id and one.staff]
        if "unit_manager" in names:
            units = [one.staff.unit_id for one in responsible if one.party_id == row.party_id and one.staff]
            ours += [manager for unit_id in units for manager in self.managers.get(unit_id, [])]
        return {staff.pk: staff for staff in ours}
