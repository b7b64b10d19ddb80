"""The archetype's way in Borås: the swimlanes show the joint steps of the published file, and its order."""

from samsyn.access.actor import acting
from samsyn.entry.case.models import ItemKind
from samsyn.journey.timeline.picture import PERSON, happening
from samsyn.journey.timeline.queries import CaseView, happenings
from samsyn.web.demo.boras import PARTIES, run_boras, steps
from samsyn.web.demo.world import DemoWorld, build_world


def _seen_by(world: DemoWorld, who: str) -> CaseView:
    return happenings(run_boras(world), world.actor(who))


def _lanes_of_file(world: DemoWorld, lanes: list[str]) -> set[str]:
    return {str(world.parties[PARTIES[lane]].pk) for lane in lanes if lane != PERSON}


def test_the_joint_steps_of_the_file_cross_its_lanes_in_its_order(db):
    with acting(None):
        world = build_world(by=None)
        view = _seen_by(world, "samordnare")
    met = [happening(row, view) for row in view.way.rows if row.kind == ItemKind.MEETING]

    found = [{h.lane, *h.joint_lanes} for h in met if h.joint]

    assert found == [_lanes_of_file(world, step["lanes"]) for step in steps() if step["joint"]]


def test_every_step_is_on_the_way_once_and_in_order(db):
    with acting(None):
        world = build_world(by=None)
        view = _seen_by(world, "handlaggare.soc")
    rows = [row for row in view.way.rows if row.kind in (ItemKind.MEETING, ItemKind.ACTIVITY)]

    kinds = [row.kind for row in rows]

    assert kinds == ["meeting" if step["joint"] else "activity" for step in steps()]
    assert [r.label for r in rows if r.kind == "activity"] == [s["sv"] for s in steps() if not s["joint"]]
