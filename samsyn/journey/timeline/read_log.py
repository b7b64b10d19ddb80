"""Who has read about a person, and what, in plain words: from the traces of every party."""

import datetime as dt
import uuid
from dataclasses import dataclass

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy_

from samsyn.access import clock
from samsyn.access.action import VERBS
from samsyn.access.errors import Text
from samsyn.access.models import AuditEntry, AuditPerson
from samsyn.basis.party.models import Party, Unit
from samsyn.basis.staff.models import Role

MOST = 2000
PAGES: dict[str, Text] = {
    "start": lazy_("såg namnet på sin startsida"),
    "case:list": lazy_("såg namnet i sin lista över ärenden"),
    "case:page": lazy_("läste ärendets sida"),
    "case:inbox": lazy_("såg namnet i enhetens inkorg"),
    "case:text": lazy_("läste hela tidslinjen som text"),
    "case:sus": lazy_("läste underlaget till SUS"),
    "case:person_page": lazy_("läste sidan till dig"),
    "case:read_log": lazy_("öppnade sidan om vem som läst"),
    "case:sharing": lazy_("läste vem som får läsa vad"),
    "person:search": lazy_("sökte och fick fram namnet"),
    "person:page": lazy_("läste dina personuppgifter"),
    "person:reveal": lazy_("läste ditt personnummer"),
}
TOPICS: dict[str, Text] = {
    "note": lazy_("läste en anteckning"),
    "consent": lazy_("läste ett samtycke"),
    "referral": lazy_("läste en remiss"),
    "selection": lazy_("läste underlag till urval"),
    "enrolment": lazy_("läste om en inskrivning"),
    "plan": lazy_("läste planen"),
    "activity": lazy_("läste om en aktivitet"),
    "meeting": lazy_("läste om ett möte"),
    "assessment": lazy_("läste en bedömning"),
    "request": lazy_("läste en förfrågan"),
    "livelihood": lazy_("läste om försörjning"),
    "progress": lazy_("läste om steg du tagit"),
    "follow_up": lazy_("läste en uppföljning"),
    "exit": lazy_("läste om avslutet"),
    "handover": lazy_("läste om byte av handläggare"),
    "attachment": lazy_("läste ett papper"),
    "workplace": lazy_("läste om en arbetsplats"),
    "deviation": lazy_("läste om något som gått fel"),
    "person": lazy_("läste dina personuppgifter"),
}


@dataclass(frozen=True, slots=True)
class Reading:
    """One day, one place, one kind of act; several of the same are one row."""

    day: dt.date
    party: str
    unit: str
    role: str
    what: str
    times: int


def readings(person_id: uuid.UUID) -> list[Reading]:
    """The newest first. Asked within an elevated act: it reads the traces of every party."""
    rows = list(_entries(person_id)[:MOST])
    parties = dict(Party.objects.filter(pk__in={r.party_id for r in rows}).values_list("pk", "name"))
    units = dict(Unit.objects.filter(pk__in={r.unit_id for r in rows if r.unit_id}).values_list("pk", "name"))
    counted: dict[tuple[dt.date, str, str, str, str], int] = {}
    for row in rows:
        party = parties.get(row.party_id, _("Samsyn, automatiskt"))
        unit = units.get(row.unit_id, "") if row.unit_id else ""
        key = (clock.local(row.at).date(), party, unit, role_words(row.role), what_words(row.kind, row.verb))
        counted[key] = counted.get(key, 0) + 1
    return [Reading(*key, times) for key, times in counted.items()]


def _entries(person_id: uuid.UUID) -> QuerySet[AuditEntry]:
    about = AuditPerson.objects.filter(person_id=person_id).values("entry_id")
    return AuditEntry.objects.filter(pk__in=about).exclude(kind="refused").order_by("-at", "-seq")


def role_words(role: str) -> str:
    """What a role is called."""
    return str(Role(role).label) if role in Role.values else ""


def what_words(kind: str, verb: str) -> str:
    """What was done: the page that was read, or the act."""
    if kind != "read":
        return str(VERBS[verb].sentence) if verb in VERBS else _("gjorde en ändring")
    return str(PAGES.get(verb) or TOPICS.get(verb.partition(":")[0]) or _("läste en sida om dig"))
