"""What became of the people one referred, as a sentence and bars."""

from typing import Any

from django.utils.translation import gettext as _

from samsyn.learning.statistics import figures
from samsyn.learning.statistics.bars import Value, bars
from samsyn.learning.statistics.referred import ENDED, ENROLLED, Told


def pictured(told: Told) -> dict[str, Any]:
    """`finding` and `picture`."""
    all_ = len(told.ways)
    if not all_:
        return {"finding": "", "picture": None}
    began = sum(way.became in (ENROLLED, ENDED) for way in told.ways)
    base = figures.with_base(began, all_, None)
    finding = _("%(base)s av dina remisser ledde till att insatsen började") % {"base": base}
    rows = [(words, [Value(n / all_, figures.with_base(n, all_, None))]) for words, n in told.counts]
    return {"finding": finding, "picture": bars(rows)}
