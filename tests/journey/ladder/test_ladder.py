"""Rating areas of a method: on one page, on paper, compared over time, in smaller parts; bad input."""

import datetime as dt
import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from samsyn.access import clock
from samsyn.access.errors import RuleBroken
from samsyn.basis.method.actions import take_in
from samsyn.basis.method.reading import MethodError, read
from samsyn.basis.staff.models import Role
from samsyn.entry.enrolment.actions import enrol
from samsyn.journey.ladder import queries
from samsyn.journey.ladder.actions import divide, rate
from samsyn.journey.ladder.models import ModuleParts, Rating
from tests.basis.method.texts import with_change
from tests.factories.basis import actor, intervention
from tests.factories.entry import open_case

pytestmark = pytest.mark.usefixtures("code_lists")
TODAY = clock.today()
START = TODAY - dt.timedelta(days=60)
EXPECTED = "      - {id: mapping, name: Kartläggning, what: assessment, kind: mapping, by: coach, latest: 3 weeks}\n"
RATED = EXPECTED + (
    "      - {id: rate_all, name: Skatta vardagen, what: rating, kind: daily_life, latest: 2 weeks}\n"
    "      - {id: rate_one, name: Skatta morgonen, what: rating, kind: getting_up, latest: 2 weeks}\n"
)


def follow(w, text):
    """Somebody enrolled in an intervention that follows a text, and who enrolled them."""
    [version] = take_in([text], by=None)
    offered = intervention(w, method=version.method, starts_on=START)
    by = actor(w.municipality, Role.COORDINATOR, unit=offered.owner_unit)
    with clock.at(START):
        return enrol(open_case(by=by), by=by, intervention=offered, starts_on=START), by


@pytest.fixture
def enrolled(w):
    return follow(w, with_change(EXPECTED, RATED))


def on_day(days_ago: int):
    return TODAY - dt.timedelta(days=days_ago)


def set_steps(enrolled, days_ago, **steps):
    """Steps as `mornings=(1, 2)`: the person's and the staff's."""
    enrolment, by = enrolled
    values = {module: {"person": person, "staff": staff} for module, (person, staff) in steps.items()}
    return rate(enrolment, by=by, ladder="daily_life", values=values, on=on_day(days_ago))


def overview(client, enrolment, **query) -> str:
    return client.get(reverse("ladder:overview", args=[enrolment.pk]), query).content.decode()


def drawn(page: str) -> dict[str, list[tuple[str, str]]]:
    """Forms and numbers in the picture, by module."""
    found = {}
    for module, inside in re.findall(r'<g data-module="(\w+)">(.*?)</g>', page, re.S):
        marks = re.findall(r'class="ladder-(person|staff)".*?class="ladder-step"[^>]*>(\d+)<', inside, re.S)
        found[module] = marks
    return found


def in_table(page: str) -> dict[str, list[tuple[str, str]]]:
    """The same numbers in the table."""
    found = {}
    for row in re.findall(r'<tr role="row"><th scope="row".*?</tr>', page, re.S):
        module = re.search(r"/modul/(\w+)/", row)[1]
        cells = re.findall(r'<td role="cell" data-label="(?:Personen|Personalen)".*?</td>', row, re.S)
        numbers = [re.search(r"<strong>(\d+)</strong>", cell) for cell in cells]
        found[module] = [
            (rater, hit[1]) for rater, hit in zip(("person", "staff"), numbers, strict=True) if hit
        ]
    return found


def test_an_area_is_rated_on_one_page_and_unchanged_steps_stand(enrolled, sign_in):
    enrolment, by = enrolled
    client, url = sign_in(by), reverse("ladder:rate", args=[enrolment.pk, "daily_life"])
    first = {"person-mornings": "1", "staff-mornings": "2", "person-getting_up": "", "staff-getting_up": "3"}
    assert client.post(url, first | {"on": on_day(20).isoformat()}).status_code == 302
    page = client.get(url).content.decode()
    checked = re.findall(r'name="([\w-]+)"[^>]*value="(\d*)" checked', page)
    assert dict(checked) == first
    assert client.post(url, dict(checked) | {"person-mornings": "3"}).status_code == 302
    values = list(Rating.objects.order_by("on").values_list("values", flat=True))
    assert values == [
        {"mornings": {"person": 1, "staff": 2}, "getting_up": {"staff": 3}},
        {"mornings": {"person": 3, "staff": 2}, "getting_up": {"staff": 3}},
    ]


def test_not_judged_is_an_answer(enrolled, sign_in):
    enrolment, by = enrolled
    set_steps(enrolled, 20, mornings=(1, 2))
    url = reverse("ladder:rate", args=[enrolment.pk, "daily_life"])
    sign_in(by).post(url, {"person-mornings": "1", "staff-mornings": ""})
    assert Rating.objects.latest("on").values == {"mornings": {"person": 1, "staff": None}}
    assert in_table(overview(sign_in(by), enrolment))["mornings"] == [("person", "1")]


def test_the_person_and_the_staff_can_rate_apart(enrolled, sign_in):
    enrolment, by = enrolled
    client, url = sign_in(by), reverse("ladder:rate", args=[enrolment.pk, "daily_life"])
    page = client.get(url + "?vem=person").content.decode()
    assert ("person-mornings" in page, "staff-mornings" in page) == (True, False)
    client.post(url + "?vem=person", {"person-mornings": "3", "staff-mornings": "1"})
    client.post(url + "?vem=staff", {"staff-mornings": "1"})
    kept = list(Rating.objects.order_by("item__at").values_list("rated_by", "values"))
    assert kept == [("person", {"mornings": {"person": 3}}), ("staff", {"mornings": {"staff": 1}})]
    page = overview(client, enrolment)
    assert (drawn(page)["mornings"], "2 steg isär" in page) == ([("person", "3"), ("staff", "1")], True)


def test_the_picture_says_what_the_table_says(enrolled, sign_in):
    enrolment, by = enrolled
    set_steps(enrolled, 40, mornings=(1, 1), getting_up=(2, 2))
    set_steps(enrolled, 5, mornings=(2, 3))
    page = overview(sign_in(by), enrolment)
    assert drawn(page) == in_table(page) == {
        "mornings": [("person", "2"), ("staff", "3")], "getting_up": [("person", "2"), ("staff", "2")],
    }  # fmt: skip
    assert re.findall(r'class="ladder-arrow"[^>]*>([^<]+)<', page) == ["↑1", "↑2", "=", "="]
    assert re.findall(r'class="ladder-gap"[^>]*>([^<]+)<', page) == ["1 steg isär"]


def test_two_days_are_compared(enrolled, sign_in):
    enrolment, by = enrolled
    for days_ago, step in ((40, 1), (20, 3), (5, 2)):
        set_steps(enrolled, days_ago, mornings=(step, step))
    client = sign_in(by)
    back = overview(client, enrolment, fran=on_day(20).isoformat())
    then = overview(client, enrolment, fran="first", till=on_day(20).isoformat())
    none = overview(client, enrolment, fran="none", till="2199-99-99")
    arrows = [re.findall(r'class="ladder-arrow"[^>]*>([^<]+)<', page) for page in (back, then, none)]
    assert arrows == [["↓1", "↓1"], ["↑2", "↑2"], []]
    history = client.get(reverse("ladder:module", args=[enrolment.pk, "mornings"])).content.decode()
    points = re.findall(r'class="ladder-(person|staff)".*?>(\d)</text>', history)
    assert points == [("person", n) for n in "132"] + [("staff", n) for n in "132"]


def test_a_correction_is_a_new_version(enrolled, sign_in):
    enrolment, by = enrolled
    made, client = set_steps(enrolled, 5, mornings=(1, 1)), sign_in(by)
    url = reverse("ladder:correct", args=[made.pk])
    data = {"person-mornings": "2", "staff-mornings": "1", "on": on_day(5).isoformat(), "seen_version": str(made.pk)}
    assert client.post(url, data).status_code == 302
    assert client.post(url, data | {"person-mornings": "3"}).status_code == 422  # somebody was before
    newest = Rating.objects.get(item__superseded_at=None)
    assert (newest.item.version, newest.values, newest.told) == (
        2, {"mornings": {"person": 2, "staff": 1}}, [["Morgonen", "Personen: 2. Ibland\nPersonalen: 1. Inte alls"]],
    )  # fmt: skip
    assert "Ibland" in client.get(reverse("ladder:read", args=[newest.pk])).content.decode()


def test_expected_ratings_tick_themselves_off_and_conditions_see_them(enrolled, sign_in):
    enrolment, by = enrolled
    client, way = sign_in(by), reverse("method:way", args=[enrolment.item.case_id])
    door = reverse("ladder:rate", args=[enrolment.pk, "daily_life"])
    before = client.get(way).content.decode()
    assert (f'"{door}"' in before, f'"{door}?modul=getting_up#modul-getting_up"' in before) == (True, True)
    set_steps(enrolled, 50, mornings=(1, None))
    page = client.get(way).content.decode()
    assert (f'"{door}"' in page, "?modul=getting_up" in page) == (False, True)
    set_steps(enrolled, 40, getting_up=(None, 2))
    assert "?modul=getting_up" not in client.get(way).content.decode()
    case = client.get(reverse("case:page", args=[enrolment.item.case_id])).content.decode()
    assert (reverse("ladder:overview", args=[enrolment.pk]) in case, "Skattning" in case) == (True, True)


def test_a_condition_opens_a_phase_by_a_rating(w, sign_in):
    condition = "p.activities.exists(a, a.kind == 'work_training')"
    text = with_change(
        f'{{after: [start], when: "{condition}"}}',
        "{when: \"p.ratings.exists(r, r.module == 'mornings' && r.staff >= 2 && r.person == null)\"}",
    )
    enrolled = follow(w, text)
    client, way = sign_in(enrolled[1]), reverse("method:way", args=[enrolled[0].item.case_id])
    set_steps(enrolled, 40, mornings=(1, 2))
    assert "Inte öppen än" in client.get(way).content.decode()
    set_steps(enrolled, 30, mornings=(None, 2))
    assert "Inte öppen än" not in client.get(way).content.decode()


def test_a_step_that_is_not_there_is_refused(enrolled, sign_in):
    enrolment, by = enrolled
    client, url = sign_in(by), reverse("ladder:rate", args=[enrolment.pk, "daily_life"])
    bad = ["11", "0", "-1", "abc", "1.5", "٣", "4"]
    found = {client.post(url, {"person-mornings": step, "staff-mornings": "1"}).status_code for step in bad}
    assert (found, Rating.objects.count()) == ({422}, 0)


def test_ratings_that_do_not_hold_are_refused(enrolled):
    enrolment, by = enrolled
    bad = [
        ({"values": {"mornings": {"person": 11}}}, "NO_SUCH_STEP"),
        ({"values": {"mornings": {"person": True}}}, "NO_SUCH_STEP"),
        ({"values": {"evenings": {"person": 1}}}, "UNKNOWN_MODULE"),
        ({"values": {}}, "NOTHING_RATED"),
        ({"ladder": "nowhere"}, "UNKNOWN_LADDER"),
        ({"on": TODAY + dt.timedelta(days=1)}, "DAY_AHEAD"),
        ({"on": START - dt.timedelta(days=1)}, "BEFORE_START"),
    ]
    for said, code in bad:
        with pytest.raises(RuleBroken) as refused:
            rate(enrolment, by=by, **{"ladder": "daily_life", "values": {"mornings": {"person": 1}}, **said})
        assert (refused.value.code, Rating.objects.count()) == (code, 0), said


def test_what_does_not_exist_is_not_found(enrolled, sign_in):
    enrolment, by = enrolled
    client = sign_in(by)
    pages = [("ladder:rate", "nowhere"), ("ladder:paper", "nowhere"), ("ladder:module", "x"), ("ladder:divide", "x")]
    assert {client.get(reverse(name, args=[enrolment.pk, part])).status_code for name, part in pages} == {404}
    odd = reverse("ladder:paper", args=[enrolment.pk, "daily_life"]) + "?modul=x%00"
    assert client.get(odd).status_code == 404


def test_five_hundred_modules_are_rated_a_page_at_a_time(w, sign_in):
    many = "".join(f"      - {{id: m{n}, name: Modul {n} {'ordlängd' * 4}}}\n" for n in range(500))
    text = with_change("      - {id: mornings, name: Morgonen, kind: overview}\n", many)
    text = text.replace(", part_of: mornings", "")
    enrolment, by = follow(w, text)
    client, url = sign_in(by), reverse("ladder:rate", args=[enrolment.pk, "daily_life"])
    page = client.get(url + "?del=21").content.decode()
    assert (page.count('class="rate-module"'), "person-m480" in page) == (21, True)
    assert client.get(url + "?del=99999999999999999999").status_code == 200
    every = {f"{who}-m{n}": "3" for n in range(24) for who in ("person", "staff")}
    assert client.post(url, every).status_code == 302
    shown = overview(client, enrolment)
    assert (len(drawn(shown)), drawn(shown) == in_table(shown)) == (24, True)


def test_a_module_is_broken_into_own_parts_for_one_person(enrolled, sign_in):
    enrolment, by = enrolled
    client, url = sign_in(by), reverse("ladder:divide", args=[enrolment.pk, "getting_up"])
    assert client.post(url, {"part-0": "", "steps-1": "Ett steg"}).status_code == 422
    assert client.post(url, {"part-0": "Väckarklockan", "part-1": "Duschen", "steps-1": "Nej\nJa"}).status_code == 302
    clock_part, shower = ModuleParts.objects.get().parts
    set_steps(enrolled, 3, **{clock_part["id"]: (3, 2), shower["id"]: (1, 2)})
    with pytest.raises(RuleBroken):
        set_steps(enrolled, 2, **{shower["id"]: (3, 3)})
    page = overview(client, enrolment)
    assert list(drawn(page)) == ["mornings", "getting_up", clock_part["id"], shower["id"]]
    seen = ModuleParts.objects.get()
    changed = {"part-0": "Klockan", "part-1": "", "seen_version": str(seen.pk)}
    assert client.post(url, changed).status_code == 302
    newest = ModuleParts.objects.get(item__superseded_at=None)
    assert newest.parts == [{"id": clock_part["id"], "name": "Klockan", "steps": []}]
    assert "Klockan" in client.get(reverse("ladder:read_parts", args=[newest.pk])).content.decode()
    with pytest.raises(RuleBroken):
        divide(enrolment, by=by, module="nothing", parts=[{"name": "x"}])


def test_paper_has_every_step_with_boxes_and_the_person_gets_easy_words(enrolled, sign_in):
    enrolment, by = enrolled
    client = sign_in(by)
    paper = client.get(reverse("ladder:paper", args=[enrolment.pk, "daily_life"])).content.decode()
    assert (paper.count("<article"), paper.count('class="tick-box"')) == (2, 2 * 2 * 4)
    one = client.get(reverse("ladder:paper", args=[enrolment.pk, "daily_life"]) + "?modul=getting_up").content.decode()
    assert one.count("<article") == 1
    set_steps(enrolled, 3, mornings=(2, 3))
    own = client.get(reverse("ladder:for_person", args=[enrolment.pk])).content.decode()
    assert re.findall(r"<strong>(Steg \d)</strong>", own) == ["Steg 2", "Steg 3"]


def test_documents_get_first_and_latest_in_words(enrolled):
    enrolment, by = enrolled
    set_steps(enrolled, 30, mornings=(1, 2))
    set_steps(enrolled, 3, mornings=(2, 2))
    [found] = queries.in_words(enrolment, by)
    assert (found.area, found.module, found.first_on, found.latest_on) == ("Vardag", "Morgonen", on_day(30), on_day(3))
    assert found.told() == "Personen 1 → 2: Ibland Personalen 2: Ibland"


def test_the_overview_costs_the_same_for_one_rating_and_for_many(enrolled, sign_in):
    enrolment, by = enrolled
    client, costs = sign_in(by), []
    for days_ago in (30, 20, 19, 18, 17):
        set_steps(enrolled, days_ago, mornings=(1, 2), getting_up=(2, 2))
        with CaptureQueriesContext(connection) as asked:
            overview(client, enrolment)
        costs.append(len(asked))
    assert costs[1:] == [costs[1]] * 4


def test_a_picture_that_is_not_there_is_told_with_its_place():
    text = with_change("steps: [Inte alls,", "steps: [{text: Inte alls, picture: unicorn},")
    with pytest.raises(MethodError) as refused:
        read(text)
    [problem] = refused.value.problems
    assert (problem.path, "sun" in str(problem.words)) == ("ladders.daily_life.steps.1.picture", True)


def test_another_party_sees_what_was_shared_with_it_only(enrolled, w, sign_in):
    made = set_steps(enrolled, 3, mornings=(2, 3))
    stranger = sign_in(actor(w.sia, Role.CASEWORKER))
    pages = [reverse("ladder:read", args=[made.pk]), reverse("ladder:overview", args=[made.enrolment_id])]
    assert [stranger.get(url).status_code for url in pages] == [404, 404]
