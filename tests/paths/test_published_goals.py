"""People with the outcomes that five reports published: the goals of the methods give the published shares.

Where a report's own arithmetic differs, the numbers are worked out here from the published file and said on the page
(reference/published/outcomes/SOURCE.md). Nobody in it exists.
"""

import datetime as dt
import html
from pathlib import Path

import pytest
from django.conf import settings
from django.urls import reverse
from ruamel.yaml import YAML

from samsyn.access import clock
from samsyn.basis.method.goals import why
from samsyn.basis.staff.models import Role
from samsyn.entry.selection.flows import Period
from samsyn.learning.goal.counting import counts, everybody
from samsyn.learning.goal.shown import of_all
from tests.factories.basis import actor
from tests.learning.goal.people import Life, pack, place

pytestmark = pytest.mark.usefixtures("code_lists")
PUBLISHED = Path(settings.SAMSYN_REFERENCE) / "published"
BEGAN, TODAY = dt.date(2007, 3, 5), dt.date(2011, 3, 5)
EVER = Period(None, None)
STAYED = Life()


def published(path, name=None):
    said = YAML(typ="safe").load((PUBLISHED / path).read_text())
    return said[name] if name else said


def people(w, slug, lives):
    """An intervention that follows a method that came with Samsyn, and in it so many of each life."""
    at = place(w, pack(slug), starts_on=dt.date(2000, 1, 1))
    for number, life in lives:
        at.people(number, life, began=BEGAN)
    return at


def goals(at, *, today=TODAY):
    """Per goal: reached, counted, and how many are not counted for each reason in words."""
    with clock.at(today):
        [of] = everybody(at.intervention)
    return {
        one.goal.id: (one.reached, one.counted, {why(one.goal, reason): n for reason, n in one.reasons.items()})
        for one in counts(of.method, of.people)
    }


def note_on_page(sign_in, w, at, *, today=TODAY):
    """What an evaluator reads."""
    with clock.at(today):
        answer = sign_in(actor(w.pes, Role.EVALUATOR)).get(reverse("goal:table", args=[at.intervention.pk]))
    return html.unescape(answer.content.decode())


def test_kv(w, sign_in):
    """109 people, 81 left, 27 of them went on: 11 to work or studies; 58 assessed, all taken as able to work.

    How many were found able to work is not published: all 58 gives the most that may be counted.
    """
    said = published("kv/applications.yaml")
    left, assessed = said["ended"], said["functional_assessments"]
    on = said["went_on_to_work_oriented_measures_or_self_support"]
    able = (60, "conclusion", {"ability": "able"})
    works, studies = 10, 1  # livelihood after: 7 subsidised and 3 other employment, 1 study support (sus_2009.csv)
    measures = on - works - studies
    seeks = {"work": (120, "job_seeking"), "income": (120, "activity_support")}
    at = people(w, "kompassen", [
        (works, Life(assessed=50, form=able, work=(100, "working"), left=(120, "work"))),
        (studies, Life(assessed=50, form=able, work=(100, "studying"), left=(120, "studies"))),
        (measures, Life(assessed=50, form=able, **seeks, left=(120, "other_measure"))),
        (assessed - on, Life(assessed=50, form=able, left=(120, "unchanged"))),
        (left - assessed, Life(left=(120, "unchanged"))),
        (said["participants"] - left, STAYED),
    ])  # fmt: skip
    found = goals(at)

    not_ready, without = {"Bedömningen är inte klar än": 28}, {"Avslutades utan slutsats om arbetsförmåga": 23}
    assert (said["participants"], left, on, assessed) == (109, 81, 27, 58)
    assert found["went_on"] == (27, 81, {"Har inte avslutats än": 28})
    assert found["available"] == (27, 58, {**not_ready, **without})
    assert found["work_or_studies"] == (11, 58, {**not_ready, **without})
    targets = [goal["target"] for goal in said["goals"]]
    with clock.at(TODAY):
        [table] = of_all(at.intervention, EVER)
    rows = {row.goal.id: row for row in table.rows}
    assert [rows[name].goal.share for name in ("available", "work_or_studies")] == targets == [0.90, 0.35]
    assert [round(rows[name].share, 3) for name in ("went_on", "available", "work_or_studies")] == [0.333, 0.466, 0.190]
    page = note_on_page(sign_in, w, at)
    assert ("27 av 81 avslutade (33 procent)" in page, "högst 30 hade bedömts kunna arbeta" in page) == (True, True)
    assert (27 / 30, round(27 / 31, 2) < 0.9, round(11 / 48, 2), round(27 / 109, 2)) == (0.9, True, 0.23, 0.25)


def test_kv_within_twelve_months_nobody_has_failed(w):
    able = (60, "conclusion", {"ability": "able"})
    at = people(w, "kompassen", [(2, Life(form=able)), (1, Life(form=able, work=(70, "working")))])

    last_day = BEGAN + dt.timedelta(days=60 + 365)
    assert goals(at, today=last_day)["work_or_studies"] == (1, 1, {"Tiden har inte gått än": 2})
    assert goals(at, today=last_day + dt.timedelta(days=1))["work_or_studies"] == (1, 3, {})


def test_spira(w, sign_in):
    """98 started, 90 left; a step forward or a clear next step for 80."""
    said = published("outcomes/outcomes.yaml", "spira")
    to, seen = said["ended_to"], said["evidence_at_exit"]
    onward, forward = (300, "none", "Anmäld till nästa insats"), (300, "forward", "")
    moved = seen["in_work_practice"] + seen["stable_attendance_or_more_activity"]
    rest = to["continued_rehabilitation"] - seen["reported_to_next_measure"] - moved
    at = people(w, "spira", [
        (to["work"], Life(left=(365, "work"))),
        (to["studies"], Life(left=(365, "studies"))),
        (seen["reported_to_next_measure"], Life(step=onward, left=(365, "other_measure"))),
        (moved, Life(step=forward, left=(365, "other_measure"))),
        (rest, Life(left=(365, "other_measure"))),
        (to["other_livelihood"], Life(left=(365, "right_benefit"))),
        (said["started"] - sum(to.values()), STAYED),
    ])  # fmt: skip
    found = goals(at)

    assert found["step_or_next"] == (80, 90, {"Har inte avslutats än": 8})
    assert found["own_living"] == (27, 90, {"Har inte avslutats än": 8})
    assert sum(seen.values()) == 80
    with clock.at(TODAY):
        row = of_all(at.intervention, EVER)[0].rows[0]
    assert (row.goal.share, round(row.share, 2), round(row.lowest, 2)) == (said["goal"], 0.89, 0.82)
    words = "Av de 90 som hade avslutats blir det 89 procent och av alla 98 som startat 82 procent"
    assert words in note_on_page(sign_in, w, at)


def test_arbetsmarknadstorget(w, sign_in):
    said = published("outcomes/outcomes.yaml", "arbetsmarknadstorget")
    reached = round(said["surveyed"] * said["work_or_studies"])
    at = people(w, "arbetsmarknadstorget", [
        (reached // 2, Life(work=(200, "working"))),
        (reached - reached // 2, Life(work=(200, "studying"), income=(200, "study_support"))),
        (said["surveyed"] - reached, STAYED),
    ])  # fmt: skip
    found = goals(at)

    assert found["work_or_studies"] == (450, 1000, {})
    assert found["self_support"] == (0, 0, {"Har inte avslutats än": 1000})
    with clock.at(TODAY):
        [table] = of_all(at.intervention, EVER)
    rows = {row.goal.id: row for row in table.rows}
    shown = rows["work_or_studies"].share, rows["self_support"].goal.share
    assert shown == (said["work_or_studies"], said["goal_self_support"])
    assert "Dess 45 procent är ett annat mått" in note_on_page(sign_in, w, at)
    assert [f"{number / 1000:.0%}" for number in (445.01, 454)] == ["45%", "45%"]


def test_partille(w, sign_in):
    """34 people: 7 employed, 25 nearer, 5 not, 10 ended; the groups overlap as they must."""
    said = published("outcomes/outcomes.yaml", "partille_projekt_arbetsliv")
    forward, nothing = (300, "forward", ""), (300, "none", "")
    employed, nearer, not_nearer = said["employed"], said["nearer"], said["not_nearer"]
    unjudged = said["participants"] - nearer - not_nearer
    ended = said["interrupted_or_ended"] - unjudged
    at = people(w, "arbetslivscentrum", [
        (employed, Life(step=forward, work=(200, "working"))),
        (ended, Life(step=forward, left=(400, "unchanged"), reason="interrupted_planned")),
        (nearer - employed - ended, Life(step=forward)),
        (not_nearer, Life(step=nothing)),
        (unjudged, Life(left=(200, "unchanged"), reason="interrupted_unplanned")),
    ])  # fmt: skip

    found = goals(at)
    assert found["employed"] == (7, 34, {})
    assert found["nearer"] == (25, 30, {"Inget steg är bedömt": 4})
    before = BEGAN + dt.timedelta(days=800)
    assert goals(at, today=before)["employed"] == (7, 17, {"Tiden har inte gått än": 17})
    with clock.at(before):
        row = of_all(at.intervention, EVER)[0].rows[0]
    assert (round(row.goal.share, 4), round(row.lowest, 4)) == (round(said["goal_employed"] / 34, 4), round(7 / 34, 4))
    page = note_on_page(sign_in, w, at)
    said = ("25 av 30 (83 procent)", "Fyra av de 34", ">21\N{NO-BREAK SPACE}%<")
    assert [words in page for words in said] == [True] * 3


def test_koman(w, sign_in):
    """778 enrolled: 179 self-supporting within 18 months, 189 in work, 132 of them still, 124 self-supporting now."""
    said = published("outcomes/outcomes.yaml", "koman")
    works = said["in_work_may_2012"]
    reached, now = round(said["enrolled"] * said["reached"]), int(said["enrolled"] * said["still_in_january"])
    still_helped = works["still_working"] - now
    stopped = reached - now
    helped = works["count"] - works["still_working"] - stopped
    with_help = {"work": (300, "working"), "income": (300, "income_support")}
    at = people(w, "koman", [
        (now, Life(work=(300, "working"))),
        (still_helped, Life(**with_help)),
        (stopped, Life(work=(300, "working"), stops_work=700)),
        (helped, Life(**with_help, stops_work=700)),
        (said["enrolled"] - works["count"], STAYED),
    ])  # fmt: skip
    found = goals(at)

    assert found["self_support"] == found["self_support_first"] == (179, 778, {})
    assert found["in_work"] == (189, 778, {})
    assert found["still_in_work"] == (132, 189, {"Har inte fått arbete": 589})
    assert found["supports_self_now"] == (124, 778, {})
    early = goals(at, today=BEGAN + dt.timedelta(days=548))["self_support"]
    assert early == (179, 179, {"Tiden har inte gått än": 599})
    with clock.at(TODAY):
        rows = {row.goal.id: row for row in of_all(at.intervention, EVER)[0].rows}
    shares = [round(rows[name].share, 2) for name in ("self_support", "supports_self_now", "still_in_work")]
    assert shares == [said["reached"], said["still_in_january"], 0.70]
    assert [rows[name].goal.share for name in ("self_support_first", "self_support")] == said["goals_self_support"]
    assert (round(189 / 778, 2), works["share"]) == (0.24, 0.22)
    assert [round(189 / n, 3) for n in (840, 879)] == [0.225, 0.215]
    assert "mellan 840 och 879 ger 22 procent" in note_on_page(sign_in, w, at)
