"""A document from the expected line to the signed paper, in the browser: made, ticked, signed, taken home."""

import datetime as dt
import io

import docx
import pytest
from django.urls import reverse
from pypdf import PdfReader

from samsyn.access import clock
from samsyn.access.errors import RuleBroken
from samsyn.basis.method.actions import take_in
from samsyn.basis.staff.models import Role
from samsyn.entry.enrolment.actions import enrol
from samsyn.journey.document import actions
from samsyn.journey.document.fingerprint import is_unchanged
from samsyn.journey.document.models import Document, Signature
from samsyn.journey.form.actions import fill
from samsyn.journey.method.shown import in_methods
from samsyn.journey.timeline.queries import happenings
from samsyn.web.operations.check import document_faults
from tests.basis.method.texts import WHOLE
from tests.factories.basis import actor, intervention
from tests.factories.entry import open_case
from tests.factories.form_page import Html

pytestmark = pytest.mark.usefixtures("code_lists")
START = clock.today() - dt.timedelta(days=30)
TEXT = WHOLE.replace(
    "  - {id: mapping, name: Kartläggning, what: assessment, kind: mapping, by: coach, latest: 3 weeks}\n",
    "  - {id: agreed, name: Överens, what: document, kind: agreement, latest: 3 weeks}\n"
    "      - {id: listed, name: Listan, what: document, kind: list}\n",
).replace("after: [mapping]", "after: [agreed]").replace(
    "goals:\n",
    """\
  - id: list
    name: {sv: Packlista, easy: Det här tar du med}
    kind: checklist
    body: [{heading: Ta med}, {checks: [Nyckel, Matlåda]}, {lines: 2}, {text: "{{ p.age }} år, {{ p.exit.reason }}"}]
  - id: course_paper
    name: Intyg
    kind: certificate
    body: [{text: "{{ name }} har varit här."}, {record: activities}]
goals:
""",
)


@pytest.fixture
def enrolled(w):
    """Somebody enrolled in an intervention that follows the method, and who enrolled them."""
    [version] = take_in([TEXT], by=None)
    offered = intervention(w, method=version.method, starts_on=START)
    by = actor(w.municipality, Role.COORDINATOR, unit=offered.owner_unit)
    with clock.at(START):
        case = open_case(by=by)
        return enrol(case, by=by, intervention=offered, starts_on=START), by


def posted(client, url, **changed) -> dict[str, list[str]]:
    """What stands in the form, with some of it changed."""
    [form] = [one for one in Html(client.get(url).content.decode()).forms if "seen_version" in one.controls]
    return form.data | changed


def make(client, enrolment, document="agreement", **changed) -> Document:
    url = reverse("document:make", args=[enrolment.pk, document])
    done = client.post(url, posted(client, url, **changed))
    assert done.status_code == 302, done.content.decode()
    return Document.objects.get(item__superseded_at=None, document=document)


def states(by, enrolment) -> dict[str, str]:
    """Where each expected document stands, by its id."""
    [one] = in_methods(happenings(enrolment.item.case, by), by)
    return {o.one.id: o.state for o in one.standing.occasions if o.one.what == "document"}


def test_from_the_expected_line_to_the_last_signature(enrolled, sign_in):
    enrolment, by = enrolled
    client = sign_in(by)
    fill(enrolment, by=by, form="how_it_goes", answers={"well_person": 4, "well": 4})
    way = client.get(reverse("method:way", args=[enrolment.item.case_id])).content.decode()
    assert reverse("document:make", args=[enrolment.pk, "agreement"]) in way
    draft = make(client, enrolment, draft="1", **{"part-1": "Jag heter Åsa Öst och vill ha det så här."})
    assert (draft.state, draft.item.state, states(by, enrolment)["agreed"]) == ("draft", "draft", "planned")
    url = reverse("document:correct", args=[draft.pk])
    assert client.post(url, posted(client, url)).status_code == 302
    made = Document.objects.get(item__superseded_at=None)
    assert [part["kind"] for part in made.parts] == ["heading", "text", "answers"]
    assert made.parts[1]["text"] == "Jag heter Åsa Öst och vill ha det så här."
    assert made.parts[2]["rows"] == [["Hur mår du? (personen)", "4"], ["Summa", "8"]]
    assert (made.stands, made.item.version, states(by, enrolment)["agreed"]) == ("Väntar på underskrift", 2, "planned")
    on_paper = {"way": "paper", "name": "Åsa Öst", "on": str(clock.today())}
    assert client.post(reverse("document:sign", args=[made.pk, "person"]), on_paper).status_code == 302
    assert client.post(reverse("document:sign", args=[made.pk, "coach"]), {"way": "here"}).status_code == 302
    made = Document.objects.get(pk=made.pk)
    signed = [(one.who, one.name, one.on_paper, one.sha256) for one in Signature.objects.order_by("at")]
    assert signed == [
        ("person", "Åsa Öst", True, made.sha256), ("coach", by.display_name, False, made.sha256),
    ]  # fmt: skip
    assert (made.state, made.item.state, states(by, enrolment)["agreed"]) == ("signed", "signed", "done")
    page = client.get(reverse("document:read", args=[made.pk])).content.decode()
    assert ("Åsa Öst" in page, made.sha256 in page, "stämmer inte" in page) == (True, True, False)


def test_what_was_signed_is_never_changed_and_a_new_version_is_signed_anew(enrolled, sign_in):
    enrolment, by = enrolled
    client = sign_in(by)
    made = make(client, enrolment)
    for who in ("person", "coach"):
        actions.sign(made, by=by, who=who, on_paper=True, name="Kim")
    was = Document.objects.get(pk=made.pk)
    url = reverse("document:correct", args=[made.pk])
    assert client.post(url, posted(client, url, draft="1")).status_code == 422
    assert client.post(url, posted(client, url, **{"part-1": "Något annat."})).status_code == 302
    now = Document.objects.get(item__superseded_at=None)
    assert (now.stands, now.signatures.count(), states(by, enrolment)["agreed"]) == (
        "Väntar på underskrift", 0, "planned",
    )  # fmt: skip
    then = Document.objects.get(pk=made.pk)
    assert (then.parts, then.sha256, then.signatures.count(), is_unchanged(then)) == (was.parts, was.sha256, 2, True)
    then.parts[1]["text"] = "Något som ingen skrev under."
    assert is_unchanged(then) is False


def test_boxes_are_ticked_until_somebody_has_signed(enrolled, sign_in):
    enrolment, by = enrolled
    client = sign_in(by)
    made = make(client, enrolment, "list")
    assert (made.stands, states(by, enrolment)["listed"]) == ("Klart", "done")
    sent = {"part-1": ["1", "7", "x"], "seen_version": made.sha256}
    assert client.post(reverse("document:tick", args=[made.pk]), sent).status_code == 302
    ticked = Document.objects.get(pk=made.pk)
    assert (ticked.parts[1]["ticked"], is_unchanged(ticked)) == ([1], True)
    assert ticked.parts[3]["text"].endswith("år, ……")
    text = "\n".join(one.text for one in docx.Document(io.BytesIO(take(client, made, "word"))).paragraphs)
    assert ("☐ Nyckel" in text, "☒ Matlåda" in text, "None" in text) == (True, True, False)
    assert Document.objects.get().item.version == 1


def take(client, made: Document, how: str) -> bytes:
    found = client.get(reverse(f"document:{how}", args=[made.pk]))
    assert found["Content-Disposition"].startswith("attachment; ")
    return found.content


@pytest.mark.parametrize(
    ("who", "said", "code"),
    [
        ("person", {"on_paper": False}, "ON_PAPER_ONLY"),
        ("person", {"on_paper": True}, "NAME_MISSING"),
        ("person", {"on_paper": True, "name": "Kim", "on": clock.today() + dt.timedelta(days=1)}, "DAY_AHEAD"),
        ("person", {"on_paper": True, "name": "Kim", "on": START}, "BEFORE_IT_WAS_MADE"),
        ("nobody", {"on_paper": True, "name": "Kim"}, "NO_SUCH_SIGNER"),
    ],
)
def test_signatures_that_do_not_hold_are_refused(enrolled, sign_in, who, said, code):
    enrolment, by = enrolled
    made = make(sign_in(by), enrolment)
    with pytest.raises(RuleBroken) as refused:
        actions.sign(made, by=by, who=who, **said)
    assert (refused.value.code, Signature.objects.count()) == (code, 0)


def test_nobody_signs_twice_or_a_draft(enrolled, sign_in):
    enrolment, by = enrolled
    draft = make(sign_in(by), enrolment, draft="1")
    with pytest.raises(RuleBroken, match="NOT_MADE"):
        actions.sign(draft, by=by, who="coach", on_paper=False)
    made = actions.keep(enrolment, by=by, document="agreement", parts=draft.parts, replaces=draft)
    actions.sign(made, by=by, who="coach", on_paper=False)
    with pytest.raises(RuleBroken, match="SIGNED_ALREADY"):
        actions.sign(made, by=by, who="coach", on_paper=False)


SCRIPT = "<script>alert('x')</script> & ]]> {{ p.age }}"


def test_what_is_typed_stands_as_typed_on_every_paper(enrolled, sign_in):
    enrolment, by = enrolled
    client = sign_in(by)
    made = make(client, enrolment, name="../../etc/Avtal <b>å</b>", **{"part-1": SCRIPT + "\x0bslut"})
    assert made.parts[1]["text"] == SCRIPT + "slut"
    page = client.get(reverse("document:paper", args=[made.pk])).content.decode()
    assert ("<script>alert" in page, "&lt;script&gt;alert" in page) == (False, True)
    pdf = client.get(reverse("document:pdf", args=[made.pk]))
    assert SCRIPT + "slut" in PdfReader(io.BytesIO(pdf.content)).pages[0].extract_text().replace("\n", " ")
    assert ("/" in pdf["Content-Disposition"], pdf["Content-Disposition"].endswith(".pdf")) == (False, True)
    word = docx.Document(io.BytesIO(take(client, made, "word")))
    assert SCRIPT + "slut" in [one.text for one in word.paragraphs]


def test_too_much_is_told_at_the_field_and_nothing_typed_is_lost(enrolled, sign_in):
    enrolment, by = enrolled
    client, url = sign_in(by), reverse("document:make", args=[enrolment.pk, "agreement"])
    found = client.post(url, posted(client, url, **{"part-1": "å" * 1_000_000}))
    page = found.content.decode()
    assert (found.status_code, Html(page).summary, Document.objects.count()) == (422, ["id_part-1"], 0)
    assert "å" * 1_000_000 in page


def test_a_certificate_tells_no_identity_number(enrolled, sign_in):
    enrolment, by = enrolled
    client, url = sign_in(by), reverse("document:make", args=[enrolment.pk, "course_paper"])
    found = client.post(url, posted(client, url, **{"part-0": "Kim, 19900101-2385, har varit här."}))
    assert (found.status_code, Document.objects.count()) == (422, 0)
    made = make(client, enrolment, "course_paper")
    assert enrolment.item.case.number not in PdfReader(io.BytesIO(take(client, made, "pdf"))).pages[0].extract_text()


def test_other_parties_reach_nothing_of_it(enrolled, sign_in, w):
    enrolment, by = enrolled
    made = make(sign_in(by), enrolment)
    stranger = sign_in(actor(w.pes))
    urls = [reverse(f"document:{page}", args=[made.pk]) for page in ("read", "correct", "paper", "pdf", "word")]
    urls += [reverse("document:make", args=[enrolment.pk, "agreement"])]
    urls += [reverse("document:sign", args=[made.pk, "person"])]
    assert [stranger.get(url).status_code for url in urls] == [404] * len(urls)
    assert stranger.post(reverse("document:tick", args=[made.pk]), {}).status_code == 404


def test_more_than_a_paper_holds_is_refused(enrolled):
    enrolment, by = enrolled
    for text in ("å" * 60_001, "å\n" * 1_002):
        with pytest.raises(RuleBroken, match="TOO_LONG"):
            actions.keep(enrolment, by=by, document="agreement", parts=[{"kind": "text", "text": text}])


def test_the_check_finds_a_signed_document_that_was_changed(enrolled):
    enrolment, by = enrolled
    made = actions.keep(enrolment, by=by, document="agreement", parts=[{"kind": "text", "text": "Tre dagar."}])
    actions.sign(made, by=by, who="person", on_paper=True, name="Kim")
    assert list(document_faults()) == []
    Document.objects.filter(pk=made.pk).update(parts=[{"kind": "text", "text": "Fem dagar."}])
    assert list(document_faults()) == [f"document {made.pk} does not say what was kept and signed"]


def test_an_association_has_its_own_look(enrolled, sign_in, settings, tmp_path):
    enrolment, by = enrolled
    client = sign_in(by)
    made = make(client, enrolment)
    look = docx.Document()
    look.sections[0].header.paragraphs[0].text = "Vårt förbund · {{ number }} · {{ other }}"
    look.add_paragraph("Före {{ title }}")
    look.add_paragraph("{{ body }}")
    look.add_paragraph("Efter")
    look.save(tmp_path / "mall.docx")
    settings.SAMSYN_DOCUMENT_TEMPLATE = str(tmp_path / "mall.docx")
    word = docx.Document(io.BytesIO(take(client, made, "word")))
    text = [one.text for one in word.paragraphs]
    assert (text[0], text[1], text[-1]) == ("Före Överenskommelse", "Överenskommelse", "Efter")
    assert word.sections[0].header.paragraphs[0].text == f"Vårt förbund · {made.case.number} · {{{{ other }}}}"
    (tmp_path / "mall.docx").write_bytes(b"not a file of Word")
    broken = client.get(reverse("document:word", args=[made.pk]))
    assert (broken.status_code, "Word-mallen" in broken.content.decode()) == (409, True)
