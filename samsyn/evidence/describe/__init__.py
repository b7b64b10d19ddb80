"""Describe: the standard reports of SUS, each a `Result` with parts, bases printed and missing as a row.

    describe.before_after(tables, kind="occupations" | "livelihoods", collapsed=…, main=…, by=…, among=…)
    describe.livelihood_given(tables, given="sickness_benefit", by=…)
    describe.work_or_study(tables, by=…)                    after, started, increased
    describe.to_work_or_studies(tables, by=…)               the 31 %-kind
    describe.to_work_studies_or_job_seeking(tables, by=…)   the 60 %-kind
    describe.numbers(tables, by=…)                          participations, persons, anonymous, volume
    describe.length_of_stay(tables, by=…)
    describe.background(tables, variables=…, by=…)  describe.exit_reason(tables, by=…)  describe.exit_outcome(…)
    describe.costs(tables)
    describe.report(tables, name=…, by=…, given=…)          any of them by name (`describe.REPORTS`)
    describe.standard(tables, by=…)                         all that need no choice, by name

Every report counts by sex always, and by one background variable with `by=` (`describe.VARIABLES`). A part says what
it is `of`: {} is everybody, {"sex": "woman"}, {"education": "…"}, {"education": "…", "sex": "…"}. `details` carry
`cell_key` and `base_cell_key` (sum of record keys modulo 2**32 of those in numerator and denominator; of change
`before_cell_key` and `after_cell_key`) when the table has record keys. Choose whom it is about with `cohort.choose`.
"""

from samsyn.evidence.describe.before_after import before_after, livelihood_given
from samsyn.evidence.describe.codes import DEFAULT, LIVELIHOODS, NOT_ANSWERED, OCCUPATIONS, Codes
from samsyn.evidence.describe.costs import costs
from samsyn.evidence.describe.fields import background, exit_outcome, exit_reason
from samsyn.evidence.describe.measures import to_work_or_studies, to_work_studies_or_job_seeking
from samsyn.evidence.describe.numbers import numbers
from samsyn.evidence.describe.population import VARIABLES
from samsyn.evidence.describe.reports import REPORTS, report, standard
from samsyn.evidence.describe.stay import length_of_stay
from samsyn.evidence.describe.work import work_or_study

__all__ = [
    "DEFAULT", "LIVELIHOODS", "NOT_ANSWERED", "OCCUPATIONS", "REPORTS", "VARIABLES", "Codes", "background",
    "before_after", "costs", "exit_outcome", "exit_reason", "length_of_stay", "livelihood_given", "numbers", "report",
    "standard", "to_work_or_studies", "to_work_studies_or_job_seeking", "work_or_study",
]  # fmt: skip
