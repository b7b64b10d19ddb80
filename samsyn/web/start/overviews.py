"""The start pages of those who lead, fund, follow up or look after the system: no persons, only numbers."""

import datetime as dt
from collections import Counter
from collections.abc import Callable

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from samsyn.access import clock
from samsyn.access.actor import Actor
from samsyn.access.policy import Policy
from samsyn.basis.agreement.models import Agreement
from samsyn.basis.contact_route.models import ContactRoute
from samsyn.basis.contact_route.queries import oldest_good_check
from samsyn.basis.group.models import Group
from samsyn.basis.group.queries import without_members
from samsyn.basis.intervention.models import Intervention
from samsyn.basis.intervention.queries import listed
from samsyn.basis.staff.models import Role
from samsyn.entry.case.actions import see_unit
from samsyn.entry.enrolment.counting import loads
from samsyn.entry.enrolment.queries import own_interventions
from samsyn.entry.selection.queries import meetings
from samsyn.journey.timeline.addresses import address
from samsyn.web.start import desk
from samsyn.web.start.section import Link, Section, Task

AGREEMENT_DAYS = 90


def sections(actor: Actor) -> list[Section]:
    """The start page of the actor's role."""
    return BY_ROLE[Role(actor.role)](actor)


def selection_meetings(actor: Actor) -> Section:
    """The next meetings of the groups the actor is a member of."""
    rows = (
        meetings(actor)
        .filter(starts_at__gte=clock.start_of(clock.today()), held_at=None)
        .order_by("starts_at")[:12]
    )
    tasks = [
        Task(
            m.group.name,
            m.place,
            address("selection:meeting", m.pk),
            _("Öppna"),
            "info",
            _time(m.starts_at),
        )
        for m in rows
    ]
    links = [Link(_("Alla urvalsmöten"), "selection:meetings")]
    return Section(_("Nästa urvalsmöten"), tasks, _("Inget urvalsmöte är bokat."), links)


def _time(moment: dt.datetime) -> str:
    return clock.local(moment).strftime("%Y-%m-%d %H:%M")


def member(actor: Actor) -> list[Section]:
    """A member of a selection group: the meetings, then what waits."""
    return [selection_meetings(actor), *desk.sections(actor)]


def caseworker(actor: Actor) -> list[Section]:
    """Whoever works with persons."""
    return desk.sections(actor)


def manager(actor: Actor) -> list[Section]:
    """The unit: what nobody has taken, and cases of people who are away; then the manager's own desk."""
    links = [Link(_("Enhetens inkorg"), "case:inbox"), Link(_("Enhetens ärenden"), "case:unit")]
    links.append(Link(_("Förfrågningar"), "request:waiting"))
    empty = _("Alla ärenden har någon som arbetar i dag.")
    return [
        Section(_("Enheten: ärenden hos någon som slutat"), _of_people_away(actor), empty, links),
        *desk.sections(actor),
    ]


def _of_people_away(actor: Actor) -> list[Task]:
    """Open assignments of staff of the unit whose own assignment has ended; no persons."""
    away = Counter(load.caseworker for load in see_unit(by=actor) if load.has_left)
    return [
        Task(
            name, ngettext("%(n)d ärende", "%(n)d ärenden", n) % {"n": n},
            reverse("case:unit"), _("Fördela om"), "danger",
        )
        for name, n in sorted(away.items())
    ]  # fmt: skip


def intervention_manager(actor: Actor) -> list[Section]:
    """Places, queue and flow of the party's own interventions: numbers only."""
    rows = list(own_interventions(actor))
    known = loads(rows)
    tasks = []
    for row in rows:
        load = known[row.pk]
        places = _("%(taken)d av %(places)d platser") if load.places is not None else _("%(taken)d inskrivna")
        words = places % {"taken": load.taken, "places": load.places}
        queue = ngettext("%(n)d i kö", "%(n)d i kö", load.queue) % {"n": load.queue}
        tone = "warning" if load.is_full or load.queue else "success"
        tasks.append(Task(row.name, words, address("selection:flow", row.pk), _("Flöde"), tone, queue))
    links = [Link(_("Antal utan namn (volym)"), "enrolment:volumes"), *_figures()]
    empty = _("Ingen insats är upplagd. Förbundet eller systemadministratören lägger upp insatser.")
    return [Section(_("Insatser"), tasks, empty, links)]


def officer(actor: Actor) -> list[Section]:
    """The association: what is about to lapse, and the ways to the figures. Never a person."""
    links = [*_figures(), Link(_("Grunddata"), "basis:home")]
    return [
        _agreements(actor),
        _contacts(actor),
        _full(actor),
        _empty_groups(actor),
        Section(_("Siffror"), [], _("Antal och tider, utan personer."), links),
    ]


def _agreements(actor: Actor) -> Section:
    last = clock.today() + dt.timedelta(days=AGREEMENT_DAYS)
    rows = (
        Policy.all(Agreement, actor).filter(ends_on__gt=clock.today(), ends_on__lte=last).order_by("ends_on")
    )
    tasks = [
        Task(
            row.title,
            _("Slutar gälla"),
            address("basis:change_agreement", row.pk),
            _("Förläng"),
            "warning",
            str(row.ends_on),
        )
        for row in rows
    ]
    empty = _("Ingen överenskommelse löper ut inom 90 dagar.")
    return Section(
        _("Överenskommelser som löper ut"),
        tasks,
        empty,
        [Link(_("Alla överenskommelser"), "basis:agreements")],
    )


def _contacts(actor: Actor) -> Section:
    checked = oldest_good_check()
    rows = (
        Policy.all(ContactRoute, actor)
        .filter(checked_on__lt=checked)
        .select_related("unit__party")
        .order_by("checked_on")
    )
    tasks = [
        Task(
            f"{row.unit.party.short_name} · {row.unit.name}",
            row.about,
            reverse("basis:contacts"),
            _("Kontrollera"),
            "warning",
            str(row.checked_on),
        )
        for row in rows[:100]
    ]
    empty = _("Alla kontaktvägar är kontrollerade det senaste halvåret.")
    return Section(
        _("Kontaktvägar som ingen kontrollerat på ett halvår"),
        tasks,
        empty,
        [Link(_("Alla kontaktvägar"), "basis:contacts")],
    )


def _full(actor: Actor) -> Section:
    """Interventions where nobody more can come now: that they are full, never how many."""
    rows = list(listed(Policy.all(Intervention, actor)))
    known = loads(rows)
    tasks = [
        Task(row.name, _("Inga lediga platser"), address("basis:intervention", row.pk), _("Öppna"), "warning")
        for row in rows
        if known[row.pk].is_full
    ]
    links = [Link(_("Alla insatser"), "basis:interventions")]
    return Section(_("Insatser utan lediga platser"), tasks, _("Alla insatser kan ta emot fler."), links)


def _empty_groups(actor: Actor) -> Section:
    """Groups that are in use and have no member today."""
    rows = without_members(Policy.all(Group, actor))
    tasks = [
        Task(row.name, _("Ingen är medlem"), address("basis:group", row.pk), _("Lägg till en medlem"), "warning")
        for row in rows
    ]
    links = [Link(_("Alla grupper"), "basis:groups")]
    return Section(_("Grupper utan medlemmar"), tasks, _("Alla grupper har medlemmar."), links)


def evaluator(actor: Actor) -> list[Section]:
    """Flows: numbers only."""
    words = _("Här finns antal, utfall och väntetider per insats. Inga personer visas.")
    return [Section(_("Följ upp"), [], words, _figures())]


def _figures() -> list[Link]:
    """The ways to numbers without persons."""
    return [Link(_("Flöden"), "selection:flows"), Link(_("Nås målen?"), "goal:list")]


def auditor(actor: Actor) -> list[Section]:
    """The log of the actor's own party."""
    words = _("Granska vem som har läst och ändrat. Börja med ett slumpvis urval.")
    return [
        Section(
            _("Logg"),
            [],
            words,
            [Link(_("Hela loggen"), "basis:log"), Link(_("Slumpvis urval"), "basis:sample")],
        )
    ]


def administrator(actor: Actor) -> list[Section]:
    """Accounts and what is agreed."""
    links = [
        Link(_("Personal och konton"), "basis:staff"),
        Link(_("Grunddata"), "basis:home"),
        Link(_("Kodlistor"), "basis:code_lists"),
    ]
    words = _("Lägg upp konton och uppdrag, parter, enheter, grupper och insatser.")
    return [Section(_("Konton och grunddata"), [], words, links)]


BY_ROLE: dict[Role, Callable[[Actor], list[Section]]] = {
    Role.CASEWORKER: caseworker,
    Role.COORDINATOR: caseworker,
    Role.COACH: caseworker,
    Role.GROUP_MEMBER: member,
    Role.UNIT_MANAGER: manager,
    Role.INTERVENTION_MANAGER: intervention_manager,
    Role.EVALUATOR: evaluator,
    Role.ASSOCIATION_OFFICER: officer,
    Role.AUDITOR: auditor,
    Role.SYSTEM_ADMINISTRATOR: administrator,
}
