"""A printed report comes in by command and page, and goes out as it came; its people never meet real cases."""

from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from samsyn import cli
from samsyn.basis.code_list.reading import load_all
from samsyn.basis.staff.models import Role
from samsyn.entry.person.models import Person
from samsyn.evidence import published
from samsyn.learning.published.actions import load_report
from samsyn.learning.published.models import ConstructedTable, PublishedReport
from samsyn.learning.published.queries import constructed
from tests.factories.basis import actor

KV = Path("reference/published/kv")
SMALL = b"table,category,woman,man,anonymous,total\nage,young,1,2,0,3\nage,total,1,2,0,3\n"


@pytest.fixture(scope="module")
def report():
    return published.read(KV)


@pytest.fixture
def kept(db, report):
    return load_report(report, by=None)


@pytest.fixture
def evaluator(w):
    return actor(w.pes, Role.EVALUATOR)


def run(*arguments: str) -> int:
    return cli.main(arguments)


def test_the_command_reads_in_and_prints_byte_for_byte(db, capsys):
    assert run("import", "published", str(KV)) == 0
    assert "11 of 12 tables come out" in capsys.readouterr().out

    assert run("tables", "published", "--csv") == 0
    printed = capsys.readouterr()
    assert printed.out.encode() == (KV / "sus_2009.csv").read_bytes()
    assert "other_obstacles is published, not reproducible" in printed.err
    assert "row 41, column total" in printed.err


def test_what_is_printed_is_counted_from_the_kept_people(kept, capsys):
    """Without the livelihoods nobody has answered that: the printed cells are not echoed."""
    ConstructedTable.objects.filter(report=kept, name="livelihoods").delete()
    rows = published.rows(constructed(kept))["livelihood_before"]

    assert {row.category: row.cells["total"] for row in rows if row.cells["total"]} == {"missing": 109, "total": 109}


def test_reading_in_again_replaces(kept, report):
    again = load_report(report, by=None)

    assert again.pk == kept.pk
    assert PublishedReport.objects.count() == 1
    assert ConstructedTable.objects.count() == 5
    assert not Person.objects.exists()


def test_a_fault_in_the_file_leaves_what_was_kept(kept, tmp_path, capsys):
    (tmp_path / "kv.csv").write_bytes(SMALL.replace(b"young,1", b"young,one"))

    assert run("import", "published", str(tmp_path / "kv.csv")) == 1
    assert "table age, row 2, column woman: “one” is not a whole number" in capsys.readouterr().err
    assert PublishedReport.objects.get().people == 109


def test_two_reports_are_told_apart(kept, tmp_path, capsys):
    (tmp_path / "other.csv").write_bytes(SMALL)
    assert run("import", "published", str(tmp_path / "other.csv")) == 0
    capsys.readouterr()

    assert run("tables", "published", "--csv") == 1
    assert "There is: kv, other" in capsys.readouterr().err
    assert run("tables", "published", "--csv", "--report", "other") == 0
    assert capsys.readouterr().out.encode() == SMALL


def test_the_page_says_constructed_bases_faults_and_ranges(kept, evaluator, sign_in):
    client, page = sign_in(evaluator), reverse("published:report", args=[kept.pk])
    assert f'href="{page}"' in client.get(reverse("published:list")).content.decode()
    text = client.get(page).content.decode()

    for said in (
        "Personerna är konstruerade", "Andel av de 48 som har svarat", "10 av 48", "som tryckt", "rad 41, kolumn total",
        "30–33", "52 kvinnor, 54 män och 3 anonyma",
    ):  # fmt: skip
        assert said in text, said


def test_the_pages_csv_is_the_commands(kept, evaluator, sign_in):
    found = sign_in(evaluator).get(reverse("published:csv", args=[kept.pk]))

    assert found.content == (KV / "sus_2009.csv").read_bytes()


def test_a_file_sent_in_the_page_is_the_associations_own(w, evaluator, sign_in):
    client = sign_in(evaluator)
    sent = {"name": "liten", "tables": SimpleUploadedFile("liten.csv", SMALL)}
    answer = client.post(reverse("published:import"), sent)

    [row] = PublishedReport.objects.all()
    assert (answer.status_code, answer.headers["Location"]) == (302, reverse("published:report", args=[row.pk]))
    assert (row.association_id, row.people) == (evaluator.association_id, 3)


def test_a_fault_sent_in_the_page_is_told_at_the_file(w, evaluator, sign_in):
    sent = {"name": "liten", "tables": SimpleUploadedFile("liten.csv", SMALL.replace(b"total,1", b"total,-1"))}
    answer = sign_in(evaluator).post(reverse("published:import"), sent)

    assert answer.status_code == 422
    assert "tabell age, rad 3, kolumn woman: ”-1” är mindre än noll" in answer.content.decode()
    assert not PublishedReport.objects.exists()


def test_who_sees_statistics_sees_it(kept, w, sign_in):
    roles = (Role.EVALUATOR, Role.COORDINATOR, Role.UNIT_MANAGER, Role.CASEWORKER, Role.COACH)
    page = reverse("published:csv", args=[kept.pk])

    assert [sign_in(actor(w.sia, role)).get(page).status_code for role in roles] == [200, 200, 200, 404, 404]


def test_codes_and_words_are_those_of_the_code_lists(report):
    lists = load_all(Path("reference/code_lists"))
    of = {"livelihood": "livelihood_2006", "occupation": "occupation_2006"}
    for table in report.tables:
        listed = lists.get(of.get(table.about.variable, table.about.variable))
        for value in listed.values if listed else []:
            for category in value.published_as or []:
                if table.row(category) and category != table.about.missing:
                    assert table.about.codes.get(category, category) == value.code, (table.name, category)
