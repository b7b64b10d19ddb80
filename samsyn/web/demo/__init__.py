"""A synthetic association to try Samsyn with. Nobody in it exists.

`build(stage)` fills an empty database; `accounts()` says who can sign in.
"""

from dataclasses import dataclass

from django.conf import settings
from django.db.models import Count

from samsyn.access.actor import acting
from samsyn.access.models import User
from samsyn.basis.party.models import Association
from samsyn.basis.staff.models import Role, Staff
from samsyn.entry.case.models import Notice
from samsyn.entry.enrolment.models import Enrolment
from samsyn.entry.selection.flows import Flow, Period, flow
from samsyn.evidence import published
from samsyn.learning.published.actions import load_report
from samsyn.web.demo import arrivals, beginning, boras, crowd, ended, group, kim, kv, papers, studies
from samsyn.web.demo.people import KIM
from samsyn.web.demo.world import PASSWORD, DemoWorld, build_world
from samsyn.web.start.actions import see_notices

__all__ = ["PASSWORD", "STAGES", "Account", "accounts", "build", "build_published_flow", "is_built"]


@dataclass(frozen=True)
class Account:
    """Somebody who can sign in to the demo."""

    role: str
    email: str
    where: str


def is_built() -> bool:
    """Whether the database holds a demo already."""
    return Association.objects.exists()


SEEN_AFTER = 14  # days: older lines on the start pages have been read
STAGES = ("referral", "selection", "plan", "exit")


def build(stage: str) -> None:
    """Fill an empty database up to `stage`: referral, selection, plan or exit. Raises `ValueError` on another."""
    reached = STAGES.index(stage)
    with acting(None):
        world = build_world(by=None)
        come = crowd.waiting(world)
        main = beginning.refer(world, KIM, serial=1)
        if reached >= STAGES.index("selection"):
            kim.selection(world, main)
            crowd.agenda(world, come)
        if reached >= STAGES.index("plan"):
            enrolment = kim.plan(world, main)
            others = crowd.enrolled(world)
            group.meets(world, enrolment, others[1:5])
            group.buys(world, others[2:])
            _working_week(world, others)
            boras.run_boras(world)
            ended.read_in(world)
        if reached >= STAGES.index("exit"):
            kim.leave(world, enrolment)
        studies.decided(world)
        studies.made(world)
        studies.asked(world)
        load_report(published.read(settings.SAMSYN_REFERENCE / "published" / "kv"), by=None)
        see_notices(Notice.objects.filter(at__lt=beginning.moment(SEEN_AFTER), seen_at=None), by=None)


def build_published_flow() -> Flow:
    """Beside the rest, KV's published flow as an association of its own; what the record then says of it."""
    intervention = kv.built_before()
    if intervention is None:
        with acting(None):
            intervention = kv.run_kv_flow(kv.kv_world(password=PASSWORD)).intervention
    return flow(intervention, Period(None, None))


def _working_week(world: DemoWorld, enrolled: list[Enrolment]) -> None:
    """Each thing in each state it can be in, so that every page has something to show."""
    arrivals.young(world)
    arrivals.drafts(world)
    arrivals.pilot_cases(world)
    papers.leaving(world, enrolled)
    papers.taken_back(world, enrolled[3].case)
    papers.begun_plan(world, enrolled[4].case)
    papers.change_of_hands(world, enrolled[5].case)


def accounts() -> list[Account]:
    """One account per role, in the order of the roles."""
    rows = Staff.objects.filter(
        user__in=User.objects.filter(is_active=True), user__email__endswith="@demo.example"
    )
    first: dict[str, Staff] = {}
    # One who has several roles chooses at sign-in; who has one acts in it at once.
    rows = rows.annotate(roles=Count("user__assignments")).order_by("roles", "user_id")
    for staff in rows.select_related("user", "party", "unit"):
        first.setdefault(staff.role, staff)
    return [_account(first[role]) for role in Role.values if role in first]


def _account(staff: Staff) -> Account:
    where = f"{staff.party.name}, {staff.unit.name}" if staff.unit else staff.party.name
    return Account(role=staff.role.replace("_", " "), email=staff.user.email, where=where)
