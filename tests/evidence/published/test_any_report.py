"""Tables of any report: what holds together comes out, what contradicts is found, what cannot be read is refused."""

from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from samsyn.evidence import EvidenceError, published
from samsyn.evidence.published.crossing import Pair, pairs, ranges

HEAD = "table,category,woman,man,anonymous,total\n"
SOUND = HEAD + "age,young,1,2,0,3\nage,old,2,1,1,4\nage,total,3,3,1,7\n"


def report(folder, text: str, description: str = "") -> published.Report:
    (folder / "tables.csv").write_text(text)
    (folder / "published.yaml").write_text(description or "title: {sv: En rapport, en: A report}\n")
    return published.read(folder)


def test_a_column_that_contradicts_the_other_tables_is_named(tmp_path):
    more = "home,own,2,3,1,6\nhome,other,2,0,0,2\nhome,total,4,3,1,8\njob,yes,3,3,1,7\njob,total,3,3,1,7\n"
    found = report(tmp_path, SOUND + more)

    places = [(one.code, one.place.table, one.place.row, one.place.column) for one in found.faults]
    assert places[:2] == [("OTHER_PEOPLE", "home", 7, "total"), ("OTHER_PEOPLE", "home", 7, "woman")]
    assert [one.name for one in found.reproducible] == ["age", "job"]


def test_people_registered_in_part_that_a_table_has_no_room_for_are_found(tmp_path):
    rows = "home,own,2,2,1,5\nhome,sex only,1,1,0,2\nhome,total,3,3,1,7\n"
    rows += "job,yes,3,2,1,6\njob,missing,0,1,0,1\njob,total,3,3,1,7\n"
    group = "registered_in_part: {table: home, category: sex only}\ntables: {age: {all_answered: true}}\n"
    found = report(tmp_path, SOUND + rows, group)

    assert [(one.code, one.place.table) for one in found.faults] == [("NOT_TOGETHER", "job")]
    assert "sex only" in found.faults[0].words.en
    assert "in every table" in found.faults[0].words.en


def test_a_table_about_a_part_of_the_people_comes_out_when_it_says_so(tmp_path):
    text = SOUND + "ended,done,1,1,0,2\nended,missing,1,0,0,1\nended,total,2,1,0,3\n"
    silent = report(tmp_path, text)
    told = report(tmp_path, text, "tables: {ended: {part: true}}")

    assert {one.place.table for one in silent.faults} == {"ended"}
    assert told.faults == ()
    assert published.as_csv(published.construct(told)) == text


def test_a_report_that_never_says_sex_comes_out(tmp_path):
    text = HEAD + "work_before,yes,,,,2\nwork_before,no,,,,3\nwork_before,total,,,,5\n"
    text += "work_after,yes,,,,4\nwork_after,no,,,,1\nwork_after,total,,,,5\n"
    made = published.construct(report(tmp_path, text))

    assert published.as_csv(made) == text
    assert published.crossed(made, variable="work").n == 5


WRONG = {
    "MISSING_COLUMN": ("table,category,woman,man,total\na,total,1,1,2\n", "tables.csv", 1, "anonymous"),
    "UNKNOWN_COLUMN": (HEAD.strip() + ",age\na,total,1,1,0,2,3\n", "tables.csv", 1, "age"),
    "NEGATIVE": (SOUND.replace("young,1", "young,-1"), "age", 2, "woman"),
    "NOT_A_NUMBER": (SOUND.replace("old,2", "old,two"), "age", 3, "woman"),
    "NO_TOTAL_ROW": (SOUND.replace("age,total,3,3,1,7\n", ""), "age", 3, ""),
    "DOUBLE_CATEGORY": (SOUND.replace("old", "young"), "age", 3, "category"),
    "MISSING_VALUE": (SOUND.replace("1,2,0,3", "1,2,0,"), "age", 2, "total"),
    "RAGGED_ROW": (SOUND.replace("1,2,0,3", "1,2,0"), "tables.csv", 2, ""),
    "NOT_TEXT": (SOUND.replace("old", "o\x00d"), "tables.csv", 3, ""),
    "NO_TABLES": (HEAD, "", None, ""),
    "NO_PEOPLE": (HEAD + "age,total,0,0,0,0\nage,old,0,0,0,0\n", "", None, ""),
}


@pytest.mark.parametrize("code", WRONG)
def test_what_cannot_be_read_is_refused_with_its_place(tmp_path, code):
    text, table, row, column = WRONG[code]
    with pytest.raises(EvidenceError) as told:
        report(tmp_path, text)

    assert (told.value.code, told.value.place.table, told.value.place.row, told.value.place.column) == (
        code, table, row, column,
    )  # fmt: skip


def test_mixed_encodings_are_refused_with_the_line(tmp_path):
    (tmp_path / "a.csv").write_bytes((SOUND + "år,ä,1,1,0,2\n").encode() + "år,total,1,1,0,2\n".encode("cp1252"))
    with pytest.raises(EvidenceError) as told:
        published.read(tmp_path)

    assert (told.value.code, told.value.place.row) == ("MIXED_ENCODING", 6)


def test_a_description_of_what_is_not_there_is_refused(tmp_path):
    with pytest.raises(EvidenceError) as told:
        report(tmp_path, SOUND, "tables: {age: {missing: nobody}}")

    assert (told.value.code, told.value.place.column) == ("BAD_DESCRIPTION", "tables.age")


@st.composite
def people(draw):
    """Some people with a sex, and two answers of which they may lack one."""
    answers = st.sampled_from(["a", "b", "c", "missing"])
    return draw(st.lists(st.tuples(st.sampled_from(["woman", "man", "anonymous"]), answers, answers), min_size=1))


@settings(max_examples=12, deadline=None)
@given(people(), st.booleans())
def test_tables_of_real_people_always_come_out_and_the_truth_lies_within(tmp_path_factory, who, is_by_sex):
    """Whatever people the tables were made of: no contradiction, every cell back, each true cell in its range."""
    text = HEAD + _printed("x_before", [(one[0], one[1]) for one in who], is_by_sex)
    text += _printed("x_after", [(one[0], one[2]) for one in who], is_by_sex)
    found = report(tmp_path_factory.mktemp("r"), text)

    assert found.faults == ()
    assert published.as_csv(published.construct(found)) == text
    limits = ranges(found, pairs(found)[0])
    for (before, after), (low, high) in limits.items():
        assert low <= sum(one[1:] == (before, after) for one in who) <= high


def _printed(name: str, who: list[tuple[str, str]], is_by_sex: bool) -> str:
    lines = []
    for category in [*sorted({one[1] for one in who}), "total"]:
        mine = [sex for sex, answer in who if category in ("total", answer)]
        cells = [str(mine.count(sex)) if is_by_sex else "" for sex in ("woman", "man", "anonymous")]
        lines.append(",".join([name, category, *cells, str(len(mine))]))
    return "\n".join(lines) + "\n"


def test_least_and_most_are_reached(tmp_path):
    """Every possibility is written out, for few people: no range is wider or narrower than what can be."""
    text = HEAD + "x_before,a,,,,2\nx_before,b,,,,2\nx_before,total,,,,4\n"
    text += "x_after,c,,,,3\nx_after,d,,,,1\nx_after,total,,,,4\n"
    found = report(tmp_path, text)
    after = [one for one in product("cd", repeat=4) if one.count("c") == 3]
    seen = [sum(x == "a" and y == "c" for x, y in zip("aabb", one, strict=True)) for one in after]

    pair: Pair = pairs(found)[0]
    assert ranges(found, pair)["a", "c"] == (min(seen), max(seen)) == (1, 2)
