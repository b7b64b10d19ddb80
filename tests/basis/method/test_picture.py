"""The way as a picture: what must have ended stands before, and so does what a condition asks of."""

import pytest

from samsyn.basis.method.picture import picture
from samsyn.basis.method.reading import read
from tests.basis.method.texts import WHOLE, with_change

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("code_lists")]


def columns(text: str) -> list[tuple[str, int]]:
    """Each phase and in which column it stands."""
    shown = picture(read(text))
    places = sorted({box.x for box in shown.boxes})
    return [(box.phase.id, places.index(box.x)) for box in shown.boxes]


@pytest.mark.parametrize(
    ("opens", "arrows"),
    [
        ("{after: [start]}", (1, 0)),
        ("{when: \"'mapping' in p.done\"}", (0, 1)),
        ("{when: \"p.phases.start == 'ended'\"}", (0, 1)),
        ("{when: \"p.decisions.exists(d, d.id == 'training')\"}", (0, 1)),
        ("{after: [start], when: \"'mapping' in p.done\"}", (1, 0)),
    ],
)  # fmt: skip
def test_what_is_waited_for_stands_before(opens, arrows):
    text = with_change("""{after: [start], when: "p.activities.exists(a, a.kind == 'work_training')"}""", opens)
    shown = picture(read(text))
    assert (columns(text), (len(shown.arrows), len(shown.conditions))) == ([("start", 0), ("work", 1)], arrows)


def test_conditions_that_lead_round_draw_one_arrow():
    text = with_change("    lasts: {usual", "    opens: {when: \"'talk' in p.done\"}\n    lasts: {usual")
    shown = picture(read(text))
    assert (len(shown.arrows), len(shown.conditions)) == (1, 0)


def test_many_phases_that_wait_for_all_before_are_drawn_at_once():
    ids = [f"x{n}" for n in range(40)]
    rows = [f"  - {{id: {x}, name: F, opens: {{after: [{', '.join(ids[:n])}]}}}}" for n, x in enumerate(ids)]
    head = WHOLE.partition("way:\n")[0]
    assert columns(head + "way:\n" + "\n".join(rows) + "\n")[-1] == ("x39", 39)
