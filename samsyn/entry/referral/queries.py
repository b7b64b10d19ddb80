"""Reads for referrals: what can be referred to, where the consent stands, who waits how long."""

import datetime as dt
from dataclasses import dataclass

from django.db.models import Exists, F, OuterRef, Q, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from samsyn.access import clock
from samsyn.access.actor import Actor
from samsyn.access.errors import Text
from samsyn.access.policy import Policy
from samsyn.basis.code_list import queries as code_list
from samsyn.basis.contact_route.models import ContactRoute
from samsyn.basis.intervention.models import Intervention
from samsyn.basis.staff.models import Staff
from samsyn.basis.staff.queries import active
from samsyn.basis.staff.rules import CASE_LEADERS
from samsyn.entry.case.models import Case
from samsyn.entry.case.queries import live_disclosures
from samsyn.entry.consent import gate
from samsyn.entry.enrolment.counting import Load, loads
from samsyn.entry.enrolment.models import Enrolment
from samsyn.entry.person.identity_number import IdentityNumber
from samsyn.entry.person.models import Person
from samsyn.entry.person.queries import with_number
from samsyn.entry.referral.models import Referral, ReferralState, ReferralStep
from samsyn.entry.referral.rules import OPEN_STATES, WAITING_STATES, age_misfit, ages, group_misfit
from samsyn.entry.selection.models import QueueEntry, SelectionDecision


@dataclass(frozen=True)
class Offer:
    """An intervention as seen before a referral is written."""

    intervention: Intervention
    load: Load
    ages: str
    target_groups: list[str]
    age_misfit: Text = ""
    group_misfit: Text = ""
    route: ContactRoute | None = None

    @property
    def fits(self) -> bool:
        """Whether nothing speaks against it so far."""
        return not (self.age_misfit or self.group_misfit)


@dataclass(frozen=True)
class ConsentStatus:
    """Whether the referral may carry the identity to its receiver, and if not, why."""

    may_name: bool
    own_unit: bool = False
    why: Text = ""


@dataclass
class Line:
    """A referral in a list: with the person's name only where the actor reaches the identity."""

    referral: Referral
    who: str
    days: int
    is_named: bool
    wait: str = ""
    total: str = ""
    is_unread: bool = False


def running(day: dt.date | None = None) -> Q:
    """Condition on `Intervention`: open for referrals of persons on a day, not only counted."""
    day = day or clock.today()
    ended = Q(ends_on__isnull=True) | Q(ends_on__gt=day)
    kind = Q(orientation=Intervention.Orientation.INDIVIDUAL, registration=Intervention.Registration.PERSONAL)
    return kind & Q(starts_on__lte=day) & ended


def is_running(intervention: Intervention) -> bool:
    """Whether it takes referrals today."""
    return Intervention.objects.filter(running(), pk=intervention.pk).exists()


def open_interventions(actor: Actor) -> QuerySet[Intervention]:
    """What a person can be referred to in the actor's association, by name."""
    rows = Intervention.objects.filter(running(), association=actor.association_id)
    return rows.select_related("owner_party", "owner_unit").order_by("name")


def offers(actor: Actor, *, birth_year: int | None = None, target_group: str = "") -> list[Offer]:
    """Every open intervention with places, queue and what does not fit; what fits comes first."""
    rows = list(open_interventions(actor))
    load, routes = loads(rows), _routes(rows)
    found = [_offer(row, load[row.pk], routes, birth_year, target_group) for row in rows]
    return sorted(found, key=lambda o: not o.fits)


def _offer(
    row: Intervention,
    load: Load,
    routes: dict[object, ContactRoute],
    birth_year: int | None,
    target_group: str,
) -> Offer:
    return Offer(
        intervention=row, load=load, ages=ages(row), route=routes.get(row.owner_unit_id),
        target_groups=[code_list.words("target_group", code) for code in row.target_groups],
        age_misfit=age_misfit(row, birth_year, clock.today()), group_misfit=group_misfit(row, target_group),
    )  # fmt: skip


def offer(intervention: Intervention, *, birth_year: int | None = None) -> Offer:
    """One intervention the same way."""
    return _offer(
        intervention, loads([intervention])[intervention.pk], _routes([intervention]), birth_year, ""
    )


def _routes(rows: list[Intervention]) -> dict[object, ContactRoute]:
    units = [row.owner_unit_id for row in rows]
    found = ContactRoute.objects.filter(unit_id__in=units).order_by("-checked_on")
    return {route.unit_id: route for route in reversed(found)}


def cases_with_number(actor: Actor, number: IdentityNumber) -> QuerySet[Case]:
    """Cases within the actor's own reach and vault about the person with this number."""
    same = with_number(number, actor).filter(person_id=OuterRef("person_id"))
    rows = Policy.all(Case, actor).filter(Exists(same), closed_at__isnull=True)
    return rows.select_related("person").order_by("-opened_at")


def own_cases(actor: Actor) -> QuerySet[Case]:
    """Cases the actor may refer from: those whose identity is held or read."""
    return Policy.all(Case, actor).select_related("person")


def consent_status(referral: Referral, actor: Actor) -> ConsentStatus:
    """Whether a live, confirmed consent lets the receiver know who it is. One's own party needs none.

    For a protected person somebody there is named when it is sent.
    """
    receiver = referral.to_unit.party_id
    if receiver == actor.party_id:
        return ConsentStatus(True, own_unit=True)
    case, category = referral.item.case, referral.item.category
    found = {r.party_id: r for r in gate.receivers(case, actor, category, is_named_next=True)}
    if receiver not in found:
        return ConsentStatus(False, why=_("Det finns inget samtycke till den här parten."))
    return ConsentStatus(found[receiver].allowed, why=found[receiver].why)


def to_make_known(referral: Referral, actor: Actor) -> ConsentStatus | None:
    """For the referrer of one that goes on: whether a receiver who does not know the person may know now.

    It was sent without identity, or what it was sent on has been taken back or run out.
    """
    is_ours = referral.item.holder_id == actor.party_id and referral.item.superseded_at is None
    if not (is_ours and referral.state in OPEN_STATES) or not (referral.is_deidentified or is_unread(referral)):
        return None
    return consent_status(referral, actor)


def unread() -> Q:
    """Condition on `Referral`: sent to another party, which may not read it now."""
    given = live_disclosures().filter(item_id=OuterRef("pk"), to_party_id=OuterRef("to_unit__party_id"))
    ours = Q(item__holder_id=F("to_unit__party_id"))
    return Q(state__in=OPEN_STATES) & ~ours & Q(~Exists(given))


def is_unread(referral: Referral) -> bool:
    """Whether the receiver may not read it now."""
    return Referral.objects.filter(unread(), pk=referral.pk).exists()


def unread_in(case: Case, actor: Actor) -> Referral | None:
    """The newest of the actor's party's that waits for an answer in the case and that its receiver may not read."""
    rows = newest(actor).filter(unread(), item__case_id=case.pk, item__holder_id=actor.party_id)
    return rows.filter(state__in=WAITING_STATES).order_by("-sent_at").first()


def receivers_by_name(referral: Referral) -> QuerySet[Staff]:
    """Who can take a referral that may not lie in an inbox."""
    rows = Staff.objects.filter(active(), unit_id=referral.to_unit_id, role__in=CASE_LEADERS)
    return rows.select_related("user", "party").order_by("user__name", "id")


def newest(actor: Actor) -> QuerySet[Referral]:
    """Referrals in reach, the newest version of each. The person is not joined: it may be out of reach."""
    rows = Policy.all(Referral, actor).filter(item__superseded_at__isnull=True)
    return rows.select_related(
        "item__case", "item__holder", "intervention", "to_unit__party", "referrer__user"
    )


def inbox(actor: Actor, *, state: str = "") -> QuerySet[Referral]:
    """What came to the actor's party and waits, longest waiting first; or those in one state."""
    rows = newest(actor).filter(to_unit__party_id=actor.party_id).exclude(state=ReferralState.DRAFT)
    rows = (
        rows.filter(state=state) if state in ReferralState.values else rows.filter(state__in=WAITING_STATES)
    )
    return rows.order_by("sent_at", "pk")


def sent_by(actor: Actor, *, state: str = "") -> QuerySet[Referral]:
    """What the actor's party referred, as far as the actor reaches: what is not done, or those in one state.

    Accepted is done, but for whoever stands in a queue.
    """
    rows = newest(actor).filter(item__holder_id=actor.party_id).annotate(unread=unread())
    queued = Policy.all(QueueEntry, actor).filter(referral_id=OuterRef("pk"), left_at__isnull=True)
    waits = Q(state__in=[ReferralState.DRAFT, *WAITING_STATES]) | Q(Exists(queued))
    rows = rows.filter(state=state) if state in ReferralState.values else rows.filter(waits)
    return rows.order_by("state_since", "pk")


def lines(rows: "list[Referral]", actor: Actor) -> list[Line]:
    """Rows for a page: one query for all names, only of persons in reach."""
    people = known_people(rows, actor)
    return [line(row, people) for row in rows]


def line(row: Referral, people: dict[object, Person]) -> Line:
    """One referral in words."""
    person = people.get(row.item.case_id)
    who = str(person) if person else _("Ärende utan identitet %(number)s") % {"number": row.item.case.number}
    days, since = days_since(row.state_since), days_since(row.sent_at) if row.sent_at else 0
    total = ngettext("skickad för %(days)s dag sedan", "skickad för %(days)s dagar sedan", since)
    said = total % {"days": since} if since > days else ""
    gone = getattr(row, "unread", False) and row.state in WAITING_STATES
    return Line(row, who, days, person is not None, wait=waited(days), total=said, is_unread=gone)


def days_since(moment: dt.datetime) -> int:
    """Whole days since, by the calendar in Stockholm."""
    return (clock.today() - clock.local(moment).date()).days


def waited(days: int) -> str:
    """The length of a wait in words."""
    return (
        ngettext("Väntat %(days)s dag", "Väntat %(days)s dagar", days) % {"days": days}
        if days
        else _("Sedan i dag")
    )


def known_people(rows: "list[Referral]", actor: Actor) -> dict[object, Person]:
    """The persons the actor may know, by case; those of de-identified referrals are not there."""
    cases = Policy.all(Case, actor).filter(pk__in={row.item.case_id for row in rows}).select_related("person")
    return {case.pk: case.person for case in cases}


def steps_of(referral: Referral, actor: Actor) -> QuerySet[ReferralStep]:
    """The history over all versions that the actor reads."""
    rows = Policy.all(ReferralStep, actor).filter(referral__item__series=referral.item.series)
    return rows.select_related("by__user", "party").order_by("at", "id")


def is_named_for(referral: Referral, actor: Actor) -> bool:
    """Whether this actor may know who it is about."""
    return Policy.all(Case, actor).filter(pk=referral.item.case_id).exists()


def newer_version(referral: Referral, actor: Actor) -> Referral | None:
    """The version that replaced this one, when the actor reads it."""
    if referral.item.superseded_at is None:
        return None
    return newest(actor).filter(item__series=referral.item.series).first()


@dataclass(frozen=True)
class Outcome:
    """What came of it: the decision, the last place in the queue, the enrolment, as far as the actor reads."""

    decision: SelectionDecision | None = None
    queue: QueueEntry | None = None
    enrolment: Enrolment | None = None


def outcome(referral: Referral, actor: Actor) -> Outcome:
    """What came of a referral."""
    same = {"referral__item__series": referral.item.series}
    return Outcome(
        decision=Policy.all(SelectionDecision, actor).filter(**same).order_by("-item__at").first(),
        queue=Policy.all(QueueEntry, actor).filter(**same).order_by("-since").first(),
        enrolment=Policy.all(Enrolment, actor).filter(**same, item__superseded_at__isnull=True).first(),
    )
