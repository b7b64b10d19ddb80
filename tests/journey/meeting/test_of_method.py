"""A meeting called from where the method expects it begins with what the text says, and ticks off that line only."""

import datetime as dt
import html
import re

import pytest
from django.urls import reverse

from samsyn.access import clock
from samsyn.basis.method.actions import take_in
from samsyn.basis.staff.models import Role
from samsyn.entry.enrolment.actions import enrol
from samsyn.journey.meeting.actions import hold_meeting
from samsyn.journey.meeting.models import Meeting
from samsyn.journey.method.shown import in_methods
from samsyn.journey.timeline.queries import happenings
from tests.factories.basis import actor, intervention
from tests.factories.entry import assigned, confirmed_consent, open_case

pytestmark = pytest.mark.usefixtures("code_lists")
START = clock.today() - dt.timedelta(days=10)
REST = {"person": "paper", "minutes_long": 60}
TEXT = """\
id: motesprovet
version: 1
name: Mötesprovet
about: En metod med två möten av samma slag.
licence: {text: CC0-1.0}
who:
  roles: [{id: coach, name: Coach, party: municipality}]
way:
  - id: start
    name: Början
    expects:
      - {id: first, name: Planeringsmötet, what: meeting, kind: planning, latest: 3 weeks}
      - {id: second, name: Arbetsplatsmötet, what: meeting, kind: at_work, latest: 8 weeks}
meetings:
  - id: planning
    name: Gemensam planering
    kind: three_party
    calls: [pes, coach]
    agenda: [Vad vill personen?, Vem gör vad?]
    questions: [Är tempot rätt?]
    minutes: 45
  - {id: at_work, name: Möte på arbetsplatsen, kind: three_party, calls: [person, region]}
"""


@pytest.fixture
def expected(w):
    [version] = take_in([TEXT], by=None)
    offered = intervention(w, method=version.method, starts_on=START)
    by = actor(w.municipality, Role.COORDINATOR, unit=offered.owner_unit)
    case = open_case(by=by)
    others = [actor(w.pes), actor(w.sia)]
    confirmed_consent(case, by=by, to=others)
    for other in others:
        assigned(case, other)
    with clock.at(START):
        enrol(case, by=by, intervention=offered, starts_on=START)
    return case, by, others


def way(client, case) -> str:
    return html.unescape(client.get(reverse("method:way", args=[case.pk])).content.decode())


def call_address(client, case, part) -> str:
    return re.search(rf'href="([^"]*/[^"]*del={part})"', way(client, case))[1]


def states(case, by) -> dict[str, str]:
    [one] = in_methods(happenings(case, by), by)
    return {occasion.one.id: occasion.state for occasion in one.standing.occasions}


def value(page: str, name: str) -> str:
    return re.search(rf'name="{name}"[^>]*value="([^"]*)"', page)[1]


def test_the_call_begins_with_what_the_text_says(expected, sign_in):
    case, by, [pes, _sia] = expected
    client = sign_in(by)
    page = html.unescape(client.get(call_address(client, case, "first")).content.decode())
    assert "Kalla till: Gemensam planering" in page
    assert "Arbetsförmedlingen, Coach" in page
    assert value(page, "minutes_long") == "45"
    assert re.search(r'<option value="three_party" selected', page)
    assert "Dagordning:\n1. Vad vill personen?\n2. Vem gör vad?\nFrågor:\n– Är tempot rätt?" in page
    ticked = re.findall(r'name="who" value="staff:([^"]*)"[^>]*checked', page)
    assert ticked == [str(pes.staff_id)]
    assert "Går inte att kalla här än: Region" in html.unescape(
        client.get(call_address(client, case, "second")).content.decode()
    )


def test_called_it_is_planned_and_held_it_is_done_and_the_other_line_is_left(expected, sign_in):
    case, by, [pes, _sia] = expected
    client = sign_in(by)
    at = (clock.now() + dt.timedelta(days=2)).strftime("%Y-%m-%d 13:00")
    # The later line is called first: order alone would give it to the other.
    sent = {"kind": "three_party", "starts_at": at, "who": f"staff:{pes.staff_id}", **REST}
    assert client.post(call_address(client, case, "second"), sent).status_code == 302
    meeting = Meeting.objects.get()
    assert (meeting.name, meeting.method_meeting, meeting.item.code, meeting.item.label) == (
        "Möte på arbetsplatsen", "at_work", "three_party/at_work", "Möte på arbetsplatsen",
    )  # fmt: skip
    assert states(case, by) == {"first": "expected", "second": "planned"}
    assert reverse("meeting:read", args=[meeting.pk]) in way(client, case)
    with clock.at(clock.now() + dt.timedelta(days=3)):
        hold_meeting(meeting, by=by, attended=[])
        assert states(case, by) == {"first": "expected", "second": "done"}


def test_a_meeting_called_otherwise_counts_by_its_kind(expected, sign_in):
    case, by, [pes, _sia] = expected
    client = sign_in(by)
    at = (clock.now() + dt.timedelta(days=2)).strftime("%Y-%m-%d 13:00")
    sent = {"kind": "three_party", "starts_at": at, "who": f"staff:{pes.staff_id}", **REST}
    assert client.post(reverse("meeting:call", args=[case.pk]), sent).status_code == 302
    assert (Meeting.objects.get().name, states(case, by)) == ("", {"first": "planned", "second": "expected"})


@pytest.mark.parametrize("asked", ["?inskrivning=x&del=first", "?inskrivning=&del=", "?del=first", "?inskrivning=%00"])
def test_what_the_address_asks_wrongly_is_an_ordinary_call(expected, sign_in, asked):
    case, by, _others = expected
    page = sign_in(by).get(reverse("meeting:call", args=[case.pk]) + asked)
    assert (page.status_code, "Metoden säger" in page.content.decode()) == (200, False)
