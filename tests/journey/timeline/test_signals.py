"""Every signal's rule, with its borders, as a truth table over plain rows."""

import datetime as dt
import uuid

import pytest

from samsyn.journey.timeline.signals import signals
from samsyn.journey.timeline.way import Detail, Row, Way

TODAY = dt.date(2026, 11, 22)
CASE, PROJECT, OTHER = (uuid.UUID(int=n) for n in (1, 2, 3))


def day(ago: int) -> dt.date:
    """So many days before today; negative is ahead."""
    return TODAY - dt.timedelta(days=ago)


def row(
    kind: str, ago: int, *, ends: int | None = None, state: str = "", holder: uuid.UUID = PROJECT, **known
) -> Row:
    ends_on = None if ends is None else day(ends)
    values = {"label": "Något", "lanes": [], **known}
    return Row(uuid.uuid4(), CASE, kind, holder, day(ago), ends_on, state, values["label"], values["lanes"])


def kinds(*rows: Row, details=None, complete_from=None, reader: uuid.UUID = PROJECT) -> list[str]:
    return [s.kind for s in signals(Way(CASE, rows, details or {}, TODAY, reader, complete_from))]


@pytest.mark.parametrize(("days", "said"), [(29, []), (30, ["gap"]), (31, ["gap"])])
def test_gap_after_days_without_anything(days, said):
    # A meeting fills its own day; the first empty day is the one after.
    assert kinds(row("meeting", days + 1, state="held")) == said


@pytest.mark.parametrize(("days", "said"), [(29, []), (30, ["gap"]), (31, ["gap"])])
def test_gap_after_the_end_of_an_activity(days, said):
    assert kinds(row("activity", 200, ends=days, state="done")) == said


@pytest.mark.parametrize(
    ("rows", "said"),
    [
        ([row("activity", 100, state="under_way")], []),
        ([row("activity", 100, ends=-5, state="under_way"), row("activity", -10, state="planned")], []),
        ([row("activity", 100, state="interrupted")], ["gap"]),
        ([row("identity", 100), row("activity", 50, state="planned")], ["gap"]),
        ([row("identity", 100), row("activity", 50, state="waiting")], ["gap"]),
        ([row("identity", 100), row("activity", -5, state="planned")], ["gap"]),
        ([row("identity", 100), row("meeting", 5, state="cancelled")], ["gap"]),
        ([row("identity", 100), row("meeting", 5, state="held")], []),
        ([row("identity", 100), row("note", 5)], ["gap"]),
        ([row("identity", 100), row("livelihood", 100)], ["gap"]),
        ([row("identity", 100), row("step_move", 5, state="forward")], []),
        ([row("identity", 100), row("follow_up", 5, state="done")], []),
        ([row("identity", 100), row("exit", 50, state="done")], []),
        ([row("identity", 100), row("exit", 50, state="done"), row("enrolment", 40)], ["gap"]),
        ([row("identity", 10)], []),
    ],
)
def test_what_fills_the_time_and_what_does_not(rows, said):
    assert kinds(*rows) == said


def test_a_gap_older_than_what_was_read_is_said_as_at_least():
    found = signals(Way(CASE, [], {}, TODAY, PROJECT, day(61)))
    assert [(s.kind, s.since, s.words) for s in found] == [("gap", day(61), "Glapp i minst 61 dagar")]


@pytest.mark.parametrize(
    ("left", "said"), [(0, ["ends_soon"]), (29, ["ends_soon"]), (30, ["ends_soon"]), (31, [])]
)
@pytest.mark.parametrize("kind", ["activity", "workplace", "livelihood"])
def test_ends_soon_with_nothing_after(kind, left, said):
    # An activity that ends today has ended (the end is not included), so it is no longer about to end.
    expected = [] if left == 0 else said
    busy = row("activity", 5, state="under_way") if kind == "livelihood" else row("meeting", 1, state="held")
    assert (
        kinds(row(kind, 100, ends=-left, state="" if kind == "livelihood" else "under_way"), busy) == expected
    )


@pytest.mark.parametrize(("starts_after", "said"), [(0, []), (30, []), (31, ["ends_soon"])])
def test_an_activity_is_followed_by_one_that_starts_within_thirty_days(starts_after, said):
    ends = row("activity", 100, ends=-10, state="under_way")
    assert kinds(ends, row("activity", -10 - starts_after, state="planned")) == said


@pytest.mark.parametrize(("starts_after", "said"), [(0, []), (1, ["ends_soon"])])
def test_a_benefit_is_followed_only_by_one_that_takes_over_the_same_day(starts_after, said):
    busy = row("activity", 5, state="under_way")
    assert kinds(row("livelihood", 100, ends=-10), row("livelihood", -10 - starts_after), busy) == said


@pytest.mark.parametrize(("left", "said"), [(30, ["ends_soon"]), (31, [])])
def test_an_intervention_ends(left, said):
    enrolment, busy = row("enrolment", 10, state="under_way"), row("meeting", 1, state="held")
    details = {enrolment.id: Detail(enrolment.id, intervention_ends_on=day(-left))}
    assert kinds(enrolment, busy, details=details) == said
    assert kinds(enrolment, busy, row("exit", -60, state="prepared"), details=details) == []


@pytest.mark.parametrize(
    ("receiver", "left", "said"),
    [
        ("asked", 29, ["no_receiver"]),
        ("asked", 30, ["no_receiver"]),
        ("asked", 31, []),
        ("asked", -5, ["no_receiver"]),
        ("declined", 90, ["no_receiver"]),
        ("accepted", 5, []),
        ("none", 5, []),
    ],
)
def test_no_receiver(receiver, left, said):
    ending, busy = row("exit", -left, state="prepared"), row("meeting", 1, state="held")
    details = {ending.id: Detail(ending.id, receiver=receiver)}
    assert kinds(ending, busy, details=details) == said
    assert kinds(ending, busy, details=details, reader=uuid.uuid4()) == []


@pytest.mark.parametrize(
    ("ago", "state", "said"),
    [(1, "planned", ["follow_up_overdue"]), (0, "planned", []), (-1, "planned", []), (5, "done", [])],
)
def test_follow_up_overdue(ago, state, said):
    assert kinds(row("follow_up", ago, state=state), row("meeting", 1, state="held")) == said


@pytest.mark.parametrize(
    ("by", "state", "said"),
    [(1, "waiting", ["request_unanswered"]), (0, "waiting", []), (5, "answered", []), (5, "withdrawn", [])],
)
def test_request_unanswered(by, state, said):
    asked, busy = row("request", 20, state=state), row("meeting", 1, state="held")
    assert kinds(asked, busy, details={asked.id: Detail(asked.id, answer_by=day(by))}) == said


def project(*rows: Row, begun: int = 100, reader: uuid.UUID = PROJECT) -> list[str]:
    enrolment = row("enrolment", begun, state="under_way")
    details = {enrolment.id: Detail(enrolment.id, intervention_owner=PROJECT)}
    return kinds(enrolment, *rows, row("activity", 5, state="under_way"), details=details, reader=reader)


@pytest.mark.parametrize(("ago", "said"), [(59, []), (60, ["only_project"]), (61, ["only_project"])])
def test_only_the_project_acts(ago, said):
    # The other party's note of so many days ago: it counts until its day lies 60 days back.
    assert project(row("note", ago + 1, holder=OTHER)) == said


@pytest.mark.parametrize(
    ("rows", "begun", "said"),
    [
        ([], 59, []),
        ([], 60, ["only_project"]),
        ([row("activity", 200, state="under_way", holder=OTHER)], 100, []),
        ([row("activity", 200, state="planned", holder=OTHER)], 100, ["only_project"]),
        ([row("meeting", 10, state="cancelled", lanes=[str(OTHER)])], 100, ["only_project"]),
        ([row("request", 10, state="waiting", lanes=[str(OTHER)])], 100, ["only_project"]),
        ([row("livelihood", 10, holder=OTHER)], 100, ["only_project"]),
    ],
)
def test_what_counts_as_another_party_acting(rows, begun, said):
    assert project(*rows, begun=begun) == said


def test_another_party_in_a_shared_meeting_counts_only_when_it_is_the_reader():
    met = row("meeting", 10, state="held", lanes=[str(OTHER)])
    assert project(met, reader=OTHER) == []
    # Whether a third party took part may be hidden: it never changes what is said.
    assert project(met, reader=PROJECT) == ["only_project"]
