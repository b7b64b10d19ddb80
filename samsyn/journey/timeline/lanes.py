"""The swimlanes: `figure` for a page (wide, narrow and table), `picture` for one drawing.

Plain values go in; shapes with whole numbers come out, and the words of a table.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from samsyn.journey.timeline.happening import LIVELIHOOD, Gap, Happening, Lane, step
from samsyn.journey.timeline.job import make_job
from samsyn.journey.timeline.narrow import narrow_picture
from samsyn.journey.timeline.shapes import Figure, Picture
from samsyn.journey.timeline.wide import wide_picture
from samsyn.journey.timeline.words import Texts

__all__ = ["LIVELIHOOD", "NARROW", "WIDE", "Figure", "Gap", "Happening", "Lane", "Picture", "Texts"]
__all__ += ["figure", "picture", "step"]

WIDE = 1180
NARROW = 343  # a 375 pixel screen within its margins
LEAST_WIDE = 640


def picture(
    lanes: Sequence[Lane],
    happenings: Sequence[Happening],
    gaps: Sequence[Gap] = (),
    *,
    today: date,
    texts: Texts,
    starts_on: date | None = None,
    ends_on: date | None = None,
    width: int = WIDE,
    order_only: bool = False,
    picture_id: str = "swimlanes",
) -> Picture:
    """One drawing; under 640 pixels time goes downwards. Keys are unique."""
    window = (starts_on, ends_on)
    job = make_job(picture_id, lanes, happenings, gaps, today, window, width, order_only, texts)
    return wide_picture(job) if width >= LEAST_WIDE else narrow_picture(job)


def figure(
    lanes: Sequence[Lane],
    happenings: Sequence[Happening],
    gaps: Sequence[Gap] = (),
    *,
    today: date,
    texts: Texts,
    starts_on: date | None = None,
    ends_on: date | None = None,
    order_only: bool = False,
    figure_id: str = "swimlanes",
) -> Figure:
    """Both drawings and their one table, for `_swimlanes.html`."""
    wide, narrow = (
        picture(
            lanes,
            happenings,
            gaps,
            today=today,
            texts=texts,
            starts_on=starts_on,
            ends_on=ends_on,
            width=width,
            order_only=order_only,
            picture_id=f"{figure_id}-{name}",
        )
        for name, width in (("wide", WIDE), ("narrow", NARROW))
    )
    return Figure(figure_id, texts.title, wide, narrow, wide.rows, wide.legend)
