"""Every method on the same people, in an order that no answer can change."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from samsyn.evidence.effect import words
from samsyn.evidence.effect.answer import Effect, answered
from samsyn.evidence.effect.joining import joined, named
from samsyn.evidence.effect.question import METHODS, asked, wrong
from samsyn.evidence.effect.sample import Sample, sampled
from samsyn.evidence.errors import EvidenceError, Refused, Sentence
from samsyn.evidence.result import Result


def compare(table: Any, **asked_for: Any) -> Effect:
    """Every method of `estimate` side by side, always in the same order; none is called best.

    What a method refuses is a part without estimate and with the reason. Raises as `estimate` when all refuse,
    and BAD_CHOICE for subgroups.
    """
    rest = dict(asked_for)
    comparison = rest.pop("comparison", None)
    question = asked(**{**rest, "method": "difference"})
    if question.subgroups:
        raise wrong("BAD_CHOICE", "välj en metod för grupper.", "choose one method for subgroups.")
    with named():
        sample = sampled(joined(table, comparison, question.treatment), question)
    parts = [_one_of(sample, {**rest, "method": method}) for method in METHODS]
    reasons = [one for one in parts if isinstance(one, EvidenceError)]
    if len(reasons) == len(METHODS):
        raise reasons[0]
    told = [_reason(one, method) if isinstance(one, EvidenceError) else replace(one, of={"method": method})
            for one, method in zip(parts, METHODS, strict=True)]  # fmt: skip
    return _side_by_side(told)


def _one_of(sample: Sample, rest: dict[str, Any]) -> Effect | EvidenceError:
    try:
        return answered(sample, asked(**rest))
    except EvidenceError as reason:
        if isinstance(reason, Refused) or reason.code == "COVARIATES_NEEDED":
            return reason
        raise


def _reason(reason: EvidenceError, method: str) -> Result:
    return Result("effect", words.refused(), 0, of={"method": method}, warnings=(reason.words,))


def _side_by_side(parts: Sequence[Result]) -> Effect:
    """The parts, and who is compared as weighted by `ipw` (or as they are, when it has no answer)."""
    answers = [one for one in parts if isinstance(one, Effect)]
    shown = next((one for one in answers if one.of["method"] == "ipw"), answers[0])
    refused = [(one.of["method"], one.warnings[0]) for one in parts if one.estimate is None]
    said = tuple(Sentence(f"{method}: {why.sv}", f"{method}: {why.en}") for method, why in refused)
    return replace(
        shown, measure="effect_by_method", of={}, method=words.of_comparison(), parts=tuple(parts), estimate=None,
        standard_error=None, interval=None, details={}, warnings=tuple(dict.fromkeys((*shown.warnings, *said))),
    )  # fmt: skip
