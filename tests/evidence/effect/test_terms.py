"""Terms are arithmetic; nothing else is read, and nothing is run."""

from contextlib import suppress

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from samsyn.evidence import EvidenceError
from samsyn.evidence.effect.terms import parse

COLUMNS = {"a": np.array([0.0, 1.0, 2.5]), "b": np.array([3.0, 0.0, np.nan]), "långt namn": np.array([1.0, 2.0, 3.0])}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a**2", [0, 1, 6.25]),
        ("x=(a==0)", [1, 0, 0]),
        ("x=a*b+1", [1, 1, np.nan]),
        ("x=-a/2", [0, -0.5, -1.25]),
        ("x=0 < a <= 2", [0, 1, 0]),
        ("x=a>0 and not b", [0, 1, np.nan]),
        ("x=a==0 or a>=2", [1, 0, 1]),
        ('x="långt namn"*2', [2, 4, 6]),
        ("x=7", [7, 7, 7]),
    ],
)
def test_values(text: str, expected: list[float]) -> None:
    (term,) = parse(text)

    assert np.array_equal(term.values(COLUMNS), expected, equal_nan=True)


@pytest.mark.parametrize(
    ("text", "where"),
    [
        ("x=__import__('os').system('ls')", "term 1, character 3"),
        ("x=a,y=a.real", "term 2, character 3"),
        ("x=[1 for i in a]", "term 1, character 3"),
        ("x=a if b else 1", "term 1, character 3"),
        ("x=(lambda: 1)()", "term 1, character 3"),
        ("x=a%2", "term 1, character 3"),
        ("x=a[0]", "term 1, character 3"),
        ("x=a+", "term 1, character "),
        ("x=", "term 1, character 1"),
        ("x=a,,y=b", "term 2, character 1"),
        ("x=a,x=b", "term 2, character 1"),
        ("x=True", "term 1, character 3"),
        ("x=" + "(" * 150 + "a" + ")" * 140, "term 1"),
        ("x=" + "-" * 200 + "a", "term 1"),
    ],
)
def test_anything_else_is_told_with_its_place(text: str, where: str) -> None:
    with pytest.raises(EvidenceError) as caught:
        parse(text)

    assert (caught.value.code, where in str(caught.value)) == ("BAD_TERM", True)


@given(st.text(max_size=30))
@settings(max_examples=150, deadline=None)
def test_any_text_is_a_term_or_told(text: str) -> None:
    with suppress(EvidenceError):
        for term in parse(text):
            assert term.name
            assert len(term.values(dict.fromkeys(term.uses, COLUMNS["a"]) or COLUMNS)) == 3
