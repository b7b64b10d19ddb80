"""The person's page: what happens next, who helps, who may read, what I said yes to, how far I have come."""

from dataclasses import dataclass
from typing import Any

from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from samsyn.access import clock
from samsyn.access.actor import Actor
from samsyn.access.days import last_day
from samsyn.basis.method import words
from samsyn.entry.case.models import Case, CaseAssignment, ItemKind
from samsyn.entry.case.sharing_queries import people
from samsyn.entry.consent.models import Consent, ConsentRow
from samsyn.journey.method.shown import WITHIN_DAYS, going_on, in_methods
from samsyn.journey.method.standing import LATE, Occasion
from samsyn.journey.method.things import soon, together
from samsyn.journey.plan.models import Goal
from samsyn.journey.timeline import facts
from samsyn.journey.timeline.queries import CaseView, happenings
from samsyn.journey.timeline.steps_ahead import StepAhead, steps_ahead
from samsyn.journey.timeline.way import DOING, Way, is_open

MOST = 6
MOST_WAITS = 4
FOR_THE_PERSON = (ItemKind.MEETING, ItemKind.ACTIVITY, ItemKind.FOLLOW_UP, ItemKind.MILESTONE)
AMONG_STAFF = ("request", "note", "purchase", "livelihood")
LOOK = _("Vi pratar om hur det går för dig")
YES_TO = {
    Consent.Kind.SECRECY: _("Du har sagt ja till att vi får prata med varandra om dig."),
    Consent.Kind.REGISTER: _(
        "Du har sagt ja till att vi får följa upp hur det går för dig. Då är du med i statistik, utan ditt namn."
        " Du får ta tillbaka ditt ja. Då är du inte med längre. Säg det till den som hjälper dig."
    ),
    Consent.Kind.PLAN: _("Du har sagt ja till en gemensam plan (SIP)."),
    Consent.Kind.CONTACT: _(
        "Du har sagt ja till att vi får prata med din arbetsgivare eller någon du känner."
    ),
}


@dataclass(frozen=True, slots=True)
class Helper:
    """Somebody the person can ring."""

    name: str
    party: str
    phone: str


def load(case: Case, actor: Actor) -> dict[str, Any]:
    """The context of the page, from what the actor's party sees."""
    view = happenings(case, actor)
    states = [s for s in facts.consents(view.way) if s.is_live(clock.today())]
    return {
        "case": case, "ahead": coming(view.way), "now": doing_now(view.way),
        "helpers": helpers(case, actor), "circle": circle(states), "yes": said_yes(states),
        "not_covered": not_covered(states), "come": how_far(view.way), "goals": goals(view.way),
        "waits": waits(view, actor),
    }  # fmt: skip


def coming(way: Way) -> list[tuple[str, str]]:
    """What comes, as day and easy words; questions between authorities are not the person's to mind."""
    steps = [s for s in steps_ahead(way) if s.kind in FOR_THE_PERSON and not s.is_late]
    return [(easy_day(s), str(LOOK) if s.kind == ItemKind.FOLLOW_UP else s.words) for s in steps[:MOST]]


def waits(view: CaseView, actor: Actor) -> list[str]:
    """What the methods wait for, in easy words; what only staff do among themselves is left out."""
    things = [t for t in going_on(in_methods(view, actor)) if t.occasion.one.what not in AMONG_STAFF]
    groups = together(soon(things, clock.today(), within=WITHIN_DAYS))
    return [_easily(group[0].occasion) for group in groups[:MOST_WAITS]]


def _easily(occasion: Occasion) -> str:
    """What, and until when; what is late is nobody's fault."""
    what = words.easily(occasion.one.name)
    if occasion.due_on is None:
        return _("%(what)s. Det kan börja nu.") % {"what": what}
    known = {"what": what, "day": date_format(occasion.due_on, "j F Y")}
    if occasion.state == LATE:
        return _("%(what)s. Det skulle vara klart %(day)s. Vi pratar om det.") % known
    return _("%(what)s. Det ska vara klart %(day)s.") % known


def easy_day(step: StepAhead) -> str:
    """The day with the month's name, and the time."""
    day = date_format(step.day, "j F Y")
    return _("%(day)s klockan %(time)s") % {"day": day, "time": step.at} if step.at else day


def doing_now(way: Way) -> list[str]:
    """What goes on."""
    return [row.says for row in way.of(*DOING) if is_open(row, way.today) and row.state == "under_way"]


def goals(way: Way) -> list[str]:
    """What the person wants, in whole."""
    rows = [row.id for row in way.of(ItemKind.GOAL) if row.state != "done"][-MOST:]
    texts = dict(Goal.objects.filter(pk__in=rows).values_list("pk", "text"))
    return [texts[key] for key in rows]


def how_far(way: Way) -> list[str]:
    """Steps taken and things done, the newest first; small steps count."""
    steps = [(r.starts_on, r.says) for r in way.of(ItemKind.STEP_MOVE) if r.state == "forward"]
    done = [
        (r.starts_on, r.says) for r in way.of(*DOING, ItemKind.MILESTONE, ItemKind.GOAL) if r.state == "done"
    ]
    return [label for _day, label in sorted([*steps, *done], reverse=True)[:MOST]]


def helpers(case: Case, actor: Actor) -> list[Helper]:
    """Who works with the person now, the own party first: by name, or the unit where nobody is named yet.

    Those who only prepare the selection are not among them.
    """
    part = CaseAssignment.Part
    rows = [row for row in people(case, actor) if row.part != part.SELECTION]
    named = {row.party_id for row in rows if row.staff_id}
    rows = [row for row in rows if row.staff_id or row.party_id not in named]
    rows.sort(key=lambda row: (row.party_id != actor.party_id, row.party.name, row.part != part.OWNER))
    return list(dict.fromkeys(Helper(_called(row), row.party.name, _phone(row)) for row in rows))


def _called(row: CaseAssignment) -> str:
    return row.staff.user.name if row.staff else str(row.unit or "")


def _phone(row: CaseAssignment) -> str:
    return row.staff.phone if row.staff else ""


def circle(states: list[facts.ConsentState]) -> list[str]:
    """Parties that may read now, by the consents in force."""
    ids = [state.id for state in states]
    rows = ConsentRow.objects.filter(consent_id__in=ids, ended_at=None).values_list(
        "to_party__name", flat=True
    )
    return sorted(set(rows))


def said_yes(states: list[facts.ConsentState]) -> list[tuple[str, str]]:
    """Each yes in easy words, and until when."""
    until = {s.id: date_format(day, "j F Y") for s in states if (day := last_day(s.ends_on))}
    return [(str(YES_TO[Consent.Kind(s.kind)]), until.get(s.id, "")) for s in states]


def not_covered(states: list[facts.ConsentState]) -> list[str]:
    """What the person said it shall not cover."""
    rows = Consent.objects.filter(pk__in=[s.id for s in states]).exclude(not_covered="")
    return list(rows.values_list("not_covered", flat=True))
