"""Small pictures for modules and steps, drawn with lines on 24 × 24. Made for Samsyn, under its licence."""

from collections.abc import Iterable, Iterator

from samsyn.access.errors import Text
from samsyn.basis.method.conditions import no_such
from samsyn.basis.method.content import Ladder, Step

PICTOGRAMS: dict[str, str] = {
    "alone": "M12 4a3 3 0 1 0 .1 0zM6 21v-4a6 6 0 0 1 12 0v4",
    "together": "M8 5a2.5 2.5 0 1 0 .1 0zM16 5a2.5 2.5 0 1 0 .1 0zM3 20v-3a5 5 0 0 1 9-3a5 5 0 0 1 9 3v3",
    "group": "M12 3a2.5 2.5 0 1 0 .1 0zM5 7a2 2 0 1 0 .1 0zM19 7a2 2 0 1 0 .1 0zM7 20v-5a5 5 0 0 1 10 0v5M2 19v-3a3 3 0 0 1 4-3M22 19v-3a3 3 0 0 0-4-3",  # noqa: E501
    "talk": "M3 4h18v12h-9l-5 5v-5h-4zM8 9h8M8 12h5",
    "listen": "M8 20c0-4-3-5-3-10a7 7 0 0 1 14 0c0 4-4 4-4 8a3 3 0 0 1-6 1M9 10a3 3 0 0 1 6 0c0 2-2 2-2 4",
    "look": "M2 12c3-5 7-7 10-7s7 2 10 7c-3 5-7 7-10 7s-7-2-10-7zM12 9a3 3 0 1 0 .1 0z",
    "ask": "M8 9a4 4 0 1 1 6 3.5c-1.5.8-2 1.5-2 3M12 19v.5",
    "hand": "M7 13v-7a1.5 1.5 0 0 1 3 0v5v-7a1.5 1.5 0 0 1 3 0v7v-6a1.5 1.5 0 0 1 3 0v6v-3a1.5 1.5 0 0 1 3 0v6a6 6 0 0 1-6 6c-4 0-5-2-9-7c-1-2 1-3 3 0z",  # noqa: E501
    "clock": "M12 3a9 9 0 1 0 .1 0zM12 7v5l3 3",
    "calendar": "M4 6h16v14h-16zM4 10h16M8 3v5M16 3v5M8 14h2M14 14h2M8 17h2",
    "bus": "M4 5h16v12h-16zM4 12h16M12 5v7M8 17v2M16 17v2M7 15h1M16 15h1",
    "walk": "M13 3a1.8 1.8 0 1 0 .1 0zM12 8l-1 6l-4 7M11 14l4 3l1 4M12 8l-4 3v3M12 8l3 4l3 1",
    "home": "M3 12l9-8l9 8M6 10v10h12v-10M10 20v-6h4v6",
    "sleep": "M3 18v-11M3 14h18v4M21 14v-2a3 3 0 0 0-3-3h-8v5M6 10h1M15 3h4l-4 4h4",
    "food": "M6 3v7M4 3v4a2 2 0 0 0 4 0v-4M6 10v11M17 3c-3 2-3 8 0 9v9z",
    "phone": "M7 2h10v20h-10zM11 19h2",
    "computer": "M3 4h18v12h-18zM9 20h6M12 16v4",
    "book": "M12 6c-2-2-5-2-9-2v14c4 0 7 0 9 2c2-2 5-2 9-2v-14c-4 0-7 0-9 2zM12 6v14",
    "write": "M4 20l1-5l11-11l4 4l-11 11zM14 6l4 4",
    "list": "M4 6l1.5 1.5l2.5-3M11 6h9M4 12l1.5 1.5l2.5-3M11 12h9M4 18l1.5 1.5l2.5-3M11 18h9",
    "tool": "M14 7a4 4 0 0 1 5-4l-2 3l1 2l3 0a4 4 0 0 1-5 4l-9 9l-3-3l9-9a4 4 0 0 1 1-2",
    "money": "M12 3a9 9 0 1 0 .1 0zM15 9c-1-2-6-2-6 .5c0 3 6 1.5 6 4.5c0 2.5-5 2.5-6 .5M12 6v12",
    "heart": "M12 20c-5-4-9-7-9-11a4.5 4.5 0 0 1 9-1.5a4.5 4.5 0 0 1 9 1.5c0 4-4 7-9 11z",
    "sun": "M12 8a4 4 0 1 0 .1 0zM12 2v3M12 19v3M2 12h3M19 12h3M5 5l2 2M17 17l2 2M19 5l-2 2M7 17l-2 2",
    "goal": "M5 21v-18l13 5l-13 5",
    "star": "M12 3l2.7 5.8l6.3.7l-4.7 4.3l1.3 6.2l-5.6-3.2l-5.6 3.2l1.3-6.2l-4.7-4.3l6.3-.7z",
    "done": "M4 12l5 6l11-13",
    "teach": "M3 4h18v11h-18zM12 15v5M8 20h8M7 8h6M7 11h9",
    "work": "M3 8h18v12h-18zM9 8v-3h6v3M3 13h18",
    "help": "M12 3a9 9 0 1 0 .1 0zM12 8a4 4 0 1 0 .1 0zM5.6 5.6l3.6 3.6M14.8 14.8l3.6 3.6M18.4 5.6l-3.6 3.6M9.2 14.8l-3.6 3.6",  # noqa: E501
    "broom": "M14 3l-4 10M6 14l8 3l-2 5l-9-3zM8 18l-1 3M11 19l-1 3",
    "leaf": "M12 21v-9M12 12c-6 0-8-4-8-8c5 0 8 3 8 8zM12 15c5 0 8-3 8-8c-5 0-8 3-8 8",
    "wood": "M4 18h16v-5h-16zM6 13v-4h12v4M9 9v-4h6v4",
    "car": "M3 16v-4l3-5h10l3 5l2 1v3zM7 15a2 2 0 1 0 .1 0zM17 15a2 2 0 1 0 .1 0zM6 12h13",
    "box": "M3 8l9-5l9 5v9l-9 5l-9-5zM3 8l9 5l9-5M12 13v9",
    "cart": "M2 4h3l3 11h10l3-8h-15M9 18a1.5 1.5 0 1 0 .1 0zM17 18a1.5 1.5 0 1 0 .1 0z",
    "cup": "M4 8h12v7a4 4 0 0 1-4 4h-4a4 4 0 0 1-4-4zM16 10h2a2 2 0 0 1 0 5h-2M8 2v3M12 2v3",
    "shirt": "M8 3l-6 4l2 5l3-1v10h10v-10l3 1l2-5l-6-4a4 4 0 0 1-8 0z",
    "music": "M9 18v-13l10-2v13M6.5 16a2.5 2.5 0 1 0 .1 0zM16.5 14a2.5 2.5 0 1 0 .1 0z",
    "paint": "M4 4h13v5h-13zM17 6h3v6h-9v3M9 15h4v6h-4z",
    "ball": "M12 3a9 9 0 1 0 .1 0zM3 12h18M12 3c4 4 4 14 0 18c-4-4-4-14 0-18",
    "paper": "M6 2h9l4 4v16h-13zM15 2v4h4M9 11h7M9 15h7",
    "mail": "M3 5h18v14h-18zM3 6l9 7l9-7",
    "snow": "M12 2v20M3 7l18 10M21 7l-18 10M9 4l3 3l3-3M9 20l3-3l3 3",
    "recycle": "M8 8l4-6l4 6M12 2l5 9M19 12l2 5l-4 4h-5M15 18l-3 3l3 3M7 21h-3l-2-4l4-7M3 12l3-2l2 3",
    "water": "M12 3c4 5 6 8 6 11a6 6 0 0 1-12 0c0-3 2-6 6-11z",
    "bike": "M6 13a4 4 0 1 0 .1 0zM18 13a4 4 0 1 0 .1 0zM6 17l4-8h6l2 8M10 9l4 8M9 6h3M16 9l-1-3h3",
    "strength": "M2 12h20M5 8v8M8 6v12M16 6v12M19 8v8",
    "stage": "M4 4h16v9a8 8 0 0 1-16 0zM8 9h2M14 9h2M8 13c2 3 6 3 8 0",
    "animal": "M12 13c-3 0-5 3-5 5c0 3 3 3 5 2c2 1 5 1 5-2c0-2-2-5-5-5zM6 8a1.6 2 0 1 0 .1 0zM10 4a1.6 2 0 1 0 .1 0zM14 4a1.6 2 0 1 0 .1 0zM18 8a1.6 2 0 1 0 .1 0z",  # noqa: E501
}


def unknown_pictures(ladders: Iterable[Ladder]) -> Iterator[tuple[tuple[str | int, ...], Text]]:
    """Every picture that a text names and that there is none of, with where it stands."""
    for n, ladder in enumerate(ladders):
        yield from _unknown(("ladders", n), ladder.steps)
        for m, module in enumerate(ladder.modules):
            if module.picture and module.picture not in PICTOGRAMS:
                yield ("ladders", n, "modules", m, "picture"), no_such(module.picture, PICTOGRAMS)
            yield from _unknown(("ladders", n, "modules", m), module.steps)


def _unknown(place: tuple[str | int, ...], steps: Iterable[Step]) -> Iterator[tuple[tuple[str | int, ...], Text]]:
    for at, step in enumerate(steps):
        if step.picture and step.picture not in PICTOGRAMS:
            yield (*place, "steps", at, "picture"), no_such(step.picture, PICTOGRAMS)
