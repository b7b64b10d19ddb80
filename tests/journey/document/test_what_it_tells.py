"""What a document is filled in with, who may read it for that, and what a certificate never tells."""

import datetime as dt

import pytest
from django.urls import reverse

from samsyn.access import clock
from samsyn.access.errors import RuleBroken
from samsyn.basis.method.actions import take_in
from samsyn.basis.method.queries import document_of
from samsyn.basis.method.reading import problems_of
from samsyn.basis.staff.models import Role
from samsyn.entry.case.models import Category
from samsyn.entry.enrolment.actions import enrol
from samsyn.journey.activity.actions import write_activity
from samsyn.journey.document import actions
from samsyn.journey.document.models import Document
from samsyn.journey.document.parts import as_text, parts_of
from samsyn.journey.document.record import known_of
from samsyn.journey.form.actions import fill
from samsyn.journey.ladder.actions import rate
from samsyn.journey.livelihood.actions import Source, record
from samsyn.journey.plan.actions import write_goal
from tests.basis.method.texts import WHOLE
from tests.factories.basis import actor, intervention
from tests.factories.entry import assigned, confirmed_consent, ids, open_case

pytestmark = pytest.mark.usefixtures("code_lists")
START = clock.today() - dt.timedelta(days=30)
TEXT = WHOLE.replace("signed_by: [person, coach]", "signed_by: [person, pes]").replace(
    "goals:\n",
    """\
  - {id: closing, name: Slut, kind: final_documentation, body: [{record: goals}, {record: activities}, \
{record: ratings}, {record: livelihoods}]}
  - {id: course_paper, name: Intyg, kind: certificate, body: [{record: activities}, {record: ratings}]}
goals:
""",
)


@pytest.fixture
def enrolled(w):
    """Somebody with a goal, activities, a rating and an income; and who wrote it."""
    [version] = take_in([TEXT], by=None)
    offered = intervention(w, method=version.method, starts_on=START)
    by = actor(w.municipality, Role.COORDINATOR, unit=offered.owner_unit)
    with clock.at(START):
        case = open_case(by=by)
        enrolment = enrol(case, by=by, intervention=offered, starts_on=START)
    write_goal(case, by=by, text="Ett eget kafé i Åmål.")
    write_activity(case, by=by, title="Samtal på kliniken", kind="treatment", starts_on=START)
    write_activity(case, by=by, title="Köksträning", kind="work_training", starts_on=START)
    rate(enrolment, by=by, ladder="daily_life", values={"mornings": {"person": 2, "staff": 3}})
    record(case, by=by, moment="change", livelihoods=[Source("income_support", 100)])
    return enrolment, by


def told(enrolment, by, document: str) -> str:
    found = document_of(enrolment.method_version, document)
    return as_text(parts_of(found, known_of(enrolment, found, by)))


def test_the_record_in_words(enrolled, w):
    enrolment, by = enrolled
    said = told(enrolment, by, "closing").split("\n")
    assert said == [
        "Ett eget kafé i Åmål.",
        f"Samtal på kliniken, {w.municipality.name}, från {START}",
        f"Köksträning, {w.municipality.name}, från {START}",
        "Morgonen. Personen 2: Ibland Personalen 3: Alltid",
        f"Ekonomiskt bistånd, försörjningsstöd 100 %, från {clock.today()}",
    ]


def test_a_certificate_tells_of_work_and_learning_only(enrolled):
    enrolment, by = enrolled
    assert told(enrolment, by, "course_paper").split("\n") == [f"Köksträning, från {START}", "Morgonen: Alltid"]


@pytest.mark.parametrize(
    "part",
    ["record: livelihoods", "record: steps", "answers: how_it_goes", 'text: "{{ number }}"', 'text: "{{ p.age }}"'],
)
def test_a_text_that_would_tell_more_on_a_certificate_is_refused(part):
    faults = problems_of(TEXT.replace("kind: certificate, body: [", f"kind: certificate, body: [{{{part}}}, "))
    assert [fault.path for fault in faults] == ["documents.course_paper.body.1"]


def test_a_reader_needs_consent_for_all_that_stands_in_it(enrolled, sign_in, w):
    enrolment, by = enrolled
    case, reader = enrolment.item.case, actor(w.pes)
    confirmed_consent(case, by=by, to=[reader, by], categories=[Category.PLAN, Category.WORK_AND_STUDY])
    url = reverse("document:make", args=[enrolment.pk, "closing"])
    assert f'value="{w.pes.pk}"' not in sign_in(by).get(url).content.decode()
    assert f'value="{w.pes.pk}"' in sign_in(by).get(url.replace("closing", "agreement")).content.decode()
    with pytest.raises(RuleBroken, match="CONSENT_MISSING"):
        actions.keep(enrolment, by=by, document="closing", parts=[{"kind": "text", "text": "Slut"}], share=ids(w.pes))


def test_a_receiver_reads_what_is_made_and_signs_under_its_own_account(enrolled, sign_in, w):
    enrolment, by = enrolled
    case, reader = enrolment.item.case, actor(w.pes)
    confirmed_consent(case, by=by, to=[reader, by])
    assigned(case, reader)
    parts = [{"kind": "text", "text": "Vi är överens."}, {"kind": "checks", "items": ["En"], "ticked": []}]
    common = {"by": by, "document": "agreement", "parts": parts, "share": ids(w.pes)}
    draft = actions.keep(enrolment, is_draft=True, **common)
    client = sign_in(reader)
    assert client.get(reverse("document:read", args=[draft.pk])).status_code == 404
    made = actions.keep(enrolment, replaces=draft, **common)
    read = reverse("document:read", args=[made.pk])
    assert client.get(read).status_code == 200
    assert client.get(reverse("document:correct", args=[made.pk])).status_code == 404
    assert client.post(reverse("document:tick", args=[made.pk]), {"part-1": ["0"]}).status_code == 409
    assert client.get(reverse("document:sign", args=[made.pk, "person"])).status_code == 404
    assert client.post(reverse("document:sign", args=[made.pk, "pes"]), {"way": "here"}).status_code == 302
    actions.sign(made, by=by, who="person", on_paper=True, name="Test")
    signed = Document.objects.get(pk=made.pk)
    assert (signed.state, sorted(signed.signatures.values_list("who", "name"))) == (
        "signed", [("person", "Test"), ("pes", reader.display_name)],
    )  # fmt: skip
    filled = fill(enrolment, by=by, form="how_it_goes", answers={"well_person": 4}, share=ids(w.pes))
    assert client.get(reverse("form:read", args=[filled.pk])).status_code == 200
    assert "Underskrivet" in client.get(read).content.decode()
