"""From referral to enrolment, for one demo person: the same actions as in use, on a moved clock."""

import datetime as dt
from dataclasses import dataclass

from samsyn.access import clock
from samsyn.access.actor import Actor
from samsyn.basis.party.models import Party
from samsyn.entry.case.models import Case
from samsyn.entry.consent.actions import confirm_consent, register_consent
from samsyn.entry.consent.models import Consent
from samsyn.entry.enrolment.actions import enrol
from samsyn.entry.enrolment.models import Enrolment
from samsyn.entry.referral import actions as referrals
from samsyn.entry.referral.models import Referral
from samsyn.entry.selection import actions as selection
from samsyn.entry.selection.models import SelectionMeeting
from samsyn.web.demo.numbers import test_number
from samsyn.web.demo.world import DemoWorld

YEAR = dt.timedelta(days=365)


@dataclass(frozen=True)
class Newcomer:
    """Who comes, from which caseworker, when (days ago), and why."""

    given_name: str
    family_name: str
    sex: str
    born: dt.date
    referrer: str
    days_ago: int
    reason: str
    why: str
    wishes: str = ""


def moment(days_ago: int, hour: int = 10) -> dt.datetime:
    """A working hour some days before today."""
    day = clock.today() - dt.timedelta(days=days_ago)
    return dt.datetime.combine(day, dt.time(hour), tzinfo=clock.STOCKHOLM)


def draft(world: DemoWorld, who: Newcomer, *, serial: int, intervention: str = "stairs") -> Referral:
    """A referral that only the referrer reads yet."""
    with clock.at(moment(who.days_ago)):
        person = {
            "given_name": who.given_name, "family_name": who.family_name, "sex": who.sex,
            "number": test_number(who.born, serial, today=clock.today()), "phone": f"070-174 06 {serial:02d}",
            "municipality": "Exempelby", "language": "svenska",
        }  # fmt: skip
        return referrals.write_draft(
            world.interventions[intervention], by=world.actor(who.referrer), person=person, reason=who.reason,
            why=who.why, wishes=who.wishes, origin="party",
        )  # fmt: skip


def send(world: DemoWorld, who: Newcomer, *, serial: int, intervention: str = "stairs") -> Referral:
    """Draft, one consent conversation, confirmations, and sent."""
    written, by = draft(world, who, serial=serial, intervention=intervention), world.actor(who.referrer)
    with clock.at(moment(who.days_ago)):
        take_consents(world, written.item.case, by, today=clock.today())
        return referrals.send(written, by=by)


def refer(world: DemoWorld, who: Newcomer, *, serial: int, intervention: str = "stairs") -> Referral:
    """Sent, and received the day after."""
    sent = send(world, who, serial=serial, intervention=intervention)
    with clock.at(moment(who.days_ago - 1, 9)):
        return referrals.receive(sent, by=world.actor("samordnare"))


def take_consents(world: DemoWorld, case: Case, by: Actor, *, today: dt.date, years: int = 2) -> None:
    """Secrecy and plan for the five parties, and the register; each holder confirms."""
    circle = [p.pk for p in _circle(world) if p.pk != by.party_id]
    for kind in (Consent.Kind.SECRECY, Consent.Kind.PLAN, Consent.Kind.REGISTER):
        given = register_consent(
            case, by=by, kind=kind, given_on=today, ends_on=today + years * YEAR, circle=circle,
            purpose="Gemensam planering för arbete", alternatives="Stöd av var och en för sig, utan samverkan",
        )  # fmt: skip
        for who in ("handlaggare.af", "handlaggare.fk", "handlaggare.soc", "handlaggare.region", "samordnare"):
            actor = world.actor(who)
            if kind != Consent.Kind.REGISTER and actor.party_id != by.party_id:
                confirm_consent(given, by=actor)


def _circle(world: DemoWorld) -> list[Party]:
    return [world.parties[k] for k in ("af", "fk", "amn", "soc", "reg")]


def call_selection(world: DemoWorld, days_ago: int) -> SelectionMeeting:
    """A meeting of the selection group."""
    starts = moment(days_ago, 13)
    with clock.at(moment(days_ago + 7)):
        return selection.call_meeting(
            world.groups["selection"], by=world.actor("samordnare"), starts_at=starts,
            ends_at=starts + dt.timedelta(hours=4), place="Arbetsmarknadsenheten, rum 2",
        )  # fmt: skip


def select(
    world: DemoWorld, meeting: SelectionMeeting, referral: Referral, *, days_ago: int, pictures: dict[str, str]
) -> None:
    """On the agenda, each party's picture, and the decision to enrol."""
    with clock.at(moment(days_ago + 3)):
        agenda = selection.put_on_agenda(meeting, by=world.actor("samordnare"), referral=referral)
        for who, text in pictures.items():
            selection.add_picture(agenda, by=world.actor(who), text=text)
    with clock.at(moment(days_ago, 14)):
        selection.note_present(
            meeting, by=world.actor("samordnare"),
            present=[m.staff_id for m in world.groups["selection"].members.all()],
        )  # fmt: skip
        selection.decide(agenda, by=world.actor("samordnare"), outcome="enrol", because="Rätt målgrupp och motiverad.")


def start(world: DemoWorld, referral: Referral, *, days_ago: int, background: dict[str, str]) -> Enrolment:
    """Enrolled, with the few background questions."""
    referral.refresh_from_db()
    with clock.at(moment(days_ago)):
        return enrol(
            referral.item.case, by=world.actor("samordnare"), intervention=referral.intervention,
            starts_on=clock.today(), referral=referral, background=background,
            share=[world.parties[k].pk for k in ("af", "fk", "soc", "reg")],
        )  # fmt: skip
