"""What a condition says of a person of whom little is known."""

import pytest

from samsyn.basis.method.conditions import holds
from samsyn.basis.method.record import empty

UNANSWERED, STAYS, LEAVES = ({"id": "talk", "day": n, "answers": answers, "scores": {}} for n, answers in enumerate(
    ({}, {"stay": "longer", "mood": 3}, {"stay": "ending", "mood": 4})
))  # fmt: skip
ENDING = "p.forms.exists(f, f.id == 'talk' && f.answers.stay in ['ending'])"
MOOD = "p.forms.exists(f, has(f.answers.mood) && f.answers.mood >= 4)"


@pytest.mark.parametrize(
    ("condition", "forms", "found"),
    [
        (ENDING, [], False),
        (ENDING, [UNANSWERED], False),
        (ENDING, [UNANSWERED, STAYS], False),
        (ENDING, [UNANSWERED, LEAVES], True),
        ("p.forms.exists(f, f.answers.stay != 'ending')", [UNANSWERED], True),
        (MOOD, [UNANSWERED, STAYS], False),
        (MOOD, [UNANSWERED, LEAVES], True),
        ("p.forms.exists(f, has( f.answers.stay))", [UNANSWERED], False),
        ("p.age >= 18", [], None),
    ],
)
def test_an_answer_that_was_not_given_hides_no_other(condition, forms, found):
    assert holds(condition, empty() | {"forms": forms}) is found
