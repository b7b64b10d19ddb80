"""Each method that comes with Samsyn has a story, and asks nothing of anybody before its time."""

import datetime as dt
from pathlib import Path

import pytest
from django.conf import settings

from samsyn.basis.method.reading import read
from samsyn.basis.method.record import empty
from samsyn.journey.method.engine import standing

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("code_lists")]
PACKS = sorted(Path(settings.SAMSYN_METHODS).glob("*.yaml"))
STORIES = Path(__file__).parent / "methods"
START = dt.date(2026, 1, 5)


def test_every_method_has_a_story():
    """A person walks through all of it in `tests/paths/methods/test_<method>.py`."""
    stories = {path.stem: STORIES / f"test_{path.stem.replace('-', '_')}.py" for path in PACKS}
    whole = {slug for slug, story in stories.items() if story.exists() and "has_walked_it_all(" in story.read_text()}
    assert whole == {path.stem for path in PACKS}


@pytest.mark.parametrize("path", PACKS, ids=lambda path: path.stem)
def test_nothing_is_late_for_somebody_who_is_newly_enrolled(path):
    method = read(path.read_bytes())
    for day in (START, START + dt.timedelta(days=2)):
        found = standing(method, started=START, today=day, happened=[], record=empty() | {"age": 25})
        assert [one.one.id for one in found.of("late", "missed")] == []
        assert [now.phase.id for now in found.phases if now.state == "open"] != []
