"""The trace as an auditor reads it: who did what, when, in which role. Never about whom."""

import datetime as dt
import random
import re
import uuid
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Max, Min, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy_

from samsyn.access import clock
from samsyn.access.action import VERBS
from samsyn.access.errors import Text
from samsyn.access.models import AuditEntry
from samsyn.basis.audit_log.things import THINGS
from samsyn.basis.staff.models import Role, Staff

SAMPLE = 20
READ: dict[str, Text] = {  # the first part of a page's name, in words
    "activity": lazy_("läste om en aktivitet"),
    "assessment": lazy_("läste bedömningar"),
    "attachment": lazy_("läste bilagor"),
    "case": lazy_("läste ett ärende"),
    "consent": lazy_("läste samtycken"),
    "deviation": lazy_("läste om något som gått fel"),
    "enrolment": lazy_("läste om en inskrivning"),
    "exit": lazy_("läste om ett avslut"),
    "follow_up": lazy_("läste uppföljningar"),
    "handover": lazy_("läste om byte av handläggare"),
    "livelihood": lazy_("läste om försörjning"),
    "meeting": lazy_("läste om möten"),
    "note": lazy_("läste en anteckning"),
    "person": lazy_("läste personuppgifter"),
    "pilot": lazy_("läste frågor utan namn"),
    "plan": lazy_("läste en plan"),
    "progress": lazy_("läste om steg"),
    "referral": lazy_("läste remisser"),
    "request": lazy_("läste förfrågningar"),
    "selection": lazy_("läste underlag till urval"),
    "start": lazy_("öppnade sin startsida"),
    "workplace": lazy_("läste om en arbetsplats"),
}
OBJECT = re.compile(r"^(?P<label>[\w.]+):(?P<pk>[^()]*)\([^()]*\)$")


@dataclass(frozen=True)
class Line:
    """One entry in words."""

    seq: int
    at: dt.datetime
    kind: str
    who: str
    role: str
    sentence: str
    touched: list[str]
    outcome: str


def of_day(entries: QuerySet[AuditEntry], day: dt.date, *, kind: str = "") -> QuerySet[AuditEntry]:
    """What was done on a day, newest first."""
    rows = entries.filter(at__gte=clock.start_of(day), at__lt=clock.start_of(day + dt.timedelta(days=1)))
    return (rows.filter(kind=kind) if kind else rows).order_by("-seq")


def sample_of_month(entries: QuerySet[AuditEntry]) -> QuerySet[AuditEntry]:
    """Entries of this month drawn by chance, in order."""
    month = entries.filter(at__gte=clock.start_of(clock.today().replace(day=1)))
    ends = month.aggregate(first=Min("seq"), last=Max("seq"))
    if ends["first"] is None:
        return entries.none()
    numbers = range(ends["first"], ends["last"] + 1)
    drawn = random.SystemRandom().sample(numbers, min(SAMPLE, len(numbers)))
    return month.filter(seq__in=drawn).order_by("-seq")


def in_words(entries: Iterable[AuditEntry]) -> list[Line]:
    """The entries with names of those who acted, in one question."""
    rows = list(entries)
    names = _names({row.staff_id for row in rows if row.staff_id})
    return [_line(row, names) for row in rows]


def _names(keys: set[uuid.UUID]) -> dict[uuid.UUID, str]:
    return dict(Staff.objects.filter(pk__in=keys).values_list("pk", "user__name"))


def _line(row: AuditEntry, names: dict[uuid.UUID, str]) -> Line:
    who = names.get(row.staff_id, "") if row.staff_id else ""
    role = str(Role(row.role).label) if row.role in Role.values else _("Systemet")
    touched = [] if row.kind == "read" else [_object(text) for text in row.objects_touched.splitlines()]
    outcome = "" if row.outcome == "ok" else row.outcome
    return Line(row.seq, row.at, row.kind, who or _("Systemet"), role, _sentence(row), touched, outcome)


def _sentence(row: AuditEntry) -> str:
    if row.kind == "read":
        return str(READ.get(row.verb.partition(":")[0]) or _("läste sidan %(page)s") % {"page": row.verb})
    known = VERBS.get(row.verb)
    done = str(known.sentence) if known else row.verb
    return _("nekades: %(done)s") % {"done": done} if row.kind == "refused" else done


def _object(text: str) -> str:
    """ "Anteckning …a1b2c3": what kind of thing and the end of its key."""
    found = OBJECT.match(text)
    name = (found["label"] if found else text.split(":")[0]).rpartition(".")[2]
    words = str(THINGS.get(name, name))
    return f"{words} …{found['pk'][-6:]}" if found else words
