"""From rows to happenings: lanes, what is together, words, and the gaps that are drawn."""

import uuid

import pytest

from samsyn.journey.timeline import picture
from samsyn.journey.timeline.happening import LIVELIHOOD, Gap
from samsyn.journey.timeline.queries import CaseView, KnownParty
from samsyn.journey.timeline.way import Way
from tests.journey.timeline.test_signals import CASE, OTHER, PROJECT, TODAY, day, row

pytestmark = pytest.mark.django_db
KNOWN = [KnownParty(PROJECT, "Kommunen", "K", "municipality")]
BOTH = [*KNOWN, KnownParty(OTHER, "Regionen", "R", "region")]


def view(*rows, parties=BOTH):
    return CaseView(Way(CASE, rows, {}, TODAY, PROJECT), parties)


def gaps(*rows):
    return picture.gaps(view(*rows).way)


def test_a_gap_is_drawn_between_and_after():
    first, second = row("activity", 200, ends=150, state="done"), row("activity", 100, ends=40, state="done")
    assert gaps(first, second) == [Gap(None, day(150), day(100)), Gap(None, day(40), TODAY)]


def test_no_gap_while_something_without_an_end_goes_on():
    assert gaps(row("activity", 200, state="under_way")) == []
    assert gaps(row("workplace", 90, state="under_way"), row("meeting", 60, state="held")) == []


def test_gaps_end_with_the_exit():
    assert gaps(row("activity", 200, ends=150, state="done"), row("exit", 100, state="done")) == [
        Gap(None, day(150), day(100))
    ]


def test_a_short_pause_is_no_gap():
    assert gaps(row("activity", 100, ends=29, state="done")) == []


def test_a_meeting_is_together_only_with_those_one_knows():
    met = row("meeting", 5, state="held", lanes=[str(OTHER), str(uuid.UUID(int=7))])
    both, alone = (picture.happening(met, view(met, parties=parties)) for parties in (BOTH, KNOWN))
    assert (both.lane, both.joint_lanes, both.joint) == (str(PROJECT), (str(OTHER),), True)
    assert alone.joint_lanes == ()


@pytest.mark.parametrize(
    ("kind", "lane", "ongoing"),
    [
        ("consent", "person", False),
        ("goal", "person", False),
        ("livelihood", LIVELIHOOD, True),
        ("note", str(PROJECT), False),
    ],
)
def test_whose_lane(kind, lane, ongoing):
    found = row(kind, 5, label="sickness_benefit|50" if kind == "livelihood" else "Något")
    made = picture.happening(found, view(found))
    assert (made.lane, made.ongoing) == (lane, ongoing)


def test_livelihood_in_words_with_extent():
    found = row("livelihood", 5, label="sickness_benefit|50")
    made = picture.happening(found, view(found))
    assert (made.label, made.extent, made.kind) == ("Sjukpenning", 50, LIVELIHOOD)


@pytest.mark.parametrize(
    ("state", "look"), [("sent", "waiting"), ("accepted", "done"), ("declined", "declined"), ("", "")]
)
def test_states_have_one_look(state, look):
    found = row("referral", 5, state=state)
    assert picture.happening(found, view(found)).state == look
