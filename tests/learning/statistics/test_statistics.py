"""Statistics: asked on a page, as files, as JSON and of the library, with the same digits; and asked wrongly."""

import csv
import datetime as dt
import io
import json
import re
from urllib.parse import urlencode

import pytest
from django.urls import reverse
from django_tasks_db.models import DBTaskResult
from openpyxl import load_workbook

from samsyn.access import clock
from samsyn.access.models import AuditEntry
from samsyn.basis.staff.models import Role
from samsyn.cli import main
from samsyn.learning import extract
from samsyn.learning.statistics import answering
from samsyn.learning.statistics.models import Answer, SavedQuestion
from samsyn.learning.statistics.topics import TOPICS
from tests.factories.basis import actor, intervention, world
from tests.factories.pages import body
from tests.learning.statistics.people import renamed, study, tables, take

pytestmark = pytest.mark.usefixtures("code_lists")
HOME, FILE, API = "statistics:home", "statistics:csv", "statistics:api_answer"


@pytest.fixture
def officer(w):
    return actor(w.pes, Role.ASSOCIATION_OFFICER)


@pytest.fixture
def coordinator(w):
    return actor(w.municipality, Role.COORDINATOR)


@pytest.fixture
def own(w):
    return take(study(w, w.municipality))


@pytest.fixture
def common(w):
    return take(study(w))


def ask(client, name=HOME, **asked):
    return client.get(f"{reverse(name)}?{urlencode(asked)}")


# --- the same digits ---


def test_page_file_api_command_and_library_give_the_same_digits(own, coordinator, sign_in, capsys):
    from samsyn.evidence import cohort, describe
    from samsyn.evidence.tables import Tables

    client, asked = sign_in(coordinator), {"measure": "to_work_or_studies", "counted": "ended", "sex": "woman"}
    tables = Tables.from_folder(extract.current(own.study))
    chosen = cohort.choose(tables, cohort=cohort.Cohort(counted="ended", sexes=("woman",)))
    expected = describe.to_work_or_studies(chosen)
    n, of = int(expected.numerator), int(expected.denominator)

    told = json.loads(body(ask(client, API, **asked)))["answers"][0]["result"]
    rows = list(csv.DictReader(io.StringIO(body(ask(client, FILE, **asked)).lstrip("\ufeff"))))
    page = body(ask(client, **asked))

    assert (told["numerator"], told["denominator"], told["estimate"]) == (n, of, expected.estimate)
    assert told["interval"] == {
        "low": expected.interval.low, "high": expected.interval.high, "level": 0.95, "method": "wilson"
    }  # fmt: skip
    assert (float(rows[0]["numerator"]), float(rows[0]["denominator"])) == (n, of)
    assert float(rows[0]["estimate"]) == expected.estimate
    assert f"<h1>{n} av {of} ({expected.estimate:.0%})".replace("%)", "\N{NO-BREAK SPACE}%)") in page
    assert told["exclusions"] == dict(expected.exclusions)
    book = load_workbook(io.BytesIO(b"".join(ask(client, "statistics:xlsx", **asked))))
    assert book["numbers"]["L2"].value == expected.estimate
    folder = str(extract.current(own.study))
    command = ["--folder", folder, "--report", "to_work_or_studies", "--counted", "ended", "--sex", "woman", "--json"]
    assert main(["evidence", "describe", *command]) == 0
    printed = json.loads(capsys.readouterr().out)
    assert {name: printed[name] for name in told if name not in ("parts", "details")} == {
        name: value for name, value in told.items() if name not in ("parts", "details")
    }
    assert [one["numerator"] for one in printed["parts"]] == [one["numerator"] for one in told["parts"]]


@pytest.mark.parametrize("measure", list(TOPICS))
def test_each_question_says_a_finding_and_what_it_cannot_say(measure, own, coordinator, sign_in):
    source = {"source": "income_support"} if TOPICS[measure].needs_source else {}

    response = ask(sign_in(coordinator), measure=measure, **source)

    page = body(response)
    assert response.status_code == 200
    assert Answer.objects.get().state == "ready", Answer.objects.get().content
    assert str(TOPICS[measure].cannot) in page
    assert page.count("<table") >= 1
    assert any(figure.isdigit() for figure in page.partition("<h1>")[2].partition("</h1>")[0])


@pytest.mark.parametrize("measure", ["occupation", "exit_reason", "to_work_or_studies", "time_to_exit"])
def test_others_stand_beside_with_their_bases(measure, own, coordinator, sign_in):
    client, asked = sign_in(coordinator), {"measure": measure, "compare": "interventions"}

    answers = json.loads(body(ask(client, API, **asked)))["answers"]
    page = body(ask(client, **asked))

    names = [one["of"].get("intervention", "") for one in answers]
    assert names == ["", *sorted(names[1:])]
    assert len(names) == 7
    assert all(f">{name}<" in page for name in names[1:])
    assert all(f"{one['result']['n']} " in page for one in answers)


# --- who is answered how ---


def test_who_may_not_read_the_persons_is_answered_through_disclosure_control(own, common, officer, sign_in):
    told = json.loads(body(ask(sign_in(officer), API, measure="to_work_or_studies", first="2024-03-05")))

    exact = Answer.objects.get()
    assert (told["audience"], exact.snapshot_id) == ("association", common.pk)
    assert told["question"]["first"] == "2024-01-01"
    assert "ändrat slumpvis" in told["answers"][0]["result"]["method"]["sv"]
    assert "cell_key" not in json.dumps(told)


def test_a_link_gives_each_reader_their_own_answer(own, common, officer, coordinator, sign_in):
    asked = {"measure": "exit_reason", "counted": "ended"}

    for reader in (coordinator, officer, coordinator):
        ask(sign_in(reader), **asked)

    kept = Answer.objects.order_by("audience")
    assert [(one.audience, one.snapshot_id) for one in kept] == [("association", common.pk), ("inside", own.pk)]
    assert {one.question for one in kept} == {"measure=exit_reason&counted=ended"}


@pytest.mark.parametrize("role", [Role.CASEWORKER, Role.AUDITOR, Role.SYSTEM_ADMINISTRATOR, Role.GROUP_MEMBER])
def test_others_get_no_statistics(role, w, own, sign_in):
    client = sign_in(actor(w.municipality, role))

    assert [ask(client, name, measure="numbers").status_code for name in (HOME, FILE, API)] == [403, 403, 403]
    assert not Answer.objects.exists()


def test_another_party_and_another_association_have_nothing_to_count_on(own, w, sign_in):
    other = world()

    for reader in (actor(w.pes, Role.COORDINATOR), actor(other.municipality, Role.COORDINATOR)):
        assert ask(sign_in(reader), API, measure="numbers").status_code == 404


# --- kept ---


def test_an_answer_is_kept_and_goes_with_its_snapshot(own, coordinator, sign_in):
    client, asked = sign_in(coordinator), {"measure": "numbers"}
    ask(client, **asked)
    first = Answer.objects.get()

    ask(client, **asked)
    assert Answer.objects.get() == first
    take(own.study)
    ask(client, **asked)
    assert Answer.objects.count() == 2
    own.delete()
    assert Answer.objects.count() == 1


def test_many_are_counted_by_the_worker_while_the_page_tells_how_far(w, coordinator, sign_in):
    take(study(w, w.municipality), size=1_000_000)
    client = sign_in(coordinator)

    waiting = body(ask(client, measure="numbers"))
    assert "data-following" in waiting
    assert "Visa när det är klart" in waiting
    assert ask(client, API, measure="numbers").status_code == 202

    assert DBTaskResult.objects.ready().count() == 1
    with clock.at(clock.now() + dt.timedelta(minutes=3)):
        ask(client, measure="numbers")
    assert DBTaskResult.objects.ready().count() == 2
    answering.count_waiting.call(str(Answer.objects.get().pk))

    done = body(ask(client, measure="numbers"))
    assert "data-following" not in done
    assert " deltaganden</h1>" in done


def test_what_failed_is_counted_again_when_it_is_asked_later(own, coordinator, sign_in):
    client = sign_in(coordinator)
    ask(client, measure="numbers")
    Answer.objects.update(state="refused", content=answering.FAILED)

    assert "Det gick fel när frågan räknades." in body(ask(client, measure="numbers"))
    with clock.at(clock.now() + dt.timedelta(minutes=3)):
        assert " deltaganden</h1>" in body(ask(client, measure="numbers"))


# --- saved ---


def test_a_question_is_saved_shared_and_taken_away(own, common, w, coordinator, officer, sign_in):
    client, address = sign_in(coordinator), f"{reverse('statistics:save')}?measure=numbers"
    client.post(address, {"name": "Till styrelsen", "is_shared": "on"})
    client.post(address, {"name": "Min egen"})

    seen = body(sign_in(officer).get(reverse(HOME)))
    assert ("Till styrelsen" in seen, "Min egen" in seen) == (True, False)
    theirs = SavedQuestion.objects.get(name="Till styrelsen")
    assert sign_in(officer).post(reverse("statistics:forget", args=[theirs.pk])).status_code == 409
    client.post(reverse("statistics:forget", args=[theirs.pk]))
    assert "Till styrelsen" not in body(sign_in(officer).get(reverse(HOME)))
    assert AuditEntry.objects.filter(verb="statistics.forget", kind="change").count() == 1


# --- asked wrongly ---


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ({"measure": "x"}, "”x” finns inte att välja. Välj något i listan."),
        ({"measure": "numbers", "first": "2025-02-01", "last": "2025-01-01"}, "Slutet ligger före början."),
        ({"measure": "numbers", "first": "2025-02-31"}, "Skriv en dag som finns"),
        ({"measure": "numbers", "intervention": "<script>x</script>"}, "”&lt;script&gt;x&lt;/script&gt;” finns inte"),
        ({"measure": "livelihood_given"}, "Välj vilken försörjning de hade före."),
        ({"measure": "flow", "split": "sex"}, "Den här frågan går inte att dela upp."),
        ({"measure": "time_to_exit", "counted": "ended"}, "Frågan följer alla från början."),
        ({"measure": "numbers", "split": "sex", "compare": "years"}, "Dela upp eller jämför, inte båda."),
        ({"first": "2025-02-01"}, "Välj en fråga."),
    ],
)
def test_what_is_wrong_is_said_and_what_was_typed_is_kept(asked, said, own, coordinator, sign_in):
    client = sign_in(coordinator)
    response = ask(client, **asked)

    page = body(response)
    assert response.status_code == 422
    assert said in page
    assert asked.get("first", "") in page
    assert ask(client, API, **asked).status_code == 422
    assert not Answer.objects.exists()


def test_an_empty_cohort_says_what_to_do(own, coordinator, sign_in):
    client, asked = sign_in(coordinator), {"measure": "numbers", "first": "1950-01-01", "last": "1950-12-31"}
    said = "Det finns ingen att räkna bland dem du valde. Välj en längre period eller färre villkor."

    assert said in body(ask(client, **asked))
    told = ask(client, API, **asked)
    assert told.status_code == 422
    assert json.loads(body(told))["refusal"] == {"code": "EMPTY_COHORT", "message": said}


@pytest.mark.parametrize("measure", ["time_to_exit", "length_of_stay", "step_moves", "occupation"])
def test_the_association_may_part_what_it_asks(measure, common, officer, sign_in):
    page = body(ask(sign_in(officer), measure=measure, split="sex"))

    assert Answer.objects.get().state == "ready", Answer.objects.get().content
    assert "Kvinnor" in page


def test_a_nought_after_noise_is_not_read_as_nobody(common, officer, sign_in):
    client, asked = sign_in(officer), {"measure": "exit_reason", "split": "education"}

    parts = json.loads(body(ask(client, API, **asked)))["answers"][0]["result"]["parts"]
    noughts = [one for one in parts if one["numerator"] == 0 and one["denominator"]]
    assert noughts
    assert all(one["details"]["none_or_few"] and one["interval"] is None for one in noughts)
    assert f"ingen eller få av {noughts[0]['denominator']:.0f}" in body(ask(client, **asked))


def test_every_thing_that_is_counted_has_words(own, coordinator, sign_in):
    client = sign_in(coordinator)
    for asked in ({"measure": "step_moves"}, {"measure": "livelihood_given", "source": "income_support"}):
        page = body(ask(client, **asked)).partition("<h1>")[2].partition('<h2>Ta med')[0]
        assert not re.findall(r">[^<]*[a-z]_[a-z][^<]*<", page)


# --- files ---


def test_a_workbook_holds_no_formula_and_the_paper_is_a_pdf(own, w, coordinator, sign_in):
    name = "=HYPERLINK(1)"
    intervention(w, name=name)
    take(own.study, made=renamed(tables(), name))
    client, asked = sign_in(coordinator), {"measure": "numbers", "intervention": name, "compare": "years"}

    book = load_workbook(io.BytesIO(b"".join(ask(client, "statistics:xlsx", **asked))))
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row if cell.value is not None]
    assert any(cell.value == name for cell in cells)
    assert {cell.data_type for cell in cells} == {"s", "n"}
    assert f"'{name}" in body(ask(client, FILE, **asked))
    assert b"".join(ask(client, "statistics:pdf", **asked)).startswith(b"%PDF-1.7")


def test_the_day_of_the_tables_is_the_same_everywhere(w, coordinator, sign_in):
    client, asked = sign_in(coordinator), {"measure": "numbers"}
    with clock.at(dt.datetime(2036, 3, 1, 23, 30, tzinfo=dt.UTC)):
        own = take(study(w, w.municipality))
        page, home = body(ask(client, **asked)), body(ask(client))
        rows = list(csv.DictReader(io.StringIO(body(ask(client, FILE, **asked)).lstrip("\ufeff"))))

    assert own.made_at.date().isoformat() == "2036-03-01"
    assert {row["snapshot_taken_on"] for row in rows} == {"2036-03-02"}
    assert all("2036-03-02" in one and "2036-03-01" not in one for one in (page, home))
