"""The flow of a real project (KV, 2006–2009) driven through the same actions as in use, on a moved clock.

The counts are the published ones (reference/published/kv/applications.yaml). Who, when and how long are made
up from a seed: the report gives no days. Nobody in it exists.
"""

import datetime as dt
import random
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from django.conf import settings
from ruamel.yaml import YAML

from samsyn.access import clock
from samsyn.access.actor import Actor
from samsyn.access.models import User
from samsyn.basis.group.models import Group, GroupKind, GroupMember
from samsyn.basis.intervention.models import Intervention
from samsyn.basis.party.models import Association, Party, PartyKind, Unit
from samsyn.basis.staff.models import Role, Staff
from samsyn.basis.staff.queries import actor_of
from samsyn.entry.consent.actions import register_consent
from samsyn.entry.consent.models import Consent
from samsyn.entry.enrolment.actions import enrol
from samsyn.entry.referral import actions as referrals
from samsyn.entry.selection import actions as selection
from samsyn.entry.selection.models import AgendaItem, SelectionMeeting

FIRST_MEETING = dt.date(2006, 9, 5)
LAST_ARRIVAL = dt.date(2008, 11, 30)
LONGEST_START_DELAY = 35
ASSOCIATION = "KV efterbildat (påhittade personer)"
PARTIES = {
    PartyKind.MUNICIPALITY: ("Arbetsmarknadsnämnden", "AMN"),
    PartyKind.PES: ("Arbetsförmedlingen", "AF"),
    PartyKind.SIA: ("Försäkringskassan", "FK"),
    PartyKind.REGION: ("Landstinget", "Landstinget"),
}


@dataclass(frozen=True)
class Application:
    """One made-up application: when it is sent, what it leads to, how long after the decision it starts."""

    serial: int
    sent_on: dt.date
    outcome: str
    start_delay: int
    sex: str
    birth_year: int


@dataclass
class KvWorld:
    """Four parties, a caseworker each, and a group that meets every other week."""

    intervention: Intervention
    group: Group
    coordinator: Actor
    referrers: list[Actor]
    parties: list[Party] = field(default_factory=list)


def published() -> dict[str, Any]:
    """The project's published counts."""
    path = Path(settings.SAMSYN_REFERENCE) / "published" / "kv" / "applications.yaml"
    return dict(YAML(typ="safe").load(path.read_text()))


def applications(counts: dict[str, Any], *, seed: int = 2009) -> list[Application]:
    """As many as were published, spread over the project's time."""
    chance = random.Random(seed)  # noqa: S311 - made-up people, nothing secret
    outcomes = ["enrol"] * counts["enrolled_fully_registered"]
    outcomes += ["other_measure"] * counts["collaboration_measures_outside_project"]
    outcomes += ["return"] * counts["returned_to_ordinary_caseworker"]
    chance.shuffle(outcomes)
    days = (LAST_ARRIVAL - FIRST_MEETING).days
    low, high = counts["target_group_age"]
    return [
        Application(
            serial=serial, sent_on=FIRST_MEETING + dt.timedelta(days=chance.randrange(days)), outcome=outcome,
            start_delay=chance.randrange(LONGEST_START_DELAY), sex=chance.choice(["woman", "man"]),
            birth_year=FIRST_MEETING.year - chance.randrange(low + 2, high - 3),
        )
        for serial, outcome in enumerate(outcomes, start=1)
    ]  # fmt: skip


def built_before() -> Intervention | None:
    """The intervention, when the flow is in the database already."""
    return Intervention.objects.filter(association__name=ASSOCIATION).first()


def kv_world(*, password: str | None = None) -> KvWorld:
    """An association of its own, as it stood before the first meeting. With a password its people can sign in."""
    with clock.at(FIRST_MEETING - dt.timedelta(days=30)):
        association, _new = Association.objects.get_or_create(name=ASSOCIATION, is_demo=True)
        units = {kind: _unit(association, kind, *names) for kind, names in PARTIES.items()}
        own = units[PartyKind.MUNICIPALITY]
        lead = _staff(own, Role.COORDINATOR, "samordnare", "Samordnare KV", password)
        _staff(own, Role.INTERVENTION_MANAGER, "insatsansvarig", "Insatsansvarig KV", password)
        _staff(own, Role.EVALUATOR, "utvarderare", "Utvärderare KV", password)
        people = [
            _staff(unit, Role.CASEWORKER, f"handlaggare.{kind}", f"Handläggare {unit.party.short_name}", password)
            for kind, unit in units.items()
        ]
        group = Group.objects.create(
            association=association, kind=GroupKind.SELECTION, name="Samverkansgruppen KV"
        )
        GroupMember.objects.bulk_create(
            GroupMember(group=group, staff=s, starts_on=clock.today()) for s in (lead, *people)
        )
        intervention = Intervention.objects.create(
            association=association, name="KV", owner_party=own.party, owner_unit=own,
            starts_on=clock.today(),
            selection_group=group, age_from=18, age_to=65,
        )  # fmt: skip
        intervention.circle.set([unit.party for unit in units.values()])
    parties = [unit.party for unit in units.values()]
    return KvWorld(intervention, group, actor_of(lead), [actor_of(s) for s in people], parties)


def _unit(association: Association, kind: str, name: str, short_name: str) -> Unit:
    party = Party.objects.create(
        association=association, kind=kind, name=f"{name} i KV", short_name=short_name
    )
    return Unit.objects.create(party=party, name=f"{short_name}, mottagning", is_intake=True)


def _staff(unit: Unit, role: str, account: str, name: str, password: str | None) -> Staff:
    user = User.objects.create_user(f"{account}@kv.example", password, name=name)
    return Staff.objects.create(user=user, party=unit.party, unit=unit, role=role, starts_on=clock.today())


def run_kv_flow(world: KvWorld, came: list[Application] | None = None) -> KvWorld:
    """Every application written, sent on consent, taken up at the next meeting, decided, maybe enrolled."""
    counts = published()
    waiting = sorted(came or applications(counts), key=lambda a: (a.sent_on, a.serial))
    for day in _meeting_days(counts["group_meets_every_days"]):
        due = [a for a in waiting if a.sent_on < day]
        waiting = [a for a in waiting if a.sent_on >= day]
        if due:
            _meet(world, day, due, hours=counts["group_meeting_hours"])
        if not waiting:
            return world
    return world


def _meeting_days(every: int) -> Iterator[dt.date]:
    day = FIRST_MEETING
    while True:
        yield day
        day += dt.timedelta(days=every)


def _meet(world: KvWorld, day: dt.date, due: list[Application], *, hours: int) -> None:
    drafts = [(_send(world, a), a) for a in due]
    starts = dt.datetime.combine(day, dt.time(13), tzinfo=clock.STOCKHOLM)
    with clock.at(starts):
        meeting = selection.call_meeting(
            world.group, by=world.coordinator, starts_at=starts,
            ends_at=starts + dt.timedelta(hours=hours),
        )  # fmt: skip
        present = [world.coordinator.staff_id, *(r.staff_id for r in world.referrers)]
        selection.note_present(meeting, by=world.coordinator, present=present)
        rows = [(_take_up(world, meeting, found), a) for found, a in drafts]
        for row, application in rows:
            _decide(world, row, application)
        selection.close_meeting(meeting, by=world.coordinator)
    for row, application in rows:
        if application.outcome == "enrol":
            _start(world, row, day + dt.timedelta(days=application.start_delay))


def _send(world: KvWorld, application: Application) -> Any:
    by = world.referrers[application.serial % len(world.referrers)]
    person = {
        "given_name": "Sökande", "family_name": f"Nummer {application.serial}", "sex": application.sex,
        "birth_year": application.birth_year,
    }  # fmt: skip
    with clock.at(application.sent_on):
        draft = referrals.write_draft(
            world.intervention,
            by=by,
            person=person,
            reason="mental",
            why="Behöver stöd av flera parter.",
            origin="party",
        )
        register_consent(
            draft.case,
            by=by,
            kind=Consent.Kind.SECRECY,
            given_on=clock.today(),
            circle=[p.pk for p in world.parties],
        )
        if application.outcome == "enrol":
            register_consent(draft.case, by=by, kind=Consent.Kind.REGISTER, given_on=clock.today())
        return referrals.send(draft, by=by)


def _take_up(world: KvWorld, meeting: SelectionMeeting, found: Any) -> AgendaItem:
    return selection.put_on_agenda(meeting, by=world.coordinator, referral=found)


def _decide(world: KvWorld, row: AgendaItem, application: Application) -> None:
    said: dict[str, Any] = {}
    if application.outcome == "other_measure":
        said = {"measure": "mapping", "sex": application.sex, "birth_year": application.birth_year}
    if application.outcome == "return":
        said = {"reason": "ordinary_support_suffices", "named_receiver": "Ordinarie handläggare"}
    selection.decide(row, by=world.coordinator, outcome=application.outcome, **said)


def _start(world: KvWorld, row: AgendaItem, day: dt.date) -> None:
    found = row.referral
    found.refresh_from_db()
    with clock.at(day):
        enrol(
            found.case, by=world.coordinator, intervention=world.intervention, starts_on=day, referral=found
        )
