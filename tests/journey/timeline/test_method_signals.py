"""Every signal that a method can switch on: situations in which it is said, and those that only look alike."""

import datetime as dt
import uuid

import pytest

from samsyn.basis.method.reading import problems_of
from samsyn.basis.method.schema import Method
from samsyn.journey.timeline.signals import signals
from samsyn.journey.timeline.way import Row, Way

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("code_lists")]
TODAY = dt.date(2026, 11, 22)
CASE, PROJECT, OTHER, THIRD = (uuid.UUID(int=n) for n in (1, 2, 3, 4))
GENERAL = {"gap", "ends_soon", "only_project"}


def day(ago: int) -> dt.date:
    return TODAY - dt.timedelta(days=ago)


def row(kind, ago, ends=None, *, state="", holder=PROJECT, code="", lanes=()) -> Row:
    ends_on = None if ends is None else day(ends)
    taking_part = [str(party) for party in lanes]
    return Row(uuid.uuid4(), CASE, kind, holder, day(ago), ends_on, state, "Något", taking_part, code=code)


def method(signals=None, **parts) -> Method:
    way = [{"id": "start", "name": "Start", "expects": parts.pop("expects", [])}]
    known = {"id": "trial", "version": 1, "name": "Prov", "about": "Prov.", "licence": {"text": "EUPL-1.2"}}
    return Method.model_validate({**known, "way": way, "signals": signals or {}, **parts})


def done(ago, ends, **known):
    return row("activity", ago, ends, state="done", **known)


def going(ago, ends=None, **known):
    return row("activity", ago, ends, state="under_way", **known)


def met(ago, **known):
    return row("meeting", ago, state="held", **known)


def plan(ago, *, state="settled", ends=None, holder=PROJECT):
    return row("plan", ago, ends, state=state, holder=holder)


def income(ago, ends=None, code="sickness_benefit"):
    return row("livelihood", ago, ends, code=code)


def handed(ago, holder=PROJECT):
    return row("handover", ago, holder=holder)


ENROLLED = row("enrolment", 400, state="under_way")
SITUATIONS = [
    # One at a time for the whole while, with something that goes on now.
    ("in_series", 90, [done(120, 60), going(50)], True),
    ("in_series", 90, [done(120, 60), done(50, 5)], False),  # nothing goes on: that is a gap
    ("in_series", 90, [going(120)], False),  # only one
    ("in_series", 90, [done(120, 60), going(70)], False),  # beside each other for ten days
    ("in_series", 90, [going(120), going(20)], False),
    ("in_series", 90, [going(120), done(100, 80), done(60, 40)], False),  # short ones beside a long one
    ("in_series", 90, [done(80, 60), going(50)], False),  # not for so long
    ("in_series", 90, [done(400, 300), going(91)], False),  # two hundred days between: another time
    ("in_series", 90, [done(120, 119), going(50)], False),  # a visit of a day is no activity beside
    ("in_series", 90, [going(120, -5), row("activity", -5, state="planned")], True),
    ("in_series", 90, [done(120, 60), going(50), row("workplace", 40, state="under_way")], False),
    ("in_series", 90, [row("activity", 120, 60, state="interrupted"), going(50)], False),
    # Contact only when the money is about to end.
    ("only_when_forced", 30, [income(360, 200), income(200, 20, "income_support"), met(210), met(10)], True),
    ("only_when_forced", 30, [income(360, 200), income(200, 20, "income_support"), met(210), met(100), met(10)], False),
    ("only_when_forced", 30, [income(360, 200), income(200, 20), met(210), met(10)], False),  # said anew, not ended
    ("only_when_forced", 30, [income(360, 20), met(30), met(10)], False),  # one end
    ("only_when_forced", 30, [income(100, 60), income(60, 20, "income_support"), met(65), met(15)], False),  # close
    (
        "only_when_forced", 30,
        [income(360, 200), income(200, 20, "income_support"), met(210), met(10), going(300)], False,
    ),
    # In the plan, and nothing from it.
    ("party_missing", 90, [row("activity", 100, state="planned", lanes=[OTHER])], True),
    ("party_missing", 90, [row("activity", 89, state="planned", lanes=[OTHER])], False),
    ("party_missing", 90, [row("activity", -5, state="planned", lanes=[OTHER])], False),  # its turn has not come
    ("party_missing", 90, [going(100, lanes=[OTHER])], False),
    ("party_missing", 90, [row("activity", 100, state="waiting", lanes=[OTHER]), met(80, lanes=[OTHER])], False),
    ("party_missing", 90, [row("activity", 100, state="waiting", lanes=[OTHER]), met(95, lanes=[OTHER])], True),
    (
        "party_missing", 90,
        [row("activity", 100, state="waiting", lanes=[OTHER]), row("meeting", -5, state="called", lanes=[OTHER])], True,
    ),
    ("party_missing", 90, [row("activity", 100, state="waiting", lanes=[OTHER]), row("note", 5, holder=OTHER)], False),
    ("party_missing", 90, [plan(200, holder=OTHER)], True),
    ("party_missing", 90, [plan(200, state="superseded", ends=50, holder=OTHER)], False),
    ("party_missing", 90, [met(200, lanes=[THIRD])], False),  # was there once, has nothing to do
    # Plans beside each other.
    ("competing_plans", 2, [plan(100), plan(50, holder=OTHER)], True),
    ("competing_plans", 2, [plan(100), plan(50, state="draft")], False),  # the next of the same holder
    ("competing_plans", 2, [plan(100), plan(50, state="draft", holder=OTHER)], True),
    ("competing_plans", 2, [plan(100, ends=50, state="superseded"), plan(50, holder=OTHER)], False),
    ("competing_plans", 2, [plan(100), row("linked_plan", 90), row("linked_plan", 80)], False),  # tied together
    ("competing_plans", 2, [row("linked_plan", 90), row("linked_plan", 80, holder=OTHER)], True),
    ("competing_plans", 3, [plan(100), plan(50, holder=OTHER)], False),
    # A plan without the person.
    ("without_own_words", 30, [plan(30)], True),
    ("without_own_words", 30, [plan(29)], False),
    ("without_own_words", 30, [plan(60), row("goal", 50)], True),  # a goal, but a party's
    ("without_own_words", 30, [plan(60), row("goal", 70, code="own_words")], False),
    ("without_own_words", 30, [plan(60, ends=5, state="superseded")], False),
    ("without_own_words", 30, [], False),
    # Somebody new again.
    ("changed_caseworker", 3, [handed(300), handed(200), handed(100)], True),
    ("changed_caseworker", 3, [handed(300), handed(200)], False),
    ("changed_caseworker", 3, [handed(300), handed(200), handed(100, OTHER)], False),  # each party its own
    ("changed_caseworker", 3, [handed(300), handed(200), handed(200)], False),  # the same day twice
    ("changed_caseworker", 3, [handed(500), handed(200), handed(100)], False),  # one before the enrolment
    # Something goes on, but not towards work.
    ("no_work_in_parallel", 90, [going(100, code="health")], True),
    ("no_work_in_parallel", 90, [going(89, code="health")], False),
    ("no_work_in_parallel", 90, [going(100, code="health"), going(10, code="work_training")], False),
    ("no_work_in_parallel", 90, [going(100, code="health"), done(200, 80, code="work_training")], False),
    ("no_work_in_parallel", 90, [going(200, code="health"), done(300, 95, code="work_training")], True),
    (
        "no_work_in_parallel", 90,
        [going(100, code="health"), row("activity", -20, state="planned", code="placement")], False,
    ),
    ("no_work_in_parallel", 90, [going(100, code="health"), row("workplace", 10, state="under_way")], False),
    ("no_work_in_parallel", 90, [going(100, code="health"), income(200, code="wage_subsidy")], False),
    ("no_work_in_parallel", 90, [met(100)], False),  # nothing goes on at all: that is a gap
    # Money that does not meet.
    ("livelihood_gap", 1, [income(200, -10), income(-15, code="income_support")], True),
    ("livelihood_gap", 1, [income(200, -10), income(-10, code="income_support")], False),
    ("livelihood_gap", 10, [income(200, -10), income(-15, code="income_support")], False),  # five days only
    ("livelihood_gap", 1, [income(200, 10)], True),
    ("livelihood_gap", 1, [income(200, 10), income(100, code="income_support")], False),  # another went on
    ("livelihood_gap", 1, [income(200, 10), income(10, code="zero_placed")], True),
    ("livelihood_gap", 1, [income(200, code="zero_placed")], False),  # none has ended
    ("livelihood_gap", 1, [income(200, 10), income(10, code="unknown")], False),  # not known to be a break
    ("livelihood_gap", 1, [income(200, 100), income(90)], False),  # over
    ("livelihood_gap", 1, [income(200, -10)], False),  # that it ends is said by the general signal
]  # fmt: skip


def said(rows, *methods, complete_from=None) -> list[str]:
    way = Way(CASE, [ENROLLED, *rows], {}, TODAY, PROJECT, complete_from, methods)
    return [signal.kind for signal in signals(way) if signal.kind not in GENERAL]


@pytest.mark.parametrize(("kind", "limit", "rows", "expected"), SITUATIONS)
def test_what_is_said_and_what_only_looks_like_it(kind, limit, rows, expected):
    unit = "times" if kind in ("changed_caseworker", "competing_plans") else "days"
    assert said(rows, method({kind: {unit: limit}})) == [kind] * expected
    assert said(rows, method()) == []  # off unless the text names it
    assert said(rows) == []
    assert said([*rows, row("exit", 1, state="done")], method({kind: {unit: limit}})) == []


def test_two_methods_say_it_once_by_the_lower_limit():
    rows = [plan(40)]
    low, high = method({"without_own_words": {"days": 30}}), method({"without_own_words": {"days": 90}})
    assert [said(rows, high), said(rows, high, low), said(rows, low, low)] == [
        [], ["without_own_words"], ["without_own_words"],
    ]  # fmt: skip


def test_what_must_have_its_turn_is_not_in_series():
    turn = {"id": "train", "name": "Träning", "what": "activity", "kind": "work_training", "in_turn": True}
    rows = [done(120, 60, code="work_training"), going(50, code="work_training")]
    on = {"in_series": {"days": 90}}
    assert [said(rows, method(on)), said(rows, method(on, expects=[turn]))] == [["in_series"], []]


def test_a_list_does_not_say_what_it_has_not_read():
    rows = [row("activity", 200, state="waiting", lanes=[OTHER])]
    short, long = method({"party_missing": {"days": 90}}), method({"party_missing": {"days": 180}})
    assert [said(rows, one, complete_from=day(91)) for one in (short, long)] == [["party_missing"], []]


def test_a_broken_livelihood_is_not_also_said_to_end_soon():
    rows = [income(200, -10), income(-15, code="income_support"), met(1)]
    way = Way(CASE, [ENROLLED, *rows], {}, TODAY, PROJECT, None, [method({"livelihood_gap": {}})])
    found = signals(way)
    assert [(one.kind, one.since, str(one.words)) for one in found] == [
        ("livelihood_gap", day(-10), "Försörjningen bryts i 5 dagar")
    ]
    assert str(found[0].explanation).endswith("Räknat på det er part får se.")


def test_a_limit_of_the_wrong_sort_is_refused():
    text = (
        "id: trial\nversion: 1\nname: Prov\nabout: Prov\nlicence: {text: EUPL-1.2}\n"
        "way:\n  - {id: start, name: Start}\nsignals:\n  competing_plans: {days: 3}\n"
    )
    problems = [(problem.path, str(problem.words)) for problem in problems_of(text)]
    assert problems == [
        ("signals", "competing_plans har gränsen times. Skriv till exempel competing_plans: {times: 3}.")
    ]
