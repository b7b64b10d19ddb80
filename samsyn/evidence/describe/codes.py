"""Which codes mean work, studies, job-seeking and other; and which mean that nobody answered."""

from dataclasses import dataclass
from typing import Any, Literal

import ibis

from samsyn.evidence.errors import not_one_of

Kind = Literal["occupations", "livelihoods"]
STATES = ("work", "studies", "job_seeking", "other", "not_mapped")
MISSING = "missing"
NOT_ANSWERED = frozenset({"unknown", "missing", "not_answered"})


@dataclass(frozen=True)
class Codes:
    """Codes by what they mean. A code that stands nowhere is counted as `not_mapped` and listed, never dropped."""

    work: frozenset[str]
    studies: frozenset[str]
    job_seeking: frozenset[str]
    other: frozenset[str]
    missing: frozenset[str] = NOT_ANSWERED

    def state(self, code: Any) -> Any:
        """The column `code` as one of `STATES`, an Ibis expression."""
        return ibis.cases(
            (code.isin(sorted(self.work)), "work"),
            (code.isin(sorted(self.studies)), "studies"),
            (code.isin(sorted(self.job_seeking)), "job_seeking"),
            (code.isin(sorted(self.other)), "other"),
            else_="not_mapped",
        )

    def meaning(self, code: str) -> str:
        """One code as one of `STATES`, or "missing"."""
        for state in ("work", "studies", "job_seeking", "other", "missing"):
            if code in getattr(self, state):
                return state
        return "not_mapped"


OCCUPATIONS = Codes(
    work=frozenset({"working"}),
    studies=frozenset({"studying"}),
    job_seeking=frozenset({"job_seeking", "job_seeker_without_daily_occupation", "job_seeker_in_programme"}),
    other=frozenset({"other", "ill_without_daily_occupation"}),
)
LIVELIHOODS = Codes(
    work=frozenset({"self_supporting", "wage_subsidy", "subsidised_employment", "unsubsidised_employment"}),
    studies=frozenset({"study_support"}),
    job_seeking=frozenset({"unemployment_insurance", "activity_support", "development_allowance"}),
    other=frozenset({
        "sickness_benefit", "rehabilitation_benefit", "sickness_compensation", "activity_compensation",
        "sickness_or_activity_compensation", "introduction_benefit", "income_support", "parental_benefit",
        "other_public", "other", "zero_placed", "none",
    }),
)  # fmt: skip
DEFAULT: dict[Kind, Codes] = {"occupations": OCCUPATIONS, "livelihoods": LIVELIHOODS}
COLUMN: dict[Kind, str] = {"occupations": "code", "livelihoods": "source"}


def sorting(kind: Kind, codes: Codes | None) -> Codes:
    """`codes`, or those of the own lists. Raises `EvidenceError` UNKNOWN_VALUE for another kind."""
    if kind not in DEFAULT:
        raise not_one_of("kind", kind, DEFAULT)
    return codes or DEFAULT[kind]
