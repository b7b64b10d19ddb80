"""The common parts of a draft are changed in forms: the rest of the text stays as it is written, comments too."""

import difflib
import html
import re
from pathlib import Path

import pytest
from django.urls import reverse

from samsyn.basis.method import editing
from samsyn.basis.method.actions import import_method, publish
from samsyn.basis.method.excerpts import excerpts
from samsyn.basis.method.models import Method
from samsyn.basis.method.reading import problems_of, read
from samsyn.basis.staff.models import Role
from tests.basis.method.texts import WHOLE, with_change
from tests.factories.basis import actor
from tests.factories.form_page import Html, PageForm

pytestmark = pytest.mark.usefixtures("code_lists")
PACKS = sorted(Path("methods").glob("*.yaml"))
REMARKS = ("# Kom överens om detta i mars.", "version: 1  # den första")
REMARKED = WHOLE.replace("rhythm:", REMARKS[0] + "\nrhythm:").replace("version: 1", REMARKS[1])


@pytest.fixture
def draft(w, sign_in):
    """A draft with remarks, and somebody who changes it."""
    by = actor(w.municipality, Role.COORDINATOR)
    return import_method(REMARKED, by=by), sign_in(by)


def fields(client, page: str, method: Method, place: str) -> dict[str, object]:
    """What the form is filled in with when it is opened."""
    return sheet(client.get(reverse(f"basis:{page}", args=[method.pk, place]))).data


def sheet(response) -> PageForm:
    """The form of the part on a page."""
    return next(form for form in Html(response.content.decode()).forms if "data-warn-unsaved" in form.attrs)


def told(response, field: str) -> str:
    """What is told at a field, or in the summary."""
    text = response.content.decode()
    where = rf'id="id_{field}-error">(.*?)</div>' if field else r"data-error-summary.*?</ul>"
    found = re.search(where, text, re.DOTALL)
    return html.unescape(found[0]) if found else text


def changes(client, method: Method, place: str, page: str = "method_part", **changed) -> list[str]:
    """Send the form as it is filled in, with some fields changed; the lines that differ then."""
    before = method.draft
    data = fields(client, page, method, place) | changed
    response = client.post(reverse(f"basis:{page}", args=[method.pk, place]), data)
    assert response.status_code == 302, told(response, "")
    method.refresh_from_db()
    return lines_changed(before, method.draft)


def lines_changed(before: str, after: str) -> list[str]:
    found = difflib.unified_diff(before.splitlines(), after.splitlines(), n=0, lineterm="")
    return [line for line in found if line[0] in "+-" and line[:3] not in ("+++", "---")]


def test_a_form_sent_as_it_is_changes_nothing(draft):
    method, client = draft
    for place in ("head", "who", "way.start", "way.start.expects.training", "rhythm.quarterly", "forms.how_it_goes",
                  "forms.how_it_goes.questions.well", "documents.agreement", "goals.job"):  # fmt: skip
        assert changes(client, method, place) == []


def test_one_line_changes_and_remarks_stay(draft):
    method, client = draft
    assert changes(client, method, "way.start.expects.mapping", latest="5 veckor", optional="on") == [
        "-      - {id: mapping, name: Kartläggning, what: assessment, kind: mapping, by: coach, latest: 3 weeks}",
        "+      - {id: mapping, name: Kartläggning, what: assessment, kind: mapping, by: coach, latest: 5 weeks,"
        " optional: true}",
    ]
    assert [remark in method.draft for remark in REMARKS] == [True, True]
    assert changes(client, method, "way.start", lasts_most="3 månader", opens_earliest="1 vecka", may_skip="") == [
        "-    lasts: {usual: 4 weeks, most: 8 weeks}", "+    lasts: {usual: 4 weeks, most: 3 months}",
        "+    opens: {earliest: 1 week}", "+    may_skip: false",
    ]  # fmt: skip


def test_every_part_of_who_can_be_changed(draft):
    method, client = draft
    changes(client, method, "who", ages_to="35", parties=["pes", "region"], needs="Tid\nRo", orderers=["pes"])
    who = read(method.draft).who
    assert (who.ages.high, [one.kind for one in who.parties]) == (35, ["pes", "region"])
    assert ([need.sv for need in who.needs], who.orderers) == (["Tid", "Ro"], ("pes",))


def test_parts_are_added(draft):
    method, client = draft
    add = "add_method_part"
    after = {"opens_after": ["work"], "opens_when": "p.age >= 18"}
    changes(client, method, "way", add, name="Efteråt", name_en="Afterwards", **after)
    last = {"what": "meeting", "kind": "plan", "at": "1 vecka, 2 månader"}
    changes(client, method, "way.efterat.expects", add, name="Sista mötet", **last)
    choice = {"kind": "choice", "options": "Det ena\nDet andra"}
    changes(client, method, "forms.how_it_goes.questions", add, text="Vad?", **choice)
    met = {"kind": "plan", "agenda": "Hej\nHejdå", "minutes": "45", "calls": ["person"]}
    changes(client, method, "meetings", add, name="Start", **met)
    changes(client, method, "documents", add, name="Intyg", kind="certificate", signed_by=["coach"])
    changes(client, method, "goals", add, name="Mål två", met="p.goals > 0", share="70")
    changes(client, method, "forms", add, name="Nytt", asked="staff")
    said = read(method.draft)
    phase = said.way[2]
    assert (phase.id, phase.name.en, phase.opens.after, str(phase.expects[0].at[1])) == (
        "efterat", "Afterwards", ("work",), "2 months",
    )  # fmt: skip
    options = [(option.id, option.text.sv) for option in said.forms[0].questions[-1].options]
    assert options == [("det_ena", "Det ena"), ("det_andra", "Det andra")]
    assert (said.meetings[0].minutes, said.documents[1].signed_by, said.goals[1].share) == (45, ("coach",), 0.7)
    assert [form.id for form in said.forms] == ["how_it_goes", "nytt"]


def test_parts_are_moved_and_taken_away(draft):
    method, client = draft
    seen = fields(client, "method_part", method, "way.start.expects.training")["seen_version"]
    page = reverse("basis:method_part", args=[method.pk, "way.start.expects.training"])
    assert client.post(page, {"move": "up", "seen_version": seen}).status_code == 302
    method.refresh_from_db()
    assert [one.id for one in read(method.draft).way[0].expects] == ["training", "mapping"]
    away = reverse("basis:remove_method_part", args=[method.pk, "rhythm.quarterly"])
    assert client.post(away, {}).status_code == 302
    method.refresh_from_db()
    assert read(method.draft).rhythm == ()


def test_what_others_refer_to_is_not_taken_away(draft):
    method, client = draft
    response = client.post(reverse("basis:remove_method_part", args=[method.pk, "way.start.expects.mapping"]), {})
    method.refresh_from_db()
    assert (response.status_code, method.draft) == (422, REMARKED)
    assert "way.start.expects.training.after.1: mapping finns inte här" in response.content.decode()


@pytest.mark.parametrize(
    ("place", "typed", "field", "words"),
    [
        ("way.start", {"lasts_most": "snart"}, "lasts_most", "2 veckor"),
        ("way.start", {"lasts_most": "1 vecka"}, "lasts_least", "växa"),
        ("way.start", {"opens_after": ["work"]}, "opens_after", "väntar på sig själv"),
        ("way.work", {"opens_when": "p.salary > 3"}, "opens_when", "p.salary finns inte"),
        ("way.work", {"opens_when": "'map' in p.done"}, "opens_when", "map finns inte"),
        ("way.start", {"name": ""}, "name", "Skriv något här"),
        ("way.start.expects.mapping", {"earliest": "5 veckor"}, "", "Sista tiden"),
        ("way.start.expects.mapping", {"kind": "lottery"}, "kind", "Välj något i listan"),
        ("way.start.expects.mapping", {"what": "note"}, "kind", "inga slag"),
        ("goals.job", {"share": "200"}, "share", "för stort"),
        ("goals.job", {"met": "p.age +"}, "met", "slut för tidigt"),
        ("forms.how_it_goes.questions.well", {"kind": "choice"}, "", "options"),
        ("forms.how_it_goes.questions.why", {"when": "a.ill < 3"}, "when", "ill finns inte"),
    ],
)  # fmt: skip
def test_what_does_not_hold_is_told_at_the_field_and_stays_typed(draft, place, typed, field, words):
    method, client = draft
    data = fields(client, "method_part", method, place) | typed
    response = client.post(reverse("basis:method_part", args=[method.pk, place]), data)
    method.refresh_from_db()
    assert (response.status_code, method.draft) == (422, REMARKED)
    assert words in told(response, field)
    kept = sheet(response).data
    assert {name: kept.get(name) for name in typed if name != "kind" or typed[name] != "lottery"} == {
        name: value if isinstance(value, list) else [value] for name, value in typed.items() if value != "lottery"
    }


def test_two_who_write_at_once_are_told(draft):
    method, client = draft
    page = reverse("basis:method_part", args=[method.pk, "head"])
    mine = fields(client, "method_part", method, "head")
    changes(client, method, "goals.job", name="Jobb")
    response = client.post(page, mine | {"name": "Mitt"})
    assert (response.status_code, "Någon annan har ändrat" in response.content.decode()) == (422, True)
    method.refresh_from_db()
    assert ("Jobb" in method.draft, "Mitt" in method.draft) == (True, False)


def test_a_published_method_is_changed_as_the_next_version(draft, w):
    method, client = draft
    publish(method, by=actor(w.municipality, Role.COORDINATOR))
    method.refresh_from_db()
    changes(client, method, "goals.job", name="Jobb")
    assert ("version: 2" in method.draft, read(method.draft).version) == (True, 2)


def test_a_text_that_is_no_yaml_is_mended_as_text(draft):
    method, client = draft
    Method.objects.filter(pk=method.pk).update(draft="id: [\n")
    page = client.get(reverse("basis:method_parts", args=[method.pk])).content.decode()
    assert "Det här håller inte än" in page
    assert client.get(reverse("basis:method_part", args=[method.pk, "head"])).status_code == 404


@pytest.mark.parametrize("place", ["way.nothing", "way.start.id", "licence", "way.0", "way.-1", "who.ages", "way"])
def test_a_place_that_is_none_is_not_found(draft, place):
    method, client = draft
    assert client.get(reverse("basis:method_part", args=[method.pk, place])).status_code == 404


@pytest.mark.parametrize("pack", PACKS[::4], ids=lambda path: path.stem)
def test_a_pack_keeps_every_other_line(pack):
    text = pack.read_text()

    def change(tree) -> None:
        editing.put(tree["way"][0], ("purpose",), "En enda rad")

    kept = editing.with_change(text, change)
    assert [line for line in lines_changed(text, kept) if line[0] == "+"] == ["+    purpose: En enda rad"]
    assert (editing.with_change(text, lambda tree: None) == text, problems_of(kept)) == (True, [])


def test_dashes_right_under_their_name_stay_so():
    assert editing.with_change("a: 1\nway:\n- id: x\n  name: Ett\n- id: y\n", lambda t: t.update(a=2)) == (
        "a: 2\nway:\n- id: x\n  name: Ett\n- id: y\n"
    )


def test_the_lines_that_do_not_hold_are_shown_with_their_numbers():
    text = with_change("latest: 3 weeks", "latest: soon").replace("version: 1", "version: first")
    rows = [[(line.number, line.is_wrong) for line in run] for run in excerpts(text, problems_of(text))]
    assert rows == [[(1, False), (2, True), (3, False)], [(16, False), (17, True), (18, False)]]
