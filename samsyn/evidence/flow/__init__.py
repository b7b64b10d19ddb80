"""Flow: who went from which state to which, between any two moments or month to month.

    flow.transitions(table, person=…, moment=…, state=…, start=…, end=…, extent=…, main=…, several=…)
    flow.months(table, person=…, month=…, state=…)
    flow.between(tables, kind=…, start="before", end="exit", collapsed=…, by=…)     of a snapshot
    flow.on_days(tables, days=[…], kind=…)   flow.monthly(tables, first=…, months=36, kind=…)

A `Result` with parts `of` {"from", "to"}: numerator, denominator (the row), row share and Wilson's interval; the
matrix itself in `details` (from, to, counts, row_shares); `table` (start, end, from, to, n, base, share, low, high)
is what a Sankey is drawn from.

    flow.sankey.svg(answer, heading="…", names={"work": "Arbete"}, language="sv", narrow=False)
"""

from samsyn.evidence.flow import sankey
from samsyn.evidence.flow.between import between
from samsyn.evidence.flow.days import monthly, on_days
from samsyn.evidence.flow.transitions import months, transitions

__all__ = ["between", "monthly", "months", "on_days", "sankey", "transitions"]
