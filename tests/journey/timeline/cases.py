"""What the tests of the swimlanes share: texts, lanes and the promises themselves."""

from __future__ import annotations

from datetime import date
from itertools import combinations
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined

import samsyn.journey.timeline.lanes as lanes_module
from samsyn.journey.timeline.lanes import Figure, Gap, Happening, Lane, Picture, Texts, picture
from samsyn.journey.timeline.shapes import Text

TODAY = date(2026, 3, 2)
MONTHS = ["jan", "feb", "mar", "apr", "maj", "jun", "jul", "aug", "sep", "okt", "nov", "dec"]
TEXTS = Texts(
    title="Vägen till arbete",
    empty="Inget är delat ännu.",
    today="i dag",
    joint="Tillsammans",
    livelihood="Försörjning",
    other_lane="Övriga",
    all_lanes="Alla",
    order="Steg",
    gap_word="glapp",
    soon_word="slutar snart",
    as_table="Visa som tabell",
    legend="Teckenförklaring",
    when="När",
    who="Vem",
    what="Vad",
    state="Läge",
    together="Tillsammans med",
    several="händelse",
    kinds={"note": "anteckning", "meeting": "möte", "activity": "aktivitet"},
    states={"planned": "planerad", "waiting": "väntar", "under_way": "pågår", "done": "klar", "late": "sent"},
    gap=lambda days: f"Glapp {days} dagar",
    waiting=lambda days: f"väntan {days} dagar",
    ends_in=lambda days: f"slutar om {days} dagar",
    group=lambda count, kind: f"{count} × {kind}",
    extent=lambda label, extent: f"{label} {extent} %",
    day=date.isoformat,
    period=lambda first, last: f"{first} – {last or 'pågår'}",
    month=lambda day: MONTHS[day.month - 1],
    month_year=lambda day: f"{MONTHS[day.month - 1]} {day.year}",
    week=lambda day: f"v {day.isocalendar().week}",
)
LANES = (
    Lane("person", "Personen", tone="person"),
    Lane("pes", "Arbetsförmedlingen", tone="pes"),
    Lane("sia", "Försäkringskassan", tone="sia"),
    Lane("ame", "Kommunens arbetsmarknadsenhet", "AME", tone="municipality"),
    Lane("psy", "Regionen", "psykiatri", tone="region"),
)


def drawn(happenings: list[Happening], gaps: list[Gap] | None = None, **options: object) -> Picture:
    return picture(LANES, happenings, gaps or [], today=TODAY, texts=TEXTS, **options)  # type: ignore[arg-type]


def every_text(made: Picture) -> list[Text]:
    shapes = [text for shape in made.shapes for text in shape.texts]
    return [*shapes, *made.words, *(text for lane in made.lanes for text in lane.texts)]


def check_words(made: Picture) -> None:
    texts = every_text(made)
    for text in texts:
        box = text.box
        assert box.x >= 0, text
        assert box.y >= 0, text
        assert box.right <= made.width, text
        assert box.bottom <= made.height, text
    for one, other in combinations(texts, 2):
        assert not one.box.meets(other.box), (one, other)


def check_lines(made: Picture) -> None:
    for line in (*made.front, *made.lines):
        left, right = sorted((line.x1, line.x2))
        top, bottom = sorted((line.y1, line.y2))
        for text in every_text(made):
            box = text.box
            crossed = left < box.right and box.x < right + 1 and top < box.bottom and box.y < bottom
            assert not crossed, (line, text)


def check_one_each(made: Picture, wanted: set[str]) -> None:
    in_shapes = [key for shape in made.shapes for key in shape.keys]
    in_rows = [row.key for row in made.rows]
    assert sorted(in_shapes) == sorted(wanted)
    assert sorted(in_rows) == sorted(wanted)
    assert len({row.anchor for row in made.rows}) == len(made.rows)
    order = {key: place for place, key in enumerate(in_rows)}
    firsts = [order[shape.keys[0]] for shape in made.shapes]
    assert firsts == sorted(firsts)
    assert all(shape.title for shape in made.shapes)


def page(made: Figure) -> str:
    pages = Path(lanes_module.__file__).parents[2]
    loader = FileSystemLoader(pages)
    environment = Environment(loader=loader, autoescape=True, undefined=StrictUndefined)
    return environment.get_template("journey/timeline/pages/_swimlanes.html").render(figure=made, texts=TEXTS)
