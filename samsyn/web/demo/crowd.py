"""The other people of the demo: enough for lists, queues and signals to look like a working week."""

from samsyn.entry.enrolment.models import Enrolment
from samsyn.entry.referral.models import Referral
from samsyn.web.demo import beginning
from samsyn.web.demo.beginning import Newcomer
from samsyn.web.demo.people import OTHERS, WAITING
from samsyn.web.demo.way import Way
from samsyn.web.demo.world import DemoWorld

SOURCES = (
    "sickness_benefit",
    "activity_support",
    "income_support",
    "sickness_benefit",
    "activity_compensation",
    "none",
)
EDUCATION = ("compulsory_school", "upper_secondary_0_2_years")
DOINGS = (
    ("handlaggare.af", "Arbetsträning på lager", "work_training"),
    ("coach", "Jobbsökning med coach", "job_search"),
    ("handlaggare.soc", "Svenska i vardagen", "course"),
    ("handlaggare.region", "Gruppbehandling", "treatment"),
)


def waiting(world: DemoWorld) -> list[Referral]:
    """Referrals that have come and wait for the next selection meeting."""
    return [beginning.refer(world, who, serial=10 + n) for n, who in enumerate(WAITING)]


def agenda(world: DemoWorld, referrals: list[Referral]) -> None:
    """A coming selection meeting with what waits on its agenda."""
    meeting = beginning.call_selection(world, -4)
    for referral in referrals:
        beginning.selection.put_on_agenda(meeting, by=world.actor("samordnare"), referral=referral)


def enrolled(world: DemoWorld) -> list[Enrolment]:
    """Six people some way along; the last ones have little planned, so that signals show."""
    return [_enrolled(world, who, n) for n, who in enumerate(OTHERS)]


def _enrolled(world: DemoWorld, who: Newcomer, n: int) -> Enrolment:
    referral = beginning.refer(world, who, serial=2 + n)
    meeting = beginning.call_selection(world, who.days_ago - 14)
    beginning.select(world, meeting, referral, days_ago=who.days_ago - 14, pictures={"gruppmedlem.fk": "Inget hinder."})
    first = who.days_ago - 20
    background = {"livelihood": SOURCES[n], "occupation": "other", "education": EDUCATION[n % 2]}
    enrolment = beginning.start(world, referral, days_ago=first, background=background)
    way = Way(world, referral.item.case, begun=first)
    way.join(first)
    if SOURCES[n] != "none":
        way.income(who.referrer, SOURCES[n], who.days_ago + 300, -20 if n == 0 else None, 100)
    by, title, kind = DOINGS[n % len(DOINGS)]
    if n < 4:
        worker = "samordnare" if by == "coach" else by
        way.activity(worker, title, kind, first - 3, -60 + 20 * n if n else 45, state="done" if n == 0 else "under_way")
    way.note("samordnare", max(first - 1, 2), "Första samtalet. Personen säger själv vad som är viktigast nu.")
    return enrolment
