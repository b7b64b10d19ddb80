"""The picture: the same numbers as the table, readable without colour, nothing that a strict policy forbids."""

import ibis
import numpy as np
import pytest
from lxml import etree

from samsyn import cli
from samsyn.evidence import EvidenceError, survival

NAMES = {"s": "http://www.w3.org/2000/svg"}


@pytest.fixture(scope="module")
def people():
    rng = np.random.default_rng(5)
    days = np.ceil(rng.gamma(2, 100, 400))
    ends = rng.choice(["work", "studies", "0"], 400)
    groups = np.where(rng.random(400) < 0.5, "woman", '<b>"A & B"</b>')
    return ibis.memtable({"days": days, "end": ends, "ended": (ends != "0").astype(int), "who": groups})


@pytest.fixture(scope="module")
def grouped(people):
    return survival.kaplan_meier(people, duration="days", event="ended", group="who")


def drawn(svg):
    return etree.fromstring(svg.encode())


def test_lines_stand_where_the_table_says():
    data = ibis.memtable({"days": [5.0, 6, 6, 8, 10], "ended": [1, 1, 0, 1, 0]})

    root = drawn(survival.curve(survival.kaplan_meier(data, duration="days", event="ended"), width=720))

    # 640 wide from 56 for ten days, 300 high from 16 for the share: 1, 0.8, 0.6, 0.3
    line = root.xpath("//s:path[@class='line line-1']/@d", namespaces=NAMES)
    assert line == ["M56 16H376V76H440V136H568V226H696V226"]


def test_everything_is_attributes_and_names_are_escaped(grouped):
    root = drawn(survival.curve(grouped, key="k", language="en"))

    assert {etree.QName(one).localname for one in root.iter()} == {"svg", "title", "desc", "path", "text"}
    assert root.xpath("//@style | //@onload | //@href") == []
    assert root.get("aria-labelledby").split() == [root[0].get("id"), root[1].get("id")]
    assert '<b>"A & B"</b>' in root.xpath("//s:text/text()", namespaces=NAMES)
    assert root[0].text.startswith('Half have reached the end after: <b>"A & B"</b> ')


def test_lines_are_known_without_colour_and_people_at_risk_stand_below(grouped):
    root = drawn(survival.curve(grouped, width=360))
    pens = root.xpath("//s:path[starts-with(@class, 'line')]/@stroke-dasharray", namespaces=NAMES)
    shown = [int(one) for one in root.xpath("//s:text/text()", namespaces=NAMES) if one.isdigit()]

    assert pens == ["8 3"]  # the first is whole
    assert [shown.count(part.n) >= 1 for part in grouped.parts] == [True, True]


def test_shares_of_each_end_and_one_curve_alone(people):
    ends = survival.curve(survival.aalen_johansen(people, duration="days", event="end", group="who"))
    alone = survival.curve(survival.kaplan_meier(people, duration="days", event="ended"), language="en")

    assert len(drawn(ends).xpath("//s:path[starts-with(@class, 'line')]", namespaces=NAMES)) == 2
    assert drawn(ends)[0].text.startswith("Vid ")
    assert drawn(alone)[0].text.startswith("Half have reached the end after ")


def test_what_cannot_be_drawn_is_refused(people):
    many = ibis.memtable({"days": np.arange(1.0, 71), "ended": [1] * 70, "who": [f"g{one % 7}" for one in range(70)]})

    for answer, code in (
        (survival.kaplan_meier(many, duration="days", event="ended", group="who"), "TOO_MANY_LINES"),
        (survival.log_rank(people, duration="days", event="ended", group="who"), "NOTHING_TO_DRAW"),
    ):
        with pytest.raises(EvidenceError) as raised:
            survival.curve(answer)
        assert raised.value.code == code


def test_a_million_steps_make_a_small_picture():
    rng = np.random.default_rng(6)
    table = ibis.memtable({"days": rng.random(200_000) * 1000, "ended": np.ones(200_000, dtype=int)})

    svg = survival.curve(survival.kaplan_meier(table, duration="days", event="ended"))

    assert len(svg) < 100_000


def test_the_command_draws(tmp_path):
    (tmp_path / "people.csv").write_text("days,ended\n" + "\n".join(f"{one},{one % 2}" for one in range(1, 30)))
    file = tmp_path / "curve.svg"

    code = cli.main(["evidence", "survival", "--data", str(tmp_path / "people.csv"), "--duration", "days",
                     "--event", "ended", "--svg", str(file)])  # fmt: skip

    assert code == 0
    assert drawn(file.read_text())[0].text == "Half have reached the end after 23"
