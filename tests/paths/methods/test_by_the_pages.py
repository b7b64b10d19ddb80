"""Every method by hand: a manager chooses it on an intervention, a coordinator enrols somebody and does what the page
of the way asks for, by the page's own doors. Through HTTP only, as a browser without scripts."""

import datetime as dt
import html
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse

from samsyn.access import clock
from samsyn.basis.intervention.models import Intervention
from samsyn.basis.method.actions import take_in
from samsyn.basis.method.conditions import compared_codes
from samsyn.basis.method.queries import read_once
from samsyn.basis.method.schema import Method
from samsyn.basis.staff.models import Role
from samsyn.entry.case.models import Case
from samsyn.entry.enrolment.models import Enrolment
from samsyn.journey.activity.models import Activity
from tests.factories.basis import actor, intervention
from tests.factories.entry import open_case
from tests.factories.form_page import Control, Html, PageForm
from tests.paths.methods.walk import START

PACKS = sorted(path.stem for path in Path(settings.SAMSYN_METHODS).glob("*.yaml"))
ROW = re.compile(r'<li class="tasks__row">(.*?)</li>', re.DOTALL)
DOOR = re.compile(r'<div class="tasks__what"><a href="([^"]+)">')
TICK = re.compile(r'href="([^"]*/metod/[^"]*/([a-z0-9_]+)/done/)"')
NOW = ("Väntas nu", "Sent")
# Pages that are a list of doors: one of these is behind them.
FURTHER = {"/plan/": re.compile(r'href="([^"]*/mal/nytt/[^"]*)"')}
# Several pages each, or somebody else's to answer: in the stories.
NOT_HERE = ("plan", "follow_up", "course", "purchase", "request")
MOST = 7
TRIES = 4


@dataclass(frozen=True)
class Row:
    """One expected thing on the page of the way: its id, where it is done, where it is ticked off, how it stands."""

    part: str
    door: str
    tick: str
    is_now: bool


class Hand:
    """Somebody at a browser."""

    def __init__(self, client: Client) -> None:
        self.client = client

    def text(self, address: str) -> str:
        """A page that opens."""
        found = self.client.get(address, follow=True)
        assert found.status_code == 200, address
        return found.content.decode()

    def send(self, address: str, *, everything: bool = False, to: str = "", **said: str) -> str:
        """Send the page's own form as it is opened, and write what it says is missing. Gives where it led.

        `everything`: each question gets an answer, as on a form of the method. `to`: which form, by where it is sent.
        """
        page = self.text(address)
        asked: set[str] | None = None if everything else set()
        for turn in range(TRIES):
            [*_others, form] = (form for form in Html(page).main_forms() if to in form.attrs.get("action", ""))
            data = form.data | _answers(form, asked, turn) | {name: [value] for name, value in said.items()}
            sent = self.client.post(html.unescape(form.attrs.get("action") or address), data)
            if sent.status_code == 302:
                return sent.headers["Location"]
            page = sent.content.decode()
            asked = {error.removeprefix("id_").removesuffix("-error") for error in Html(page).errors}
        raise AssertionError((address, asked, data))


def _answers(form: PageForm, asked: set[str] | None, turn: int) -> dict[str, list[str]]:
    """Answers to what is asked (None: to everything); files, consents and hidden fields are left alone."""
    own = [c for c in form.controls.values() if c.kind not in ("hidden", "file") and c.name not in ("share", "others")]
    if turn and not asked:
        own = _anything(own)
    elif asked is None:
        own = [control for control in own if not any(control.values) and control.kind != "checkbox"]
    else:
        own = [control for control in own if control.name in asked]
    return {c.name: [_first_choice(c) if c.has_choices or c.kind == "checkbox" else _written(c, turn)] for c in own}


def _anything(controls: list[Control]) -> list[Control]:
    """Where nothing was said at all: the first box, otherwise the first text."""
    boxes = [control for control in controls if control.kind == "checkbox"]
    return (boxes or [control for control in controls if control.kind == "textarea"])[:1]


def _first_choice(control: Control) -> str:
    return next((value for value in control.choices if value not in ("", "other")), "")


def _written(control: Control, turn: int) -> str:
    today = clock.today().isoformat()
    if control.name.endswith("_at"):
        return f"{today} 23:00"
    if control.kind == "date" or control.name.endswith(("on", "_day")):
        return today
    return ("Så här är det", "2", today, "09:00")[turn]


def rows(page: str) -> dict[str, Row]:
    """What the page of the way says of each thing that can be ticked off."""
    found = {}
    for row in ROW.findall(page):
        if tick := TICK.search(row):
            door = DOOR.search(row)
            href = html.unescape(door[1]) if door else ""
            found[tick[2]] = Row(tick[2], href, tick[1], any(f">{word}<" in row for word in NOW))
    return found


def enrolled(slug: str, w, sign_in) -> tuple[Hand, Enrolment]:
    """Chosen on the intervention's page by its manager; enrolled on the case's page by a coordinator."""
    [version] = take_in([(Path(settings.SAMSYN_METHODS) / f"{slug}.yaml").read_text()], by=None)
    offered = intervention(w, starts_on=START - dt.timedelta(days=100))
    manager = Hand(sign_in(actor(w.municipality, Role.INTERVENTION_MANAGER)))
    manager.send(reverse("basis:change_intervention", args=[offered.pk]), method=str(version.method_id))
    assert Intervention.objects.get(pk=offered.pk).method_id == version.method_id
    by = actor(w.municipality, Role.COORDINATOR, unit=offered.owner_unit)
    case, hand = open_case(by=by, birth_year=START.year - 25), Hand(sign_in(by))
    for kind in activities_first(read_once(version.text)):
        goes_on(hand, case, kind)
    hand.send(reverse("enrolment:direct", args=[case.pk]), intervention=str(offered.pk))
    return hand, Enrolment.objects.get()


def activities_first(method: Method) -> list[str]:
    """Kinds of activity that must go on before the enrolment."""
    asked = (pair for need in method.who.requires for pair in compared_codes(need.when))
    return [code for name, code in asked if name == "activities.kind"]


def goes_on(hand: Hand, case: Case, kind: str) -> None:
    """An activity is written and said to have begun, each on its page."""
    hand.send(reverse("activity:write", args=[case.pk]) + f"?kind={kind}")
    move = reverse("activity:move", args=[Activity.objects.get().pk])
    assert hand.client.post(move, {"state": "under_way"}).status_code == 302


def by_its_door(hand: Hand, row: Row) -> None:
    """Follow the door as far as it goes: a called meeting is held, a document signed by everybody."""
    door = row.door
    said = {"livelihood_0": "income_support"} if door.endswith("/forsorjning/") else {}
    for place, link in FURTHER.items():
        if door.endswith(place):
            door = html.unescape(link.search(hand.text(door))[1])
    led = hand.send(door or row.tick, everything="/metod/" in (door or row.tick), **said)
    page = hand.text(led)
    if re.fullmatch(r"/mote/[\w-]+/", led):
        hand.send(f"{led}vid-bordet/", to="/narvaro/")
    for sign in re.findall(r'href="(/dokument/[\w-]+/skriv-under/[^"]+)"', page):
        hand.send(html.unescape(sign))


def doable(page: str, done: list[str], method: Method) -> Iterator[Row]:
    """What is expected now and not done yet, whose door is a form."""
    elsewhere = {one.id for _phase, one in method.expectations() if one.what in NOT_HERE}
    for row in rows(page).values():
        if row.is_now and row.part not in {*done, *elsewhere}:
            yield row


@pytest.mark.parametrize("slug", PACKS)
def test_a_coordinator_does_what_the_way_asks_for(slug, w, sign_in, code_lists):
    with clock.at(START):
        hand, enrolment = enrolled(slug, w, sign_in)
        way = reverse("method:way", args=[enrolment.item.case_id])
        done: list[str] = []
        method = read_once(enrolment.method_version.text)
        while len(done) < MOST and (row := next(doable(hand.text(way), done, method), None)):
            by_its_door(hand, row)
            done.append(row.part)
        page = hand.text(way)
        assert len(done) >= 2
        assert [part for part in done if (row := rows(page).get(part)) and row.is_now] == []
        assert hand.text(reverse("case:page", args=[enrolment.item.case_id])).count("Vägen i metoden") > 0
