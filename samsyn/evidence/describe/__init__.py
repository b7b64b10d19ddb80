"""Describe: the standard reports of SUS, each a `Result` with parts, bases printed and missing as a row.

    describe.before_after(tables, kind="occupations" | "livelihoods", collapsed=…, main=…, by=…, among=…)

Every report counts by sex always, and by one background variable with `by=` (`describe.VARIABLES`). A part says what
it is `of`: {} is everybody, {"sex": "woman"}, {"education": "…"}, {"education": "…", "sex": "…"}. `details` carry
`cell_key` and `base_cell_key` (sum of record keys modulo 2**32) when the table has record keys.
"""

from samsyn.evidence.describe.before_after import before_after
from samsyn.evidence.describe.codes import DEFAULT, LIVELIHOODS, NOT_ANSWERED, OCCUPATIONS, Codes
from samsyn.evidence.describe.population import VARIABLES

__all__ = ["DEFAULT", "LIVELIHOODS", "NOT_ANSWERED", "OCCUPATIONS", "VARIABLES", "Codes", "before_after"]
