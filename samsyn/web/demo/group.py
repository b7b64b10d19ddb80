"""A group that meets every week, with who came; and something bought for one person."""

import datetime as dt
import uuid
from decimal import Decimal

from ruamel.yaml import YAML

from samsyn.access import clock
from samsyn.basis.course.actions import move_session, set_up
from samsyn.basis.course.models import CourseRound
from samsyn.basis.course.planning import Schedule
from samsyn.basis.intervention.models import Intervention
from samsyn.basis.method.actions import copy_method, publish, save_draft
from samsyn.basis.method.models import Method
from samsyn.basis.method.queries import newest
from samsyn.entry.enrolment.actions import enrol
from samsyn.entry.enrolment.models import Enrolment
from samsyn.journey.course.actions import give_place, note_session
from samsyn.journey.course.models import CoursePlace
from samsyn.journey.purchase.actions import ask, buy, decide
from samsyn.web.demo.beginning import moment
from samsyn.web.demo.world import METHODS, DemoWorld

BEGAN, WEEKS, BOUGHT = 31, 10, 120  # days ago, weeks, days ago
STATES = (("accepted", "leader"), ("accepted", "participant"), ("accepted", "participant"), ("offered", "participant"))


def meets(world: DemoWorld, main: Enrolment, others: list[Enrolment]) -> CourseRound:
    """The main person and some others in a group; one of them leads it, one waits for an answer."""
    by = world.actor("samordnare")
    with clock.at(moment(BEGAN + 7)):
        first = clock.today() + dt.timedelta(days=7)
        schedule = Schedule(first, WEEKS, (first.weekday(),), dt.time(13), Decimal(2))
        group = set_up(
            world.interventions["stairs"], by=by, schedule=schedule, name="Rörelse och vardag", least=3, places=6,
            place="Folkets hus, sal 2", leaders=[world.staff["samordnare"]],
        )  # fmt: skip
    with clock.at(moment(BEGAN)):
        places = [give_place(main, by=by, course_round=group, state="accepted", share=_circle(world))]
        for enrolment, (state, part) in zip(others, STATES, strict=False):
            places.append(give_place(enrolment, by=by, course_round=group, state=state, part=part))
    _come(world, group, places)
    return group


def _circle(world: DemoWorld) -> list[uuid.UUID]:
    return [world.parties[key].pk for key in ("af", "soc")]


def _come(world: DemoWorld, group: CourseRound, places: list[CoursePlace]) -> None:
    """Who was there, of the sessions that have been but the last; one to come is moved."""
    by, today = world.actor("samordnare"), clock.today()
    sessions = list(group.sessions.order_by("on"))
    been = [one for one in sessions if one.on < today]
    for number, session in enumerate(been[:-1]):
        present = {one.pk: number != at for at, one in enumerate(places) if one.state == "accepted"}
        note_session(session, by=by, present=present)
    ahead = next(one for one in sessions if one.on > today + dt.timedelta(days=14))
    move_session(
        ahead, by=by, on=ahead.on + dt.timedelta(days=1), starts_at=ahead.starts_at, topic="Utflykt",
        reason="Lokalen är upptagen.",
    )  # fmt: skip


def buys(world: DemoWorld, others: list[Enrolment]) -> None:
    """An intervention with a purse: one thing is bought, one waits for a decision."""
    said, by = YAML(typ="safe").load(METHODS)["purse"], world.actor("samordnare")
    offered = Intervention.objects.create(
        association=world.association, owner_party=world.parties["amn"], owner_unit=world.units["amn"],
        name=said["intervention"], about="Flera myndigheter träffar personen samtidigt.", places=10,
        method=_own(world, said["method"]), funding="Samordningsförbundet",
        starts_on=clock.today() - dt.timedelta(days=800),
    )  # fmt: skip
    if offered.method is None:
        return
    offered.circle.set([world.parties[key] for key in ("af", "fk", "amn", "soc", "reg")])
    with clock.at(moment(BOUGHT + 20)):
        enrolment = enrol(others[0].item.case, by=by, intervention=offered, starts_on=clock.today())
    with clock.at(moment(BOUGHT)):
        row = said["bought"]
        made = ask(enrolment, by=by, kind=row["kind"], what_for=row["what_for"], amount=Decimal(row["amount"]))
        decide(made, by=by, outcome="approved", said=row["said"])
        buy(made, by=by, amount=Decimal(row["amount"]))
    row = said["asked"]
    ask(enrolment, by=by, kind=row["kind"], what_for=row["what_for"], amount=Decimal(row["amount"]))
    _renew(world, offered.method, **said["renewed"])


def _own(world: DemoWorld, slug: str) -> Method | None:
    """The association's own copy of a method, published."""
    shipped = Method.objects.filter(association=None, slug=slug).first()
    if shipped is None:
        return None
    own = copy_method(shipped, by=world.actor("samordnare"))
    publish(own, by=world.actor("samordnare"))
    return own


def _renew(world: DemoWorld, method: Method, *, old: str, new: str) -> None:
    """A second version that those enrolled do not follow yet."""
    version, by = newest(method), world.actor("samordnare")
    if version:
        save_draft(method, by=by, text=version.text.replace("version: 1", "version: 2", 1).replace(old, new))
        publish(method, by=by)
