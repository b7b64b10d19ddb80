"""Where each module stood: the first step, the latest, and that of a day. Pure."""

import datetime as dt
from collections.abc import Iterable
from typing import NamedTuple

from samsyn.journey.ladder.models import Rating

RATERS = ("person", "staff")


class Given(NamedTuple):
    """A step and the day it was set; None: it was said that it is not judged."""

    step: int | None
    on: dt.date


Steps = dict[tuple[str, str], Given]


def latest(found: Iterable[Rating], until: dt.date | None = None) -> Steps:
    """The step of each module and rater as it stood on a day, or now. Ratings come oldest first."""
    steps: Steps = {}
    for rating in found:
        if until is None or rating.on <= until:
            steps |= {(module, rater): Given(step, rating.on) for module, rater, step in rating.steps()}
    return steps


def first(found: Iterable[Rating]) -> Steps:
    """The first step that was set of each module and rater."""
    steps: Steps = {}
    for rating in found:
        for module, rater, step in rating.steps():
            if step is not None:
                steps.setdefault((module, rater), Given(step, rating.on))
    return steps


def days(found: Iterable[Rating]) -> list[dt.date]:
    """Days on which something was rated, oldest first."""
    return sorted({rating.on for rating in found})
