"""The facts beside the picture: who, which consent, which livelihood, what comes next."""

import datetime as dt
import uuid
from dataclasses import dataclass, field

from django.db.models import Exists, OuterRef
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from samsyn.access import clock
from samsyn.access.actor import Actor
from samsyn.access.days import last_day
from samsyn.entry.case.models import Case, CaseAssignment, ItemKind
from samsyn.entry.case.queries import open_assignments
from samsyn.entry.consent.models import Consent, ConsentConfirmation
from samsyn.journey.timeline.addresses import address, item_address
from samsyn.journey.timeline.picture import label
from samsyn.journey.timeline.way import Way, is_open

SOON = dt.timedelta(days=30)


@dataclass(frozen=True, slots=True)
class Worker:
    """Somebody of the reader's own party who works with the case."""

    name: str
    part: str
    phone: str
    is_owner: bool


@dataclass(slots=True)
class ConsentState:
    """One consent and where it stands."""

    id: uuid.UUID
    kind: str
    is_refusal: bool
    starts_on: dt.date
    ends_on: dt.date | None
    withdrawn_at: dt.datetime | None
    missing: dict[uuid.UUID, str] = field(default_factory=dict)

    def is_live(self, day: dt.date) -> bool:
        """A yes that holds on a day."""
        begun = not self.is_refusal and self.withdrawn_at is None and self.starts_on <= day
        return begun and (self.ends_on is None or self.ends_on > day)


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the panel: words, a tone, and where to act."""

    label: str
    words: str
    tone: str = "neutral"
    href: str | None = None
    act: str = ""


def workers(case: Case, actor: Actor) -> list[Worker]:
    """The reader's own party's people in the case; who works in other parties is theirs to tell."""
    part = CaseAssignment.Part
    rows = open_assignments(case.pk).filter(party_id=actor.party_id)
    columns = ("staff__user__name", "unit__name", "staff__phone", "part")
    found = [
        Worker(name or unit or "", str(part(how).label), phone or "", how == part.OWNER)
        for name, unit, phone, how in rows.values_list(*columns)
    ]
    return sorted(found, key=lambda worker: not worker.is_owner)


def consents(way: Way) -> list[ConsentState]:
    """Every consent the reader may see, newest first, with the parties that have not confirmed it."""
    confirmed = ConsentConfirmation.objects.filter(
        consent_id=OuterRef("pk"), party_id=OuterRef("rows__from_party_id")
    )
    columns = ("pk", "kind", "is_refusal", "starts_on", "ends_on", "withdrawn_at")
    ids = [row.id for row in way.of(ItemKind.CONSENT)]
    if not ids:
        return []
    rows = (
        Consent.objects.filter(pk__in=ids)
        .order_by("-given_on", "-pk")
        .annotate(has_confirmed=Exists(confirmed))
    )
    found: dict[uuid.UUID, ConsentState] = {}
    extra = ("rows__from_party_id", "rows__from_party__short_name", "rows__ended_at", "has_confirmed")
    for *known, party, name, ended_at, has_confirmed in rows.values_list(*columns, *extra):
        state = found.setdefault(known[0], ConsentState(*known))
        if party and not ended_at and not has_confirmed:
            state.missing[party] = name
    return list(found.values())


def consent_lines(found: list[ConsentState], case: Case, actor: Actor) -> list[Line]:
    """What is missing, ends soon or was withdrawn, per kind of consent; the newest of each kind counts."""
    newest: dict[str, ConsentState] = {}
    today = clock.today()
    for state in sorted(found, key=lambda s: not s.is_live(today)):
        newest.setdefault(state.kind, state)
    lines = [_consent_line(newest[kind], actor, today) for kind in Consent.Kind.values if kind in newest]
    if Consent.Kind.SECRECY not in newest and Consent.Kind.PLAN not in newest:
        words = _("Saknas: ingen annan part kan läsa")
        missing = Line(
            str(Consent.Kind.SECRECY.label),
            words,
            "warning",
            address("consent:take", case.pk),
            _("Ta samtycke"),
        )
        lines.insert(0, missing)
    return lines


def _consent_line(state: ConsentState, actor: Actor, today: dt.date) -> Line:
    name = str(Consent.Kind(state.kind).label)
    if state.is_refusal:
        return Line(name, _("Nej. Fråga utan namn i stället."), "info")
    if state.withdrawn_at:
        return Line(name, _("Återkallat %(day)s") % {"day": clock.local(state.withdrawn_at).date()}, "danger")
    if state.ends_on and state.ends_on <= today:
        return Line(name, _("Gick ut %(day)s") % {"day": state.ends_on}, "danger")
    if actor.party_id in state.missing:
        words = _("Ni har inte bekräftat det än")
        return Line(name, words, "warning", address("consent:read", state.id), _("Bekräfta"))
    if state.missing:
        names = ", ".join(sorted(state.missing.values()))
        return Line(name, _("Väntar på bekräftelse: %(parties)s") % {"parties": names}, "warning")
    return _live_line(name, state, today)


def _live_line(name: str, state: ConsentState, today: dt.date) -> Line:
    if state.ends_on is None:
        return Line(name, _("Gäller tills vidare"), "success")
    days = (state.ends_on - today).days
    if state.ends_on - today <= SOON:
        return Line(
            name, ngettext("Slutar om %(n)d dag", "Slutar om %(n)d dagar", days) % {"n": days}, "warning"
        )
    return Line(name, _("Gäller till och med %(day)s") % {"day": last_day(state.ends_on)}, "success")


def livelihood_now(way: Way) -> list[str]:
    """Sources of income today, each once also where several parties wrote it."""
    return list(dict.fromkeys(row.says for row in way.of(ItemKind.LIVELIHOOD) if is_open(row, way.today)))


def next_of(way: Way, kind: str, *states: str) -> Line | None:
    """The next meeting or follow-up."""
    coming = [
        row
        for row in way.of(kind)
        if row.state in states and (row.starts_on >= way.today or kind != ItemKind.MEETING)
    ]
    if not coming:
        return None
    row = min(coming, key=lambda row: row.starts_on)
    meets_at = way.detail(row).meets_at
    when = clock.local(meets_at).strftime("%Y-%m-%d %H:%M") if meets_at else str(row.starts_on)
    return Line(
        label(row),
        when,
        "warning" if row.starts_on < way.today else "info",
        item_address(row.kind, row.id, row.case_id),
    )
