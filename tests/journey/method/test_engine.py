"""Where somebody stands in a method: a table of situations: the day, what happened, what is then expected."""

# ruff: noqa: E501 - one situation a line

import datetime as dt
import uuid

import pytest

from samsyn.basis.method.reading import read
from samsyn.basis.method.record import empty
from samsyn.journey.method.engine import standing
from samsyn.journey.method.happened import Happened
from samsyn.journey.method.standing import Mark

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("code_lists")]
START = dt.date(2026, 1, 5)
TEXT = """\
id: provet
version: 1
name: Provet
about: En metod att prova.
licence: {text: CC0-1.0}
way:
  - id: first
    name: Först
    expects:
      - {id: mapping, name: Kartläggning, what: assessment, kind: mapping, latest: 3 weeks}
      - {id: talk, name: Samtal, what: meeting, kind: three_party, after: [mapping], latest: 2 weeks}
      - {id: walk, name: Promenad, what: activity, kind: health, optional: true}
  - id: second
    name: Sedan
    opens: {after: [first]}
    expects:
      - {id: training, name: Arbetsträning, what: activity, kind: work_training, earliest: 1 week, latest: 6 weeks}
      - {id: course, name: Kurs, what: activity, kind: course, latest: 6 weeks}
  - id: aside
    name: Vid sidan av
    opens: {when: "p.activities.exists(a, a.kind == 'treatment')"}
    lasts: {most: 4 weeks}
rhythm:
  - {id: quarterly, name: Uppföljning, what: follow_up, every: 3 months}
  - {id: after, name: Efter, what: contact, since: exit, at: [1 month, 6 months]}
"""


def day(after: int) -> dt.date:
    return START + dt.timedelta(days=after)


def event(sort: str, code: str, on: int, *, is_done: bool = True) -> Happened:
    return Happened(uuid.uuid4(), sort, code, day(on), None, is_done, "")


def at(today: int, *events: Happened, marks: tuple[Mark, ...] = (), **record: object):
    known = empty() | record
    return standing(read(TEXT), started=START, today=day(today), happened=events, marks=marks, record=known)


def states(today: int, *events: Happened, marks: tuple[Mark, ...] = (), **record: object) -> dict[str, str]:
    found = at(today, *events, marks=marks, **record)
    return {f"{one.one.id}{one.number or ''}": one.state for one in found.occasions}


MAPPED, TALKED = event("assessment", "mapping", 10), event("meeting", "three_party", 15)
SITUATIONS = {
    "the first day": (0, (), {"mapping": "expected", "talk": "waiting", "walk": "expected", "training": "waiting"}),
    "three weeks": (21, (), {"mapping": "expected"}),
    "a day more": (22, (), {"mapping": "late", "walk": "expected"}),
    "mapped": (10, (MAPPED,), {"mapping": "done", "talk": "expected"}),
    "two weeks after the mapping": (24, (MAPPED,), {"talk": "expected"}),
    "a day more again": (25, (MAPPED,), {"talk": "late"}),
    "called to the talk": (12, (MAPPED, event("meeting", "three_party", 20, is_done=False)), {"talk": "planned"}),
    "another kind of meeting": (20, (MAPPED, event("meeting", "network", 15)), {"talk": "expected"}),
    "the first is done": (15, (MAPPED, TALKED), {"talk": "done", "training": "coming", "course": "expected", "walk": "missed"}),
    "a week on": (22, (MAPPED, TALKED), {"training": "expected", "course": "expected"}),
    "seven weeks on": (64, (MAPPED, TALKED), {"training": "late", "course": "late"}),
    "begun early, before the phase": (5, (event("activity", "work_training", 3),), {"training": "waiting", "mapping": "expected"}),
    "a follow-up due": (85, (), {"quarterly1": "expected"}),
    "a follow-up late": (95, (), {"quarterly1": "late"}),
    "one missed, the next to come": (150, (), {"quarterly1": "missed", "quarterly2": "expected"}),
    "one done in time": (95, (event("follow_up", "quarterly", 88),), {"quarterly1": "done"}),
    "nothing after the exit before it": (100, (), {"after": "waiting"}),
}  # fmt: skip


@pytest.mark.parametrize("name", SITUATIONS)
def test_what_is_expected(name):
    today, events, expected = SITUATIONS[name]
    found = states(today, *events)
    assert {key: found.get(key) for key in expected} == expected


def test_what_could_start_beside_what_goes_on():
    found = at(22, MAPPED, TALKED, event("activity", "course", 20))
    assert [one.one.id for one in found.could_start] == ["training"]


def test_a_phase_is_never_a_wall():
    opened = states(1, marks=(Mark("second", "opened", day(1)),))
    assert (opened["training"], opened["course"], opened["mapping"]) == ("coming", "expected", "expected")
    skipped = at(1, marks=(Mark("first", "skipped", day(1), "Gjordes förra året"),))
    assert [(now.phase.id, now.state) for now in skipped.phases] == [
        ("first", "skipped"), ("second", "open"), ("aside", "waiting"),
    ]  # fmt: skip
    ended = at(5, MAPPED, marks=(Mark("first", "ended", day(5)),))
    assert {one.one.id: one.state for one in ended.occasions}["talk"] == "missed"


def test_ticked_off_by_hand_and_skipped():
    marks = (Mark("mapping", "done", day(4)), Mark("talk", "skipped", day(6), "Personen ville inte"))
    found = states(7, marks=marks)
    assert (found["mapping"], found["talk"], found["course"]) == ("done", "skipped", "expected")


def test_a_condition_opens_a_phase_and_time_ends_it():
    treated = [{"kind": "treatment", "state": "under_way", "from": 3, "to": None, "party": "region"}]
    phases = {now.phase.id: now.state for now in at(10, activities=treated).phases}
    later = {now.phase.id: now.state for now in at(40, activities=treated).phases}
    assert (phases["aside"], later["aside"]) == ("open", "ended")


def test_after_the_exit_only_what_comes_after_it():
    left = {"day": 30, "reason": "completed", "outcome": "work", "has_receiver": True}
    found = states(65, exit=left, has_left=True)
    assert (found["mapping"], found["quarterly1"], found["after1"], found["after2"]) == (
        "missed", "missed", "late", "coming",
    )  # fmt: skip


ASKING = """\
id: fragor
version: 1
name: Frågor
about: En metod som frågar.
licence: {text: CC0-1.0}
way:
  - id: later
    name: Senare
    opens: {when: "p.phases.early == 'ended' && 'mapping' in p.done"}
    expects:
      - {id: paper, name: Papper, what: document, kind: sheet, latest: 1 week}
      - {id: again, name: Ring, what: contact, at: [2 weeks, 4 weeks]}
      - {id: only_some, name: För några, what: plan, when: "p.decisions.exists(d, d.id == 'go_on' && d.outcome == 'no')"}
      - {id: after_some, name: Sedan, what: goal, after: only_some}
  - id: early
    name: Tidigt
    ends: {when: "p.decisions.exists(d, d.id == 'go_on' && d.outcome == 'yes') || p.day >= 60"}
    expects:
      - {id: mapping, name: Kartläggning, what: assessment, kind: mapping}
      - {id: go_on, name: Vidare, what: decision, options: [{id: yes, text: Ja}, {id: no, text: Nej}]}
  - id: by_age
    name: Efter hundra dagar
    opens: {when: "p.day >= 100"}
    lasts: {most: 2 weeks}
rhythm:
  - {id: talks, name: Samtal, what: follow_up, every: 3 months, when: "p.livelihoods.exists(l, l.kind == 'wage_subsidy')"}
documents:
  - {id: sheet, name: Papper, kind: letter, body: [{text: Hej}]}
"""


def asking(today: int, *events: Happened, marks: tuple[Mark, ...] = (), **record: object):
    known = empty() | {"day": today} | record
    return standing(read(ASKING), started=START, today=day(today), happened=events, marks=marks, record=known)


def phases(found) -> dict[str, tuple[str, dt.date | None, dt.date | None]]:
    return {now.phase.id: (now.state, now.opened_on, now.ended_on) for now in found.phases}


GO_ON = Mark("go_on", "done", day(20), "Bra", "yes")


def test_conditions_ask_what_is_done_and_where_phases_stand_also_of_what_comes_later_in_the_text():
    found = asking(30, MAPPED, marks=(GO_ON,))
    assert (found.record["done"], found.record["phases"]) == (
        ["go_on", "mapping"], {"later": "open", "early": "ended", "by_age": "waiting"},
    )  # fmt: skip
    assert found.record["decisions"] == [{"id": "go_on", "outcome": "yes", "day": 20}]
    assert phases(found)["later"] == ("open", day(20), None)


@pytest.mark.parametrize(
    ("today", "marks", "expected"),
    [
        (30, (GO_ON,), ("ended", day(0), day(20))),
        (30, (Mark("go_on", "done", day(20), "", "no"),), ("open", day(0), None)),
        (59, (), ("open", day(0), None)),
        (200, (), ("ended", day(0), day(60))),
    ],
)
def test_a_phase_ends_the_first_day_its_condition_held(today, marks, expected):
    assert phases(asking(today, MAPPED, marks=marks))["early"] == expected


def test_a_phase_opens_the_first_day_its_condition_held():
    assert phases(asking(99))["by_age"] == ("waiting", None, None)
    assert phases(asking(105))["by_age"] == ("open", day(100), None)
    assert phases(asking(300))["by_age"] == ("ended", day(100), day(114))


def test_times_count_from_when_the_condition_first_held():
    found = asking(200, livelihoods=[{"kind": "wage_subsidy", "extent": 100, "from": 190, "to": None}])
    assert [(one.one.id, one.state, one.due_on) for one in found.rhythm] == [("talks", "coming", dt.date(2026, 10, 14))]


def test_what_is_not_asked_of_somebody_keeps_no_phase_open_and_what_comes_back_can_be_ticked_off():
    done = [event("document", "sheet", 21)]
    ticks = (GO_ON, Mark("again", "done", day(33)), Mark("again", "done", day(45)))
    found = asking(60, MAPPED, *done, marks=ticks)
    told = {f"{one.one.id}{one.number or ''}": one.state for one in found.occasions}
    assert (told["again1"], told["again2"], told["only_some"], told["after_some"]) == ("done", "done", "waiting", "waiting")
    assert phases(found)["later"] == ("ended", day(20), day(45))


def test_the_same_thing_is_counted_once():
    text = TEXT.replace("what: activity, kind: course, latest: 6 weeks", "what: meeting, kind: three_party, latest: 6 weeks")
    events = (MAPPED, TALKED, event("meeting", "three_party", 30))
    found = standing(read(text), started=START, today=day(31), happened=events, record=empty())
    done = {one.one.id: one.done_on for one in found.occasions if one.state == "done" and one.one.what == "meeting"}
    assert done == {"talk": day(15), "course": day(30)}
