"""The archetype's way through the process of Borås, as the report gives it, run through the same actions as in use.

The steps, who acts in each and which are joint are the report's (reference/published/krut/boras.yaml). It gives
an order, not dates: the steps are laid evenly over nine years and some months, and those days are ours.
"""

import datetime as dt
from typing import Any

from django.conf import settings
from django.utils.translation import gettext_lazy as _
from ruamel.yaml import YAML

from samsyn.access import clock
from samsyn.access.action import action
from samsyn.access.actor import Actor
from samsyn.entry.case import writing
from samsyn.entry.case.models import Case
from samsyn.entry.case.sharing import share_item
from samsyn.entry.person.writing import new_person
from samsyn.journey.activity.actions import move, write_activity
from samsyn.journey.meeting.actions import call_meeting, hold_meeting
from samsyn.journey.meeting.models import Invitee, Meeting
from samsyn.journey.meeting.queries import candidates
from samsyn.web.demo.beginning import moment, take_consents
from samsyn.web.demo.way import Way
from samsyn.web.demo.world import DemoWorld

LANES = {
    "af": "handlaggare.af",
    "fk": "handlaggare.fk",
    "municipality": "samordnare",
    "healthcare": "handlaggare.region",
}
PARTIES = {"af": "af", "fk": "fk", "municipality": "amn", "healthcare": "reg"}
DAYS = 3400


def steps() -> list[dict[str, Any]]:
    """The published steps, in order."""
    path = settings.SAMSYN_REFERENCE / "published" / "krut" / "boras.yaml"
    return list(YAML(typ="safe").load(path)["steps"])


@action(verb="demo.open_case", sentence=_("öppnade ett ärende i demon"))
def open_case(*, by: Actor, **known: Any) -> Case:
    """A case around a new person, without a referral."""
    return writing.open_case(new_person(by=by, **known), by=by)


def run_boras(world: DemoWorld) -> Case:
    """The archetype's case, every step written by who acted."""
    found = steps()
    apart = DAYS // len(found)
    with clock.at(moment(DAYS + 3)):
        by = world.actor(LANES["af"])
        born = clock.today().year - 19
        case = open_case(by=by, given_name="Arketypen", family_name="Abbas", sex="man", birth_year=born)
        take_consents(world, case, by, today=clock.today(), years=10)
    way = Way(world, case, begun=DAYS + 1)
    way.join(DAYS + 1)
    for n, step in enumerate(found):
        (_joint if step["joint"] else _single)(way, step, DAYS - n * apart)
    return case


def _sharing(way: Way, lane: str) -> list[Any]:
    return way.others(LANES[lane])


def _single(way: Way, step: dict[str, Any], days_ago: int) -> None:
    """One party's own step; another party in it answers for it."""
    lane, *more = [x for x in step["lanes"] if x != "person"]
    by, last = way.world.actor(LANES[lane]), None if step.get("continuous") else way.day(days_ago - 90)
    with clock.at(moment(days_ago)):
        made = write_activity(
            way.case, by=by, title=step["sv"], starts_on=way.day(days_ago), ends_on=last, share=_sharing(way, lane),
            responsible_party_id=way.world.parties[PARTIES[more[0] if more else lane]].pk,
        )  # fmt: skip
        move(made, by=by, state="under_way")
    if last:
        with clock.at(moment(max(days_ago - 89, 0))):
            move(made, by=by, state="done")


def _joint(way: Way, step: dict[str, Any], days_ago: int) -> Meeting:
    """A joint step: a meeting that the first party calls, with exactly the lanes of the file."""
    lanes = [x for x in step["lanes"] if x != "person"]
    by, starts = way.world.actor(LANES[lanes[0]]), moment(days_ago, 13)
    wanted = {way.world.parties[PARTIES[lane]].pk for lane in lanes[1:]}
    with clock.at(starts - dt.timedelta(days=14)):
        who = [c.value for c in candidates(way.case, by) if c.party_id in wanted and not c.why_not]
        called = call_meeting(
            way.case, by=by, kind="network", starts_at=starts, who=who, purpose=step["sv"],
            person="paper" if "person" in step["lanes"] else "no",
        )  # fmt: skip
    with clock.at(starts + dt.timedelta(hours=1)):
        people = Invitee.objects.filter(meeting=called.item).values_list("pk", flat=True)
        held = hold_meeting(called, by=by, attended=list(people))
        share_item(held.item, by=by, share=_sharing(way, lanes[0]))
        return held
