"""The rest of a working week: referrals in every state, a queue, and questions without a name."""

from samsyn.access import clock
from samsyn.entry.referral import actions as referrals
from samsyn.entry.selection import actions as selection
from samsyn.learning.pilot_case import actions as questions
from samsyn.learning.pilot_case.models import PilotCase
from samsyn.learning.pilot_case.queries import new_key
from samsyn.web.demo import beginning
from samsyn.web.demo.beginning import moment
from samsyn.web.demo.people import DRAFTED, YOUNG
from samsyn.web.demo.world import DemoWorld

ADVICE = (
    "Be om ett möte med alla tre innan ersättningen tar slut. Ersättningen kan vara kvar på halvtid medan "
    "personen prövar ett arbete."
)


def young(world: DemoWorld) -> None:
    """Two have the two places, one waits in the queue, one waits for a decision and one for an answer."""
    first, second, third, fourth, fifth = (
        (beginning.send if who.days_ago == 6 else beginning.refer)(world, who, serial=n, intervention="youth")
        for n, who in enumerate(YOUNG)
    )
    by = world.actor("samordnare")
    for referral, who in zip((first, second, third), YOUNG, strict=False):
        with clock.at(moment(who.days_ago - 5)):
            selection.decide_alone(referral, by=by, outcome="enrol", because="Rätt ålder och vill själv.")
        if referral is not third:
            beginning.start(world, referral, days_ago=who.days_ago - 9, background={"occupation": "other"})
    with clock.at(moment(4)):
        referrals.ask(fifth, by=by, words="Hur många timmar i veckan är rimligt att börja med?")


def drafts(world: DemoWorld) -> None:
    """Referrals that are not sent; the second case has nobody who answers for it yet."""
    for n, who in enumerate(DRAFTED):
        beginning.draft(world, who, serial=n, intervention="youth")


def pilot_cases(world: DemoWorld) -> None:
    """Asked by a caseworker a month ago and advised, by another two days ago, and by a relative."""
    old = _ask(world, "handlaggare.soc", 35, "Personen har ersättning på halvtid och vill arbeta mer. Vem börjar?")
    with clock.at(moment(33)):
        questions.advise(old, by=world.actor("samordnare"), advice=ADVICE)
    _ask(world, "samordnare", 40, "Kan en person läsa svenska och arbetsträna samma vecka utan att tappa ersättning?")
    _ask(world, "handlaggare.af", 2, "Kan någon få stöd på arbetsplatsen innan ett beslut om ersättning är klart?")
    _ask(world, "", 10, "Min bror har varit hemma länge. Vart ska han ringa för att få hjälp?", origin="relative")


def _ask(world: DemoWorld, who: str, days_ago: int, question: str, origin: str = "caseworker") -> PilotCase:
    with clock.at(moment(days_ago)):
        by = world.actor(who) if who else None
        return questions.ask(world.association, by=by, key=new_key(), question=question, origin=origin)
