"""Thirty and more texts that do not hold: each is refused with line, place and remedy, and nothing is taken in."""

# ruff: noqa: E501 - one broken place a line

import time

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from samsyn.basis.method.actions import PackError, load_packs
from samsyn.basis.method.models import Method, MethodVersion
from samsyn.basis.method.reading import MOST_BYTES, MethodError, read
from samsyn.basis.staff.models import Role
from samsyn.cli import main
from tests.basis.method.texts import WHOLE, with_change
from tests.factories.basis import actor
from tests.factories.form_page import Html

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("code_lists")]

BOMB = "a: &a [x, x]\nb: &b [*a, *a]\nc: &c [*b, *b]\n"
BROKEN = {
    "a circle of phases": (with_change("    lasts: {usual", "    opens: {after: [work]}\n    lasts: {usual"), 15, "väntar på sig själv"),
    "a circle of things": (with_change("kind: mapping, by: coach", "kind: mapping, after: [training], by: coach"), 17, "väntar på sig"),
    "a circle of modules": (with_change("kind: overview}", "kind: overview, part_of: getting_up}"), 31, "väntar på sig själv"),
    "an unknown phase": (with_change("after: [start]", "after: [begin]"), 21, "begin finns inte"),
    "an unknown thing before": (with_change("after: [mapping]", "after: [map]"), 18, "map finns inte"),
    "an unknown form": (with_change("kind: how_it_goes, latest", "kind: how, latest"), 23, "how finns inte"),
    "a form without kind": (with_change("what: form, kind: how_it_goes,", "what: form,"), 23, "finns inte"),
    "an unknown role": (with_change("by: coach", "by: boss"), 17, "boss finns inte"),
    "an unknown kind of activity": (with_change("kind: work_training, latest", "kind: gardening, latest"), 18, "gardening finns inte"),
    "an unknown livelihood": (with_change("[income_support]", "[lottery]"), 8, "lottery finns inte"),
    "an unknown party": (with_change("{kind: pes}", "{kind: police}"), 9, "police finns inte"),
    "an unknown code in a goal": (with_change("l.kind == 'wage_subsidy'", "l.kind == 'wage'"), 47, "wage finns inte"),
    "an unknown form in a document": (with_change("{answers: how_it_goes}", "{answers: other}"), 45, "other finns inte"),
    "an unknown module above": (with_change("part_of: mornings", "part_of: evenings"), 32, "evenings finns inte"),
    "a time that is none": (with_change("latest: 3 weeks", "latest: soon"), 17, "2 weeks"),
    "a negative time": (with_change("latest: 3 weeks", "latest: -3 weeks"), 17, "2 weeks"),
    "a time of hundred years": (with_change("latest: 3 weeks", "latest: 100 years"), 17, "tio år"),
    "ends before it starts": (with_change("latest: 3 weeks", "earliest: 4 weeks, latest: 3 weeks"), 17, "före första"),
    "after the phase": (with_change("latest: 6 weeks", "earliest: 5 months"), 18, "fasen är slut"),
    "lasts in the wrong order": (with_change("{usual: 4 weeks, most: 8 weeks}", "{usual: 9 weeks, most: 8 weeks}"), 15, "växa"),
    "again and again at nothing": (with_change("every: 3 months", "every: 0 days"), 25, "noll"),
    "at and every": (with_change("every: 3 months", "every: 3 months, at: [1 week]"), 25, "antingen"),
    "a reminder before the last time": (with_change("remind: 1 week", "remind: 4 months"), 25, "kortare"),
    "ages backwards": (with_change("{from: 16, to: 29}", "{from: 29, to: 16}"), 7, "större"),
    "an unknown function": (with_change("p.activities.exists(a, a.kind == 'work_training')", "system(p.age)"), 21, "system finns inte"),
    "a function of patterns": (with_change("p.activities.exists(a, a.kind == 'work_training')", "'aaa'.matches('(a+)+$')"), 21, "matches finns inte"),
    "an unknown word of the record": (with_change("p.activities.exists(a, a.kind == 'work_training')", "p.salary > 3"), 21, "p.salary finns inte"),
    "an unknown field": (with_change("a.kind == 'work_training'", "a.sort == 'work_training'"), 21, "sort finns inte"),
    "an unknown name": (with_change("p.activities.exists(a, a.kind == 'work_training')", "me.age > 3"), 21, "me finns inte"),
    "an expression cut off": (with_change("a.kind == 'work_training')", "a.kind =="), 21, "går inte att läsa"),
    "an expression that is a number": (with_change("p.activities.exists(a, a.kind == 'work_training')", "p.age + 1"), 21, "true, false"),
    "loops in loops": (
        with_change(
            "p.activities.exists(a, a.kind == 'work_training')",
            "p.steps.all(a, p.steps.all(b, p.steps.all(c, true)))",
        ), 21, "högst en annan",
    ),
    "a very long expression": (with_change("a.kind == 'work_training'", " || ".join(["a.kind == 'other'"] * 90)), 21, "för långt"),
    "an expression about nobody": (with_change("a.well < 3", "b.well < 3"), 38, "b finns inte"),
    "a word in a document that is none": (with_change("{{ name }}", "{{ secret }}"), 45, "secret finns inte"),
    "twice the same id": (with_change("id: training", "id: mapping"), 18, "mapping finns redan"),
    "twice the same key": (with_change("version: 1\n", "version: 1\nversion: 2\n"), 3, "två gånger"),
    "two questions alike": (with_change("{id: why,", "{id: well,"), 36, "två gånger"),
    "no name": (with_change("name: {sv: Provet, en: The trial}\n", ""), 1, "saknas"),
    "no Swedish name": (with_change("{sv: Provet, en: The trial}", "{en: The trial}"), 3, "saknas"),
    "an empty name": (with_change("name: Kartläggning", "name: ''"), 17, "stå något"),
    "an unknown word of the text": (with_change("purpose:", "purpos:"), 14, "purpos finns inte"),
    "a way without phases": (with_change("way:\n", "way: []\nold:\n"), 11, "Minst en"),
    "an id with capitals": (with_change("id: start", "id: Start"), 12, "små bokstäver"),
    "a number as a word": (with_change("version: 1", "version: first"), 2, "heltal"),
    "a choice without options": (with_change("kind: scale, scale: {from: 1, to: 5}", "kind: choice"), 37, "options"),
    "a ladder without steps": (with_change("    steps: [Inte alls, Ibland, Alltid]\n", ""), 30, "inga steg"),
    "a part with two contents": (with_change("{heading: Vi är överens}", "{heading: A, text: B}"), 45, "precis en"),
    "a share of two": (with_change("share: 0.35", "share: 2"), 47, "för stort"),
    "an unknown state of an activity": (with_change("p.activities.exists(a, a.kind == 'work_training')", "p.activities.exists(a, a.state == 'begun')"), 21, "begun finns inte"),
    "an unknown state of a meeting": (with_change("p.activities.exists(a, a.kind == 'work_training')", "p.meetings.exists(m, m.state in ['held', 'over'])"), 21, "over finns inte"),
    "an own meeting, known by its kind": (with_change("goals:\n", "meetings: [{id: welcome, name: Hej, kind: plan}]\ngoals:\n").replace("p.activities.exists(a, a.kind == 'work_training')", "p.meetings.exists(m, m.kind == 'welcome')"), 21, "welcome finns inte"),
    "an unknown state of a workplace": (with_change("p.activities.exists(a, a.kind == 'work_training')", "p.workplaces.exists(w, w.state == 'open')"), 21, "open finns inte"),
    "an unknown state of a document": (with_change("p.activities.exists(a, a.kind == 'work_training')", "p.documents.exists(d, d.state == 'sent')"), 21, "sent finns inte"),
    "an unknown direction": (with_change("p.activities.exists(a, a.kind == 'work_training')", "p.steps.exists(s, s.direction == 'up')"), 21, "up finns inte"),
    "an unknown party of an activity": (with_change("p.activities.exists(a, a.kind == 'work_training')", "p.activities.exists(a, a.party == 'church')"), 21, "church finns inte"),
    "an unknown phase in a condition": (with_change("p.activities.exists(a, a.kind == 'work_training')", "p.phases.begin == 'ended'"), 21, "begin finns inte"),
    "an unknown state of a phase": (with_change("p.activities.exists(a, a.kind == 'work_training')", "p.phases.start == 'done'"), 21, "done finns inte"),
    "an unknown state of a phase in a list": (with_change("p.activities.exists(a, a.kind == 'work_training')", "p.phases['start'] in ['ended', 'over']"), 21, "over finns inte"),
    "an unknown thing in what is done": (with_change("p.activities.exists(a, a.kind == 'work_training')", "'map' in p.done"), 21, "map finns inte"),
    "a phase in what is done": (with_change("p.activities.exists(a, a.kind == 'work_training')", "'start' in p.done"), 21, "p.phases.start"),
    "an unknown question": (with_change("p.activities.exists(a, a.kind == 'work_training')", "p.forms.exists(f, f.id == 'how_it_goes' && f.answers.ill > 1)"), 21, "ill finns inte"),
    "an unknown score": (with_change("p.activities.exists(a, a.kind == 'work_training')", "p.forms.exists(f, f.id == 'how_it_goes' && f.scores.total > 1)"), 21, "total finns inte"),
    "an unknown decision": (with_change("p.activities.exists(a, a.kind == 'work_training')", "p.decisions.exists(d, d.id == 'maybe')"), 21, "maybe finns inte"),
    "an unknown answer": (with_change("{id: why, text: Varför?, when: a.well < 3}", "{id: why, text: Varför?, kind: choice, options: [{id: ill, text: Sjuk}]}").replace("a.kind == 'work_training')", "true) && p.forms.exists(f, f.answers.why == 'tired')"), 21, "tired finns inte"),
    "a word for yes": (with_change("{id: why, text: Varför?, when: a.well < 3}", "{id: why, text: Varför?, kind: yes_no}").replace("a.kind == 'work_training')", "true) && p.forms.exists(f, f.answers.why == 'yes')"), 21, "true eller false"),
    "a question that the form has not": (with_change("a.well < 3", "a.ill < 3"), 38, "ill finns inte"),
    "a score of no question": (with_change("a.well * 2", "a.ill * 2"), 39, "ill finns inte"),
    "an unknown outcome": (with_change("kind: mapping, by: coach, latest: 3 weeks", "kind: mapping, by: coach}\n      - {id: go_on, name: Vidare, what: decision, options: [{id: yes, text: Ja}, {id: no, text: Nej}]").replace("p.activities.exists(a, a.kind == 'work_training')", "p.decisions.exists(d, d.id == 'go_on' && d.outcome == 'perhaps')"), 22, "perhaps finns inte"),
    "outcomes of what is no decision": (with_change("what: activity, kind: work_training", "what: activity, options: [{id: a, text: A}], kind: work_training"), 18, "what: decision"),
    "the same outcome twice": (with_change("what: activity, kind: work_training", "what: decision, options: [{id: a, text: A}, {id: a, text: B}]"), 18, "två gånger"),
    "an unknown code in what ends a phase": (with_change("    lasts: {usual", "    ends: {when: \"'map' in p.done\"}\n    lasts: {usual"), 15, "map finns inte"),
    "a kind where there is none": (with_change("what: follow_up, every", "what: follow_up, kind: other, every"), 25, "Ta bort kind"),
    "a list for a word": (with_change("what: activity, kind: work_training", "what: activity, kind: [work_training]"), 18, "inte en lista"),
    "a list for words": (with_change("name: Arbetsträning", "name: [Arbetsträning]"), 18, "inte en lista"),
    "a list for a time": (with_change("latest: 6 weeks", "latest: [6 weeks]"), 18, "inte en lista"),
    "a tab": (with_change("version: 1", "version:\n\t1"), 3, "tabb"),
    "brackets that do not close": (with_change("[{kind: pes}, {kind: municipality}]", "[{kind: pes}, {kind"), 10, "YAML"),
    "shortcuts that grow": (BOMB, 1, "Genvägar"),
    "a type of its own": ("id: !!python/object:os.system x\n", 1, "typer"),
    "too deep": ("a: " + "[" * 40 + "]" * 40, 1, "för djup"),
    "a list": ("- a\n- b\n", 1, "id, version"),
    "nothing": ("", 1, "id, version"),
    "not text": (b"id: \xff\xfe\n", 1, "UTF-8"),
    "five megabytes": ("a: " + "x" * 5_000_000, 0, "MB"),
}  # fmt: skip


def test_the_whole_text_holds():
    method = read(WHOLE)
    assert (method.id, len(method.way), len(method.expectations())) == ("provet", 2, 4)


@pytest.mark.parametrize("name", BROKEN)
def test_a_broken_text_is_refused_with_line_and_remedy(name, tmp_path):
    text, line, words = BROKEN[name]
    began = time.monotonic()
    with pytest.raises(MethodError) as refused:
        read(text)
    found = [(problem.line, str(problem.words)) for problem in refused.value.problems]
    assert any(at == line and words in said for at, said in found), found
    assert time.monotonic() - began < 5
    (tmp_path / "bruten.yaml").write_bytes(text if isinstance(text, bytes) else text.encode())
    (tmp_path / "hel.yaml").write_text(WHOLE)
    with pytest.raises(PackError, match="bruten.yaml"):
        load_packs(tmp_path)
    assert (Method.objects.count(), MethodVersion.objects.count()) == (0, 0)


def test_a_text_is_taken_in_once(tmp_path):
    file = tmp_path / "provet.yaml"
    file.write_text(WHOLE)
    assert [v.number for v in load_packs(tmp_path)] == [1]
    assert load_packs(tmp_path) == []
    file.write_text(WHOLE.replace("En liten metod.", "En annan."))
    with pytest.raises(PackError, match="provet.yaml: rad 2: version: Version 1 finns redan .* Skriv minst 2"):
        load_packs(tmp_path)
    file.write_text(WHOLE.replace("version: 1", "version: 2"))
    assert [v.number for v in load_packs(tmp_path)] == [2]


def test_all_problems_are_told_at_once():
    text = with_change("latest: 3 weeks", "latest: soon").replace("version: 1", "version: first")
    with pytest.raises(MethodError) as refused:
        read(text)
    assert [(p.line, p.path) for p in refused.value.problems] == [(2, "version"), (17, "way.start.expects.mapping.latest")]


def test_a_fault_inside_is_told_once_and_where_it_is():
    with pytest.raises(MethodError) as refused:
        read(with_change("latest: 3 weeks", "latest: soon"))
    assert [(p.line, p.path) for p in refused.value.problems] == [(17, "way.start.expects.mapping.latest")]


HOLDS = {
    "another form's question": "p.forms.exists(f, f.id == 'how_it_goes' && f.answers.well_staff > 1)",
    "any form": "p.forms.exists(f, has(f.answers.well) && f.scores.sum > 3)",
    "phases and things": "p.phases.start in ['ended', 'skipped'] && !('mapping' in p.done)",
    "states": "p.activities.exists(a, a.state != 'done' && a.party == 'pes') && p.steps.all(s, s.direction != 'back')",
    "words that are no codes": "p.decisions.exists(d, d.id == 'mapping' && d.outcome == 'Det gick bra')",
}


@pytest.mark.parametrize("name", HOLDS)
def test_what_exists_may_be_asked(name):
    text = with_change("p.activities.exists(a, a.kind == 'work_training')", HOLDS[name])
    assert read(text).way[1].opens.when == HOLDS[name]


def test_a_purse_without_a_limit_and_a_decision_with_outcomes_hold():
    text = with_change("goals:\n", "purse: {decided_by: pes}\ngoals:\n").replace(
        "what: activity, kind: work_training", "what: decision, options: [{id: yes, text: Ja}, {id: no, text: Nej}]"
    )
    method = read(text)
    decision = method.way[0].expects[1]
    assert (method.purse.most_per_person, [one.id for one in decision.options]) == (None, ["yes", "no"])


def test_the_size_is_limited_before_anything_is_read():
    assert len(WHOLE.encode()) < MOST_BYTES
    with pytest.raises(MethodError, match="1\\.0 MB"):
        read(WHOLE + "#" * MOST_BYTES)


REFUSED = ("shortcuts that grow", "a type of its own", "five megabytes", "not text", "nothing", "a circle of phases")


@pytest.mark.parametrize("name", REFUSED)
def test_a_broken_text_is_refused_in_the_browser_too(name, w, sign_in):
    text = BROKEN[name][0]
    client = sign_in(actor(w.municipality, Role.COORDINATOR))
    raw = text if isinstance(text, bytes) else text.encode()
    file = SimpleUploadedFile("metod.yaml", raw, "application/yaml")
    sent = [{"file": file}] + ([] if isinstance(text, bytes) else [{"text": text}])
    answers = [client.post(reverse("basis:import_method"), data) for data in sent]
    assert [answer.status_code for answer in answers] == [422] * len(answers)
    assert Method.objects.count() == 0


def test_a_file_with_codes_that_are_not_here_is_shown_with_its_lines_and_can_be_mended(w, sign_in):
    text = with_change("[income_support]", "[lottery]")
    client = sign_in(actor(w.municipality, Role.COORDINATOR))
    file = SimpleUploadedFile("metod.yaml", text.encode(), "application/yaml")
    answer = client.post(reverse("basis:import_method"), {"file": file}).content.decode()
    assert '<li id="rad-8" value="8"><mark>  livelihoods: [lottery]</mark></li>' in answer
    typed = next(form for form in Html(answer).forms if "data-warn-unsaved" in form.attrs).data["text"][0]
    assert typed.strip() == text.strip()
    assert client.post(reverse("basis:import_method"), {"text": typed.replace("lottery", "none")}).status_code == 302
    assert [method.slug for method in Method.objects.all()] == ["provet"]


def test_the_command_line_tells_a_broken_text_without_a_stack_trace(tmp_path, capsys):
    (tmp_path / "hel.yaml").write_text(WHOLE)
    (tmp_path / "bruten.yaml").write_text(with_change("after: [start]", "after: [begin]"))
    status = main(["import", "methods", "--folder", str(tmp_path)])
    told = capsys.readouterr()
    assert (status, Method.objects.count()) == (1, 0)
    assert ("bruten.yaml: rad 21: way.work.opens.after.1: begin finns inte" in told.err, "Traceback" in told.err) == (True, False)
