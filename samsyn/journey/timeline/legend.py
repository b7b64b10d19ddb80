"""The legend: only the forms this picture uses."""

from __future__ import annotations

from samsyn.journey.timeline import style
from samsyn.journey.timeline.happening import Happening, ends_soon
from samsyn.journey.timeline.job import GAP, Job
from samsyn.journey.timeline.shapes import LegendEntry, Path

WIDE, MIDDLE = 28, 10


def legend(job: Job) -> tuple[LegendEntry, ...]:
    if job.order_only:
        return ()
    entries = [*_moments(job), *_bars(job)]
    return tuple(entries)


def _entry(words: str, *paths: Path, tone: str = "other") -> LegendEntry:
    return LegendEntry(words, f"sw-tone-{tone}", style.look_of(tone), (), paths)


def _moments(job: Job) -> list[LegendEntry]:
    """One entry a form, with the words of all kinds that share it."""
    kinds = dict.fromkeys(h.kind for h in job.happenings if h.is_moment and h.kind in job.texts.kinds)
    forms: dict[str, list[str]] = {}
    for kind in kinds:
        forms.setdefault(style.marker(kind, WIDE // 2, MIDDLE), []).append(job.texts.kind(kind))
    solid = ("sw-mark sw-solid", style.ink_of("other"))
    return [_entry(_listed(names), Path(form, *solid)) for form, names in forms.items()]


def _listed(names: list[str]) -> str:
    return ", ".join([names[0], *(name[:1].lower() + name[1:] for name in names[1:])])


def _bars(job: Job) -> list[LegendEntry]:
    periods = [h for h in job.happenings if not h.is_moment]
    texts, ink = job.texts, style.ink_of("other")
    entries = []
    for state in dict.fromkeys(_look_state(h) for h in periods):
        if state in texts.states:
            entries.append(_entry(texts.states[state], *_sample(state)))
    if any(ends_soon(h, job.today) is not None for h in periods):
        cap = Path(style.block(22, 0, 27, 20), "sw-solid", ink)
        entries.append(_entry(texts.soon_word, *_sample("done"), cap))
    if any(h.kind == GAP for h in periods):
        lines = Path("M1 12l10 -10M3 18l16 -16M11 18l16 -16M19 18l8 -8", "sw-strike", style.BARE)
        edge = Path(style.block(1, 2, 27, 18), "sw-edge", style.BARE)
        entries.append(_entry(texts.gap_word, lines, edge, tone="gap"))
    return entries


def _look_state(happening: Happening) -> str:
    return "waiting" if happening.is_waiting else happening.state


def _sample(state: str) -> tuple[Path, ...]:
    ending = {"interrupted": "torn", "under_way": "arrow"}.get(state, "square")
    edge = style.outline(1, 2, 27, 18, ending)
    look = {"waiting": style.DASHED, "declined": style.THIN}.get(state, style.BARE)
    paths = [Path(edge, "sw-rest", style.REST)]
    if state in ("done", "interrupted"):
        paths.append(Path(edge, "sw-past", style.NO_EDGE))
    if state == "under_way":
        paths.append(Path(style.block(1, 2, 15, 18), "sw-past", style.NO_EDGE))
    paths.append(Path(edge, "sw-edge", look))
    if state == "declined":
        paths.append(Path(style.strike(24, MIDDLE), "sw-strike", style.BARE))
    return tuple(paths)
