"""The KV project's annex: eleven of its twelve tables come out of constructed people, and all its percentages."""

from pathlib import Path

import pytest

from samsyn.evidence import published

KV = Path("reference/published/kv")


@pytest.fixture(scope="module")
def made() -> published.Constructed:
    return published.construct(published.read(KV))


@pytest.fixture(scope="module")
def rows(made) -> dict[str, list[published.Row]]:
    from samsyn.evidence.published.counting import rows

    return rows(made)


def test_the_tables_are_printed_byte_for_byte(made):
    assert published.as_csv(made).encode() == (KV / "sus_2009.csv").read_bytes()


def test_eleven_tables_are_counted_from_people_and_one_is_kept_as_printed(made):
    told = {one.of["table"]: one.details["reproducible"] for one in published.counted(made).parts}

    assert [name for name, is_so in told.items() if not is_so] == ["other_obstacles"]
    assert len(told) == 12


def test_other_people_give_other_numbers(made):
    """The numbers are counted, not repeated: one woman fewer in the people is one woman fewer in the tables."""
    fewer = {name: one.slice(1) if name == "participations" else one for name, one in made.arrow.items()}
    counted = published.counted(published.Constructed.from_arrow(made.report, fewer)).parts[0]

    assert counted.table.to_pylist()[-1] == {
        "category": "total", "woman": 51, "man": 54, "anonymous": 3, "total": 108,
    }  # fmt: skip


def test_contradictions_are_found_with_table_row_and_column(made):
    assert [(one.code, one.place.table, one.place.row, one.place.column) for one in made.report.faults[:4]] == [
        ("ROW_TOTAL", "other_obstacles", 41, "total"), ("COLUMN_TOTAL", "other_obstacles", 42, "woman"),
        ("COLUMN_TOTAL", "other_obstacles", 42, "man"), ("COLUMN_TOTAL", "other_obstacles", 42, "total"),
    ]  # fmt: skip
    assert [one.code for one in made.report.faults[4:]] == ["NOT_TOGETHER"]
    assert "52 women, 54 men, 3 anonymous" in made.report.faults[4].words.en


def test_the_same_thirty_are_missing_everywhere_and_three_more_before(made):
    rows = {row["person"]: row for row in made.arrow["participations"].to_pylist()}
    in_part = {person for person, row in rows.items() if row["household"] is None}
    before = {row["person"] for row in made.arrow["livelihoods"].to_pylist() if row["moment"] == "before"}

    assert len(in_part) == 30
    assert all(rows[one][name] is None for one in in_part for name in ("education", "exit_reason", "time_in_need"))
    assert before.isdisjoint(in_part)
    assert len(rows) - len(before) == 33


def test_percentages_have_their_bases_and_two_are_not_what_they_say(made):
    found = published.percentages(made).parts

    assert {one.denominator for one in found} == {106, 109, 79, 76, 48, 40, 33}
    assert [(one.details["printed"], one.numerator, one.denominator) for one in found if not one.details["agrees"]] == [
        (27, 30, 109), (20, 10, 48),
    ]  # fmt: skip


def test_before_and_after_agree_with_both_margins(made, rows):
    cells = published.crossed(made).table.to_pylist()

    for side in ("before", "after"):
        printed = {row.category: row.cells["total"] for row in rows[f"livelihood_{side}"] if row.category != "total"}
        assert {name: sum(one["people"] for one in cells if one[side] == name) for name in printed} == printed
    assert all(one["least"] <= one["people"] <= one["most"] for one in cells)
    both = next(one for one in cells if one["before"] == one["after"] == "missing")
    assert (both["least"], both["most"]) == (30, 33)


def test_the_people_follow_the_contract_and_say_that_they_are_constructed(made):
    assert made.tables.people.count().execute() == 109
    assert made.arrow["people"].schema.metadata[b"constructed"] == b"yes"
    assert "konstruerade" in made.arrow["participations"]["intervention"][0].as_py()


def test_a_report_is_kept_and_read_back_as_it_was(made):
    import json

    assert published.Report.from_dict(json.loads(json.dumps(made.report.to_dict()))) == made.report


def test_without_a_description_the_same_tables_come_out(tmp_path):
    (tmp_path / "sus.csv").write_bytes((KV / "sus_2009.csv").read_bytes())
    (tmp_path / "costs.csv").write_text("item,2007,total\nstaff,1,1\n")
    made = published.construct(published.read(tmp_path))

    assert published.as_csv(made).encode() == (KV / "sus_2009.csv").read_bytes()
    assert [one.en for one in made.report.notes] == ["costs.csv has no such tables and was not read."]
    assert published.crossed(made).n == 109
