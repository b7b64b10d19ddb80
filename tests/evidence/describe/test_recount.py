"""Every standard report against a recount in plain Python, on random snapshots."""

import statistics
from collections import Counter, defaultdict

import pytest

from samsyn.evidence import describe
from tests.evidence.describe.made import COLUMN, made

MISSING = {"unknown", None}


@pytest.fixture(scope="module", params=[1, 2])
def one(request):
    return made(request.param)


def people(one, among="ended"):
    rows = [row for row in one.rows["participations"] if row["kind"] == "person"]
    rows = [row for row in rows if row["exit_reason"] != "wrong_registration"]
    return [row for row in rows if among == "all" or row["ends_on"]]


def answers(one, kind, moment):
    """participation → code → (extent, main)."""
    found = defaultdict(dict)
    for row in one.rows[kind]:
        if row["moment"] == moment and row[COLUMN[kind]] not in MISSING:
            found[row["participation"]][row[COLUMN[kind]]] = (row["extent"], row.get("is_main", False))
    return found


def state(codes, kind):
    meanings = [describe.DEFAULT[kind].meaning(code) for code in codes]
    order = ("work", "studies", "job_seeking", "other", "not_mapped")
    return min(meanings, key=order.index) if meanings else None


def chief(codes):
    if not codes:
        return None
    weight = {code: 1000 * main + (-1 if extent is None else extent) for code, (extent, main) in codes.items()}
    best = [code for code, one in weight.items() if one == max(weight.values())]
    return best[0] if len(best) == 1 else "unclear"


def of(row, by=None):
    found = [(), (("sex", row["sex"]),)]
    if by:
        value = (by, str(row[by]) if row[by] is not None else "missing")
        found += [(value,), (value, ("sex", row["sex"]))]
    return found


def key(rows):
    return sum(row["record_key"] for row in rows) % 2**32


def told(report, *names):
    """Parts by the values of `names` and their group; only those with somebody in the numerator."""
    return {
        (*(part.of[name] for name in names), *((k, v) for k, v in part.of.items() if k not in names)): (
            part.numerator, part.denominator, part.details.get("cell_key"), part.details.get("base_cell_key"))
        for part in report.parts if part.numerator
    }  # fmt: skip


@pytest.mark.parametrize("kind", ["occupations", "livelihoods"])
@pytest.mark.parametrize("way", ["all", "collapsed", "main"])
def test_before_and_after(one, kind, way):
    expected = {}
    for moment in ("before", "exit"):
        found = answers(one, kind, moment)
        held, base, rows = defaultdict(list), defaultdict(list), defaultdict(list)
        for row in people(one):
            codes = found.get(row["participation"], {})
            single = state(codes, kind) if way == "collapsed" else chief(codes)
            for group in of(row, "education"):
                rows[group].append(row)
                if codes:
                    base[group].append(row)
                    for code in codes if way == "all" else [single]:
                        held[code, group].append(row)
        for (code, group), some in held.items():
            expected[moment, code, *group] = (len(some), len(base[group]), key(some), key(base[group]))
        for group, some in rows.items():
            gone = len(some) - len(base[group])
            if gone:
                left = [row for row in some if row not in base[group]]
                expected[moment, "missing", *group] = (gone, len(some), key(left), key(some))
    report = describe.before_after(
        one.tables, kind=kind, by="education", collapsed=way == "collapsed", main=way == "main"
    )
    assert told(report, "moment", "code") == expected
    stray = {"occupations": "gardening", "livelihoods": "barter"}[kind]
    assert list(report.details["not_mapped"]) == ([stray] if way != "main" else list(report.details["not_mapped"]))


def test_change_is_after_less_before_also_among_those_who_answered_both(one):
    before, after = (answers(one, "occupations", moment) for moment in ("before", "exit"))
    report = describe.before_after(one.tables)
    part = next(part for part in report.parts if part.of == {"moment": "change", "code": "working"})
    names = [row["participation"] for row in people(one)]
    both = [name for name in names if name in before and name in after]
    was, is_ = (sum("working" in found.get(name, {}) for name in names) for found in (before, after))
    paired = [sum("working" in found[name] for name in both) for found in (before, after)]
    assert (part.estimate, part.details["percent"]) == (is_ - was, pytest.approx(100 * (is_ - was) / was))
    assert part.details["paired"] == {
        "before": paired[0], "after": paired[1], "change": paired[1] - paired[0], "n": len(both),
        "percent": pytest.approx(100 * (paired[1] - paired[0]) / paired[0]),
    }  # fmt: skip


@pytest.mark.parametrize(
    ("measure", "states"),
    [
        (describe.to_work_or_studies, ("work", "studies")),
        (describe.to_work_studies_or_job_seeking, ("work", "studies", "job_seeking")),
    ],
)
def test_the_two_national_measures(one, measure, states):
    before, after = (answers(one, "occupations", moment) for moment in ("before", "exit"))
    base, reached, already = Counter(), Counter(), 0
    for row in people(one):
        then = state(after.get(row["participation"], {}), "occupations")
        for group in of(row):
            base[group] += then is not None
            reached[group] += then in states
        already += then in states and state(before.get(row["participation"], {}), "occupations") in states
    report = measure(one.tables)
    assert {tuple(part.of.items()): (part.numerator, part.denominator) for part in report.parts} == {
        group: (reached[group], base[group]) for group in base
    }
    assert report.details["already_before"] == already
    assert report.exclusions["missing_after"] == len(people(one)) - base[()]
    assert report.exclusions["wrong_registration"] > 0


def extents(codes, area):
    wanted = {"work": ("working",), "studies": ("studying",), "either": ("working", "studying")}[area]
    return [extent for code, (extent, _main) in codes.items() if code in wanted]


def test_who_works_or_studies_and_who_started_or_increased(one):
    before, after = (answers(one, "occupations", moment) for moment in ("before", "exit"))
    expected = Counter()
    for row in people(one):
        was, is_ = before.get(row["participation"]), after.get(row["participation"])
        for area in ("work", "studies", "either"):
            if is_:
                expected[area, "after"] += bool(extents(is_, area))
            if is_ and was:
                a, b = extents(was, area), extents(is_, area)
                started = bool(b) and not a
                increased = bool(a and b and None not in a + b and sum(b) > sum(a))
                expected[area, "started"] += started
                expected[area, "increased"] += increased
                expected[area, "started_or_increased"] += started or increased
    report = describe.work_or_study(one.tables)
    found = {(part.of["area"], part.of["how"]): part.numerator for part in report.parts if len(part.of) == 2}
    assert found == expected


def test_after_given_one_source_before(one):
    before, after = (answers(one, "livelihoods", moment) for moment in ("before", "exit"))
    had = [row for row in people(one) if "sickness_benefit" in before.get(row["participation"], {})]
    said = [row for row in had if row["participation"] in after]
    expected = Counter(code for row in said for code in after[row["participation"]])
    report = describe.livelihood_given(one.tables, given="sickness_benefit")
    found = {part.of["code"]: (part.numerator, part.denominator) for part in report.parts if len(part.of) == 1}
    missing = (len(had) - len(said), len(had))
    assert found == {**{code: (n, len(said)) for code, n in expected.items()}, "missing": missing}
    assert report.exclusions["before_missing"] == sum(row["participation"] not in before for row in people(one))


def test_length_of_stay(one):
    rows = people(one, "all")
    days = [(row["ends_on"] - row["starts_on"]).days for row in rows if row["ends_on"]]
    report = describe.length_of_stay(one.tables, by="intervention")
    assert report.estimate == statistics.median(days)
    assert report.details["mean"] == pytest.approx(statistics.mean(days))
    quartiles = statistics.quantiles(days, n=4, method="inclusive")
    assert [report.details["quartile_1"], report.details["quartile_3"]] == [quartiles[0], quartiles[2]]
    assert report.details["share_ongoing"] == (len(rows) - len(days)) / len(rows)
    assert report.details["cell_key"] == key([row for row in rows if row["ends_on"]])
    women = [row for row in rows if row["sex"] == "woman" and row["intervention"] == "Bron" and row["ends_on"]]
    part = next(part for part in report.parts if part.of == {"intervention": "Bron", "sex": "woman"})
    assert (part.n, part.details["longest"]) == (len(women), max((r["ends_on"] - r["starts_on"]).days for r in women))


def test_persons_and_participations_and_those_only_counted(one):
    expected = Counter()
    for row in people(one, "all"):
        for group in of(row, "intervention"):
            expected["participations", *group] += 1
    for group in list(expected):
        some = [row for row in people(one, "all") if all(row[name] == value for name, value in group[1:])]
        expected["persons", *group[1:]] = len({row["person"] for row in some})
    for row in one.rows["participations"]:
        if row["kind"] != "person":
            for group in of(row, "intervention"):
                expected[row["kind"], *group] += row["count"]
    report = describe.numbers(one.tables, by="intervention")
    found = {(part.of["what"], *((k, v) for k, v in part.of.items() if k != "what")): part.estimate
             for part in report.parts if part.estimate}  # fmt: skip
    assert found == dict(expected)
    whole = {row["person"]: row for row in people(one, "all")}
    part = next(part for part in report.parts if part.of == {"what": "persons"})
    assert part.details["cell_key"] == key(whole.values())


def test_background_with_unknown_as_missing(one):
    rows = people(one, "all")
    codes = Counter(row["education"] if row["education"] not in MISSING else "missing" for row in rows)
    report = describe.background(one.tables)
    found = {part.of["code"]: (part.numerator, part.denominator) for part in report.parts
             if part.of["variable"] == "education" and len(part.of) == 2}  # fmt: skip
    known = len(rows) - codes["missing"]
    assert found == {code: (n, len(rows) if code == "missing" else known) for code, n in codes.items()}
    ages = {part.of["code"]: part.numerator for part in report.parts if part.of.get("variable") == "age_group"
            and len(part.of) == 2 and part.of["code"] == "25-29"}  # fmt: skip
    assert ages == {"25-29": sum(25 <= row["age"] < 30 for row in rows)}
