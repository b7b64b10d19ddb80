"""Law 6: one clock, and periods whose last day is not in them."""

import ast
import re
from collections.abc import Iterable

import pytest

from tests.house.reading import Source, calls, dotted, planted, sources

CLOCK = "access/clock.py"
TELLS_TIME = {"datetime.now", "datetime.utcnow", "date.today", "datetime.today", "timezone.now", "time.time"}
END = re.compile(r"(^|[._])(ends_on|ends_at|valid_to)$")
START = re.compile(r"(^|[._])(starts_on|starts_at|starts|valid_from)$")
# Whether a moment lies in [starts, ends): the end is greater than it; when it has passed: the end is not.
WRONG_LOOKUP = re.compile(r"(^|__)(ends_on|ends_at|valid_to)__(gte|lt)$")
# Edges of a picture, and a list of what was lately: no period is asked whether it goes on.
NO_PERIOD = {"journey/timeline/narrow.py", "journey/timeline/ticks.py", "journey/timeline/queries.py"}


def own_time(files: Iterable[Source]) -> list[str]:
    """Places that ask another clock than ours."""
    return [
        f"{file.path}:{call.lineno}"
        for file in files if file.path != CLOCK
        for name, call in calls(file.tree) if ".".join(name.split(".")[-2:]) in TELLS_TIME
    ]  # fmt: skip


def closed_ends(files: Iterable[Source]) -> list[str]:
    """Places that count a period's end as a day in it."""
    found = []
    for file in files:
        if file.path in NO_PERIOD:
            continue
        for node in ast.walk(file.tree):
            if isinstance(node, ast.keyword) and WRONG_LOOKUP.search(node.arg or ""):
                found.append(f"{file.path}:{node.value.lineno}")
            if isinstance(node, ast.Compare) and _counts_the_end(node):
                found.append(f"{file.path}:{node.lineno}")
    return found


def _counts_the_end(node: ast.Compare) -> bool:
    sides = [node.left, *node.comparators]
    for left, how, right in zip(sides, node.ops, sides[1:], strict=False):
        one, other = dotted(left), dotted(right)
        if START.search(one) or START.search(other):
            continue
        if END.search(one) and isinstance(how, ast.GtE | ast.Lt):
            return True
        if END.search(other) and isinstance(how, ast.LtE | ast.Gt):
            return True
    return False


def test_there_is_one_clock():
    assert own_time(sources()) == []


@pytest.mark.parametrize("text", ["dt.datetime.now(dt.UTC)", "date.today()", "timezone.now()", "time.time()"])
def test_a_planted_other_clock_is_found(text):
    assert own_time(planted(f"x = {text}\n")) == ["journey/note/views.py:1"]


def test_no_period_counts_its_end():
    assert closed_ends(sources()) == []


@pytest.mark.parametrize(
    "text",
    ["Q(ends_on__gte=day)", "rows.filter(item__ends_at__lt=now)", "row.ends_on >= today", "row.ends_on < day",
     "day <= self.ends_on", "row.starts_on <= day <= row.valid_to", "clock.now() > consent.ends_at"],
)  # fmt: skip
def test_a_planted_closed_end_is_found(text):
    assert closed_ends(planted(f"x = {text}\n")) == ["journey/note/views.py:1"]


@pytest.mark.parametrize(
    "text", ["Q(ends_on__gt=day)", "Q(ends_on__lte=day)", "row.ends_on <= today", "day < row.ends_on"]
)
def test_a_half_open_one_is_not(text):
    assert closed_ends(planted(f"x = {text}\n")) == []
