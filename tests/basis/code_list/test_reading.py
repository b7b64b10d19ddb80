"""The words that answers are chosen from are read whole, and a fault is told with its file and line."""

import csv
import datetime as dt
from pathlib import Path

import pytest

from samsyn.basis.code_list.reading import REFERENCE, CodeList, CodeListError, load_all, load_code_list

GOOD = """\
name: fruit
title: {sv: Frukt, en: Fruit}
source: {document: {sv: En korg, en: A basket}, confidence: confirmed}
valid_from: 2020-01-01
values:
  - {code: apple, sv: Äpple, en: Apple, easy_read: Äpple}
  - {code: medlar, sv: Mispel, en: Medlar, valid_to: 2024-01-01, replaced_by: apple}
  - {code: none, sv: Ingen, en: None, valid_from: 2025-01-01}
"""


def write(folder: Path, text: str, name: str = "fruit") -> Path:
    path = folder / f"{name}.yaml"
    path.write_text(text, encoding="utf-8")
    return path


def codes(code_list: CodeList, day: dt.date) -> list[str]:
    return [value.code for value in code_list.current(day)]


@pytest.fixture(scope="module")
def published() -> dict[str, CodeList]:
    return load_all(REFERENCE / "code_lists")


def test_load_code_list_reads_a_file(tmp_path: Path) -> None:
    code_list = load_code_list(write(tmp_path, GOOD))

    assert (code_list.name, code_list.title.sv, len(code_list.sha256)) == ("fruit", "Frukt", 64)
    assert [value.sv for value in code_list.values] == ["Äpple", "Mispel", "Ingen"]


def test_retired_value_stays_readable(tmp_path: Path) -> None:
    code_list = load_code_list(write(tmp_path, GOOD))

    medlar = code_list.find("medlar")

    assert medlar is not None
    assert (medlar.sv, medlar.extra) == ("Mispel", {"replaced_by": "apple"})


@pytest.mark.parametrize(
    ("day", "choices"),
    [
        (dt.date(2019, 12, 31), []),
        (dt.date(2020, 1, 1), ["apple", "medlar"]),
        (dt.date(2023, 12, 31), ["apple", "medlar"]),
        (dt.date(2024, 1, 1), ["apple"]),
        (dt.date(2025, 1, 1), ["apple", "none"]),
    ],
)
def test_current_is_half_open(tmp_path: Path, day: dt.date, choices: list[str]) -> None:
    assert codes(load_code_list(write(tmp_path, GOOD)), day) == choices


def test_a_closed_list_has_no_choices(tmp_path: Path) -> None:
    closed = GOOD.replace("valid_from: 2020-01-01\n", "valid_from: 2020-01-01\nvalid_to: 2022-01-01\n")

    assert codes(load_code_list(write(tmp_path, closed)), dt.date(2022, 1, 1)) == []


@pytest.mark.parametrize(
    ("old", "new", "line", "told"),
    [
        ("name: fruit", "name: bread", 1, "file's name"),
        ("name: fruit", "name: Fruit", 1, "name"),
        ("{sv: Frukt, en: Fruit}", "{sv: Frukt}", 2, "title.en: Field required"),
        ("{sv: En korg, en: A basket}", "A basket", 3, "source.document"),
        ("{sv: En korg, en: A basket}", "{en: A basket}", 3, "source.document.sv: Field required"),
        ("confidence: confirmed", "confidence: sure", 3, "source.confidence"),
        ("confidence: confirmed", "confidence: configurable", 3, "must say in note"),
        ("valid_from: 2020-01-01\n", "valid_from: 2020-02-30\n", 4, "valid_from"),
        ("valid_from: 2020-01-01\n", "valid_from: 2020\n", 4, "YYYY-MM-DD"),
        ("valid_from: 2020-01-01\n", "valid_from: yesterday\n", 4, "YYYY-MM-DD"),
        ("code: apple", "code: äpple", 6, "values.0.code"),
        ("code: apple", "code: 1", 6, "values.0.code"),
        ("sv: Äpple", "sv: ''", 6, "values.0.sv"),
        ("easy_read: Äpple", "colour: red", 6, "values.0.colour: Extra inputs"),
        ("easy_read: Äpple", "maps_to: [pear]", 6, "maps_to_list"),
        ("easy_read: Äpple", "maps_to: []", 6, "maps_to"),
        ("easy_read: Äpple", "replaced_by: none", 6, "needs valid_to"),
        ("easy_read: Äpple", "oid: 1.2.x", 6, "oid"),
        ("easy_read: Äpple", "valid_to: 2020-01-01", 6, "before the list starts"),
        ("code: medlar", "code: apple", 7, "apple stands twice"),
        ("replaced_by: apple", "replaced_by: pear", 7, "pear is not in the list"),
        ("replaced_by: apple", "replaced_by: medlar", 7, "leads back"),
        (
            "valid_from: 2025-01-01}",
            "valid_from: 2025-01-01, valid_to: 2025-01-01}",
            8,
            "later than valid_from",
        ),
        ("code: none, ", "code: none, code: other, ", 8, "duplicate key"),
        ("values:", "sha256: abc\nvalues:", 5, "never written"),
        ("values:\n", "values: [\n", 6, ""),
    ],
)
def test_fault_is_told_with_its_line(tmp_path: Path, old: str, new: str, line: int, told: str) -> None:
    assert old in GOOD
    path = write(tmp_path, GOOD.replace(old, new, 1))

    with pytest.raises(CodeListError) as raised:
        load_code_list(path)

    assert raised.value.problems[0][0] == line
    assert told in str(raised.value)
    assert str(raised.value).startswith(f"{path}:{line}: ")


def test_all_faults_are_told_at_once(tmp_path: Path) -> None:
    bad = GOOD.replace("sv: Mispel, ", "").replace("en: Apple, ", "")

    with pytest.raises(CodeListError) as raised:
        load_code_list(write(tmp_path, bad))

    assert [line for line, _ in raised.value.problems] == [6, 7]


@pytest.mark.parametrize(
    "text", ["", "just words", "- a\n- b\n", "a: 1\n1: 2\n", "x: !!python/object:os.system {}\n"]
)
def test_what_is_no_code_list_is_refused(tmp_path: Path, text: str) -> None:
    with pytest.raises(CodeListError):
        load_code_list(write(tmp_path, text))


def test_file_that_is_not_utf8_is_told_with_its_line(tmp_path: Path) -> None:
    path = tmp_path / "fruit.yaml"
    path.write_bytes(GOOD.encode("latin-1"))

    with pytest.raises(CodeListError, match=r":6: is not UTF-8 text"):
        load_code_list(path)


def test_missing_file_is_told(tmp_path: Path) -> None:
    with pytest.raises(CodeListError, match="cannot be read"):
        load_code_list(tmp_path / "fruit.yaml")


def test_empty_folder_is_told(tmp_path: Path) -> None:
    with pytest.raises(CodeListError, match="no code lists here"):
        load_all(tmp_path)


@pytest.mark.parametrize(
    ("target", "told"), [("fruit", ":9: maps_to: pear is not in fruit"), ("bread", "no list bread")]
)
def test_load_all_checks_mappings(tmp_path: Path, target: str, told: str) -> None:
    write(tmp_path, GOOD)
    old = GOOD.replace("name: fruit", f"name: old_fruit\nmaps_to_list: {target}")
    write(tmp_path, old.replace("en: None,", "en: None, maps_to: [pear],"), "old_fruit")

    with pytest.raises(CodeListError, match=told):
        load_all(tmp_path)


def test_published_lists_are_all_there(published: dict[str, CodeList]) -> None:
    expected = """
        activity_kind assessment_area assessment_kind category consent_kind country_of_birth decline_reason
        education exit_outcome exit_reason household legal_ground livelihood livelihood_2006 measure_type
        meeting_kind obstacles occupation occupation_2006 orientation reason referral_origin
        reserve_number_issuer return_reason statute target_group time_in_need
    """

    assert sorted(published) == expected.split()


def test_published_lists_have_retired_values(published: dict[str, CodeList]) -> None:
    retired = {
        (name, value.code, value.replaced_by)
        for name, code_list in published.items()
        for value in code_list.values
        if value.valid_to
    }

    assert retired == {
        ("education", "elementary_school", "compulsory_school"),
        ("statute", "sol_2001_2_7", "sol_2025_10_8"),
    }


def test_every_activity_says_whether_it_is_job_focused(published: dict[str, CodeList]) -> None:
    focused = {value.code: value.job_focused for value in published["activity_kind"].values}

    assert None not in focused.values()
    assert {code for code, is_focused in focused.items() if is_focused} == {
        "work_training",
        "placement",
        "supported_employment",
        "job_search",
    }


def test_every_old_livelihood_leads_to_a_current_one(published: dict[str, CodeList]) -> None:
    old = published["livelihood_2006"]

    assert old.maps_to_list == "livelihood"
    assert all(value.maps_to for value in old.values)
    assert codes(old, dt.date(2026, 1, 1)) == []


def test_only_two_statutes_can_open_secrecy_by_name(published: dict[str, CodeList]) -> None:
    opening = [value.code for value in published["statute"].values if value.permits_disclosure]

    assert opening == ["osl_10_1", "sfb_30_10", "other_statute"]
    assert published["statute"].confidence("osl_10_1") == "confirmed"
    assert published["statute"].confidence("osl_25_1") == "configurable"


def test_confidence_of_an_unknown_code_is_an_error(published: dict[str, CodeList]) -> None:
    with pytest.raises(KeyError):
        published["category"].confidence("shoe_size")


PUBLISHED_TABLES = {
    "birth_country": "country_of_birth",
    "household": "household",
    "education": "education",
    "reason": "reason",
    "measure_type": "measure_type",
    "livelihood_before": "livelihood_2006",
    "livelihood_after": "livelihood_2006",
    "occupation_before": "occupation_2006",
    "years_of_multi_agency_need": "time_in_need",
    "exit_reason": "exit_reason",
}


def test_every_published_row_has_one_code(published: dict[str, CodeList]) -> None:
    with (REFERENCE / "published/kv/sus_2009.csv").open(encoding="utf-8", newline="") as file:
        rows = [row for row in csv.DictReader(file) if row["category"] != "total"]

    found = {
        (row["table"], row["category"]): [
            value.code
            for value in published[PUBLISHED_TABLES[row["table"]]].values
            if row["category"] in (value.published_as or [])
        ]
        for row in rows
        if row["table"] in PUBLISHED_TABLES
    }
    assert {table for table, _ in found} == set(PUBLISHED_TABLES)
    assert {row for row, codes_of_row in found.items() if len(codes_of_row) != 1} == set()
