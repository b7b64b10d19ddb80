"""What a goal says of one person: reached, not reached, or not counted and why; the example of the language itself."""

import re
import textwrap
from pathlib import Path

import pytest
from django.conf import settings

from samsyn.basis.method.goals import judged, reached_on, why
from samsyn.basis.method.reading import MethodError, read
from samsyn.basis.method.record import empty
from tests.basis.method.texts import with_change
from tests.house.reading import ROOT

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("code_lists")]
PACKS = sorted(Path(settings.SAMSYN_METHODS).glob("*.yaml"))
WORKS = {"kind": "working", "extent": 100, "from": 40, "to": None}
LATE = {**WORKS, "from": 376}
LEFT = {"day": 200, "reason": "completed", "outcome": "job_seeker", "has_receiver": True}
FORWARD = {"direction": "forward", "area": "work", "has_next": False, "day": 50}
NEXT = {"direction": "none", "area": "work", "has_next": True, "day": 50}
ASSESSED = [{"kind": "functional", "day": 10}]


@pytest.fixture
def example():
    """The goals that docs/methods.md shows, in the smallest method that it shows."""
    said = (ROOT / "docs" / "methods.md").read_text()
    smallest = said.split("## The smallest method\n\n")[1].split("\n\n##")[0]
    goals = said.split("### goals\n\n")[1].split("\n\nAsked of one person")[0]
    return read(textwrap.dedent(smallest) + "\n" + textwrap.dedent(goals)).goals


@pytest.mark.parametrize(
    ("known", "met", "said"),
    [
        ({"day": 0}, None, "Bedömningen är inte klar än"),
        ({"day": 300, "exit": LEFT, "has_left": True}, None, "Avslutades utan bedömning"),
        ({"day": 375, "assessments": ASSESSED}, None, "Tiden har inte gått än"),
        ({"day": 376, "assessments": ASSESSED}, False, None),
        ({"day": 100, "assessments": ASSESSED, "occupations": [WORKS]}, True, None),
        ({"day": 900, "assessments": ASSESSED, "occupations": [LATE]}, False, None),
    ],
)
def test_work_or_studies_within_twelve_months_of_the_assessment(example, known, met, said):
    found = judged(example[0], empty() | known)
    assert (found.met, why(example[0], found.reason) if found.reason else None) == (met, said)


@pytest.mark.parametrize(
    ("known", "met", "reason"),
    [
        ({"steps": [FORWARD]}, None, "not_left"),
        ({"exit": LEFT, "has_left": True, "steps": [FORWARD]}, True, ""),
        ({"exit": LEFT, "has_left": True, "steps": [NEXT]}, True, ""),
        ({"exit": LEFT, "has_left": True}, False, ""),
    ],
)
def test_a_step_forward_or_a_clear_next_step(example, known, met, reason):
    assert tuple(judged(example[1], empty() | known)) == (met, reason)


def test_the_day_it_was_reached(example):
    record = empty() | {"day": 500, "assessments": ASSESSED, "occupations": [WORKS]}
    assert reached_on(example[0], record) == 40


def test_a_reason_that_names_what_does_not_exist_is_refused_with_its_place():
    goal = "met: \"p.livelihoods.exists(l, l.kind == 'wage_subsidy' && l.from <= 365)\"}"
    with pytest.raises(MethodError) as refused:
        read(with_change(goal, goal[:-1] + ", excluded: [{when: \"p.exit.reason == 'bored'\", why: Tröttnade}]}"))
    assert [problem.path for problem in refused.value.problems] == ["goals.job.excluded.1.when"]


@pytest.mark.parametrize("path", PACKS, ids=lambda path: path.stem)
def test_no_goal_with_a_time_limit_fails_whoever_has_not_had_the_time(path):
    """A number of days since the enrolment is compared with the day it is, or something else is asked first."""
    limits = re.compile(r"\.(?:from|day) <= \d\d+")
    without = [
        goal.id for goal in read(path.read_bytes()).goals
        if limits.search(goal.met) and "p.day" not in goal.met and "p.has_left" not in goal.met
    ]  # fmt: skip
    assert without == []
