"""Progress of made-up people, against the same counted by hand in plain Python."""

import datetime as dt
import json
from collections import defaultdict
from random import Random

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from samsyn import cli
from samsyn.evidence import Refused, Tables, progress
from samsyn.evidence.disclosure import shown
from samsyn.evidence.progress.related import _newcombe
from samsyn.evidence.tables import SCHEMAS

START, DAY = dt.date(2024, 1, 1), dt.timedelta(days=1)
N = 240


def midnight(day):
    return dt.datetime.combine(day, dt.time())


def made(n: int = N, seed: int = 1) -> dict[str, list[dict]]:
    """People whose way is drawn by lot, some with nothing judged, no answer afterwards or no activity."""
    rng = Random(seed)
    rows = defaultdict(list)
    for number in range(n):
        who = {"person": f"p{number}", "participation": f"d{number}"}
        starts = START + rng.randrange(300) * DAY
        ends = starts + rng.randrange(120, 500) * DAY
        rows["participations"].append({
            **who, "kind": "person", "count": 1, "sex": rng.choice(["woman", "man"]), "intervention": "Bron",
            "start_year": starts.year, "starts_on": starts, "ends_on": ends, "record_key": rng.randrange(2**32),
        })  # fmt: skip
        moved = 0
        for quarter in range(rng.randrange(4)):
            by = rng.choice(["forward", "none", "back"])
            moved |= by == "forward"
            rows["step_moves"].append({
                "person": who["person"], "participation": who["participation"] if number % 7 else None,
                "on": starts + (30 + 90 * quarter) * DAY,
                "by_person": rng.choice(["forward", "none", None]), "by_caseworker": by,
                "has_next_step": rng.random() < 0.3, "caseworker": rng.choice(["w1", "w1", "w2"]),
            })  # fmt: skip
        belief = rng.randint(1, 5) if rng.random() < 0.95 else None
        if belief:
            for day, value in ((20, belief), (110, rng.randint(1, 5))):
                rows["ratings"].append({
                    **who, "on": starts + day * DAY, "scale": "belief", "part": "dialogue", "rater": "staff",
                    "value": float(value), "low": 1.0, "high": 5.0, "caseworker": "w1",
                })  # fmt: skip
        for day in (20, 110)[: rng.randrange(3)]:
            for rater in ("person", "staff")[: rng.randint(1, 2)]:
                rows["ratings"].append({
                    **who, "on": starts + day * DAY, "scale": "ladder", "part": "sleep", "rater": rater,
                    "value": float(rng.randint(1, 6)), "low": 1.0, "high": 6.0, "caseworker": "w1",
                })  # fmt: skip
        for at in range(rng.randrange(3)):
            first = starts + rng.randrange(100) * DAY
            rows["happenings"].append({
                "happening": f"h{number}-{at}", "case": f"c{number}", "person": who["person"], "at": midnight(first),
                "ends_at": midnight(first + 40 * DAY), "party": "kommun", "kind": "activity", "joint": False,
                "activity": rng.choice(["activity/health", "activity/placement"]),
            })  # fmt: skip
        if rng.random() < 0.9:
            works = rng.random() < 0.1 + 0.1 * (belief or 2) + 0.2 * moved
            rows["occupations"].append({
                **who, "moment": "exit", "code": "working" if works else "other", "starts_on": ends,
            })  # fmt: skip
    return rows


def as_tables(rows: dict[str, list[dict]]) -> Tables:
    return Tables.from_arrow(
        {name: pa.Table.from_pylist(one, schema=SCHEMAS[name].arrow()) for name, one in rows.items()}
    )


@pytest.fixture(scope="module")
def rows():
    return made()


@pytest.fixture(scope="module")
def tables(rows):
    return as_tables(rows)


@pytest.fixture(scope="module")
def related(tables):
    return {(one.of["what"], one.of["how"]): one for one in progress.related(tables).parts}


def of_person(rows, name):
    found = defaultdict(list)
    for row in rows[name]:
        found[row["person"]].append(row)
    return found


def test_shares_are_those_counted_by_hand(rows, tables):
    moves, ratings, done = (of_person(rows, name) for name in ("step_moves", "ratings", "happenings"))
    forward = {who for who, of in moves.items() if any(one["by_caseworker"] == "forward" for one in of)}
    ahead = {who for who, of in moves.items() if any(one["has_next_step"] for one in of)}
    workers = {
        who: {one["caseworker"] for one in moves[who] + ratings[who]}
        for who in {*moves, *ratings}
        if moves[who] + ratings[who]
    }
    beside = {who for who, of in done.items() if any(_beside(one, other) for one in of for other in of)}
    expected = {
        "step_move": (len(forward), len([of for of in moves.values() if of])),
        "step_move_or_next_step": (len(forward | ahead), len([of for of in moves.values() if of])),
        "changed_caseworker": (len([of for of in workers.values() if len(of) > 1]), len(workers)),
        "work_oriented_activity": (
            len([of for of in done.values() if any(map(_is_work, of))]), len([of for of in done.values() if of]),
        ),
        "parallel_activity": (len(beside), len([of for of in done.values() if of])),
    }  # fmt: skip
    found = {
        one.of["what"]: (one.numerator, one.denominator) for one in progress.shares(tables).parts if "sex" not in one.of
    }

    assert found == expected
    assert 0 < len(beside) < len(forward)


def test_shares_by_sex_add_up(tables):
    parts = progress.shares(tables).parts
    whole = {one.of["what"]: one.denominator for one in parts if "sex" not in one.of}
    sums = defaultdict(float)
    for one in parts:
        sums[one.of["what"]] += one.denominator if "sex" in one.of else 0

    assert dict(sums) == whole


def test_moves_by_quarter_are_those_counted_by_hand(rows, tables):
    starts = {row["person"]: row["starts_on"] for row in rows["participations"]}
    judged, forward = defaultdict(set), defaultdict(set)
    for row in rows["step_moves"]:
        quarter = str((row["on"] - starts[row["person"]]).days // 90 + 1)
        for who in ("person", "caseworker"):
            if row[f"by_{who}"] is not None:
                judged[who, quarter].add(row["person"])
            if row[f"by_{who}"] == "forward":
                forward[who, quarter].add(row["person"])
    found = {
        (one.of["what"], one.of["period"]): (one.numerator, one.denominator)
        for one in progress.over_time(tables).parts if "sex" not in one.of
    }  # fmt: skip

    assert found == {key: (len(forward[key]), len(there)) for key, there in judged.items()}


def test_agreement_and_difference_are_means_over_persons(rows, tables):
    values = defaultdict(dict)
    for row in rows["ratings"]:
        if row["scale"] == "ladder":
            values[row["person"], row["on"]][row["rater"]] = row["value"]
    gaps = defaultdict(list)
    for (who, _day), one in values.items():
        if len(one) == 2:
            gaps[who].append(one["staff"] - one["person"])
    means = np.array([np.mean(of) for of in gaps.values()])
    found = {(one.of["scale"], one.of["what"]): one for one in progress.ratings(tables).parts}
    answer = progress.ratings(tables)

    assert found["ladder", "difference"].estimate == pytest.approx(means.mean())
    assert found["ladder", "difference"].standard_error == pytest.approx(means.std(ddof=1) / len(means) ** 0.5)
    assert found["ladder", "agreement"].estimate == pytest.approx(
        np.mean([np.mean([gap == 0 for gap in of]) for of in gaps.values()])
    )
    assert found["ladder", "difference"].n == len(gaps)
    assert answer.exclusions["one_rater"] == len([1 for one in values.values() if len(one) == 1])
    assert set(found) >= {("belief", "change_staff"), ("ladder", "change_person")}


def test_rank_correlation_is_spearmans(rows, related):
    from scipy.stats import spearmanr

    first = {}
    for row in sorted(
        (row for row in rows["ratings"] if row["scale"] == "belief"), key=lambda row: row["on"], reverse=True
    ):
        first[row["person"]] = row["value"]
    after = {row["person"]: row["code"] == "working" for row in rows["occupations"]}
    both = [(first[who], after[who]) for who in first if who in after]
    one = related["belief", "rank_correlation"]

    assert one.estimate == pytest.approx(spearmanr(*zip(*both, strict=True)).statistic)
    assert one.n == len(both)
    assert one.interval.low < one.estimate < one.interval.high


def test_differences_have_newcombes_interval(related):
    difference, _error, low, high = _newcombe([(56.0, 70.0), (48.0, 80.0)], 0.95)
    one = related["believed", "difference"]
    arms = [one.details[name]["numerator"] / one.details[name]["denominator"] for name in ("with_it", "without_it")]

    assert (round(difference, 4), round(low, 4), round(high, 4)) == (0.2, 0.0524, 0.3339)  # Newcombe 1998, table II (a)
    assert one.estimate == pytest.approx(arms[0] - arms[1])


def test_the_words_say_association_and_never_effect(tables):
    answer = progress.related(tables)

    assert answer.method.en.startswith("An association, not an effect.")
    assert answer.method.sv.startswith("Ett samband, ingen effekt.")
    assert answer.exclusions["missing_after"] == N - answer.n


def test_a_logit_of_many_people_is_adjusted_and_of_few_is_not(related):
    many = as_tables(made(700, seed=2))
    found = {one.of["what"]: one for one in progress.related(many).parts if one.of["how"] == "adjusted_odds_ratio"}

    assert found["believed"].estimate > 1
    assert found["believed"].interval.low > 1
    assert {"woman", "length"} <= set(found)
    few = [one for one in progress.related(as_tables(made(45, seed=3))).parts if one.of["how"] == "adjusted_odds_ratio"]
    assert [(one.estimate, one.details["refused"]) for one in few] == [(None, "too_few")]


@pytest.mark.parametrize(
    ("ask", "without", "code"),
    [(progress.related, {"occupations"}, "TOO_FEW"), (progress.over_time, {"step_moves"}, "NOTHING_JUDGED"),
     (progress.ratings, {"ratings"}, "NOTHING_RATED"),
     (progress.shares, {"step_moves", "ratings", "happenings"}, "NOTHING_JUDGED")],
)  # fmt: skip
def test_what_cannot_be_answered_is_refused(rows, ask, without, code):
    with pytest.raises(Refused) as caught:
        ask(as_tables({name: one for name, one in rows.items() if name not in without}))

    assert caught.value.code == code


def test_the_association_sees_noise_and_the_public_hidden_cells(tables):
    exact = progress.shares(tables)
    for audience in ("association", "public"):
        seen = shown(exact, audience=audience, edition=1)

        assert [part.numerator for part in seen.parts if part.numerator in (1, 2, 3, 4)] == []
        assert len([part for part in seen.parts if part.estimate is not None]) > 5


def test_the_command_answers_all_of_it(tmp_path, rows, capsys):
    for name, one in rows.items():
        pq.write_table(pa.Table.from_pylist(one, schema=SCHEMAS[name].arrow()), tmp_path / f"{name}.parquet")

    assert cli.main(["evidence", "progress", "--folder", str(tmp_path), "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert set(told) == {"shares", "over_time", "ratings", "related"}
    assert told["related"]["parts"][0]["of"] == {"what": "step_move", "how": "difference"}


def _is_work(row: dict) -> bool:
    return row["activity"] == "activity/placement"


def _beside(one: dict, other: dict) -> bool:
    return _is_work(one) and not _is_work(other) and one["at"] < other["ends_at"] and other["at"] < one["ends_at"]
