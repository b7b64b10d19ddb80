"""For whom: the same question within groups, and what many looks cost: what differs by chance is no finding."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from samsyn.evidence.effect import words
from samsyn.evidence.effect.answer import Effect, answered
from samsyn.evidence.effect.question import Question
from samsyn.evidence.effect.sample import Sample
from samsyn.evidence.errors import Refused, Sentence
from samsyn.evidence.result import Result

MOST_GROUPS = 6  # a column of numbers with more values is parted at its median


def with_subgroups(whole: Effect, sample: Sample, question: Question) -> Effect:
    """`whole` with a part for each group of each column, and `details["subgroups"]`.

    Every p-value is also corrected for all looks by Holm (Scandinavian Journal of Statistics 1979), as are the tests of
    whether groups of a column differ at all (chi-square of the estimates around their weighted mean).
    """
    alone = replace(question, subgroups=(), bootstrap=0)
    parts = [_part(sample, alone, *look) for column in question.subgroups for look in _looks(sample, column)]
    answers = [at for at, one in enumerate(parts) if one.estimate is not None]
    corrected = holm([parts[at].details["p_value"] for at in answers])
    for at, p in zip(answers, corrected, strict=True):
        parts[at] = replace(parts[at], details={**parts[at].details, "p_value_holm": p})
    tests = {column: _differ([one for one in parts if column in one.of]) for column in question.subgroups}
    known = {column: test for column, test in tests.items() if test}
    for test, p in zip(known.values(), holm([test["p_value"] for test in known.values()]), strict=True):
        test["p_value_holm"] = p
    told = {"looks": len(answers), "correction": "holm", "differences": tests}
    said = words.joined((whole.method.sv, whole.method.en), words.of_looks(len(answers)))
    warnings = (*whole.warnings, *words.of_groups([parts[at] for at in answers], known))
    return replace(
        whole, parts=tuple(parts), details={**whole.details, "subgroups": told}, method=said, warnings=warnings
    )  # fmt: skip


def holm(p_values: Sequence[float]) -> list[float]:
    """Corrected for all of them, in the same order.

    >>> holm([0.01, 0.04, 0.03])
    [0.03, 0.06, 0.06]
    """
    corrected, highest = [0.0] * len(p_values), 0.0
    for rank, at in enumerate(sorted(range(len(p_values)), key=lambda one: p_values[one])):
        highest = max(highest, min(1.0, p_values[at] * (len(p_values) - rank)))
        corrected[at] = highest
    return corrected


def _looks(sample: Sample, column: str) -> Iterator[tuple[str, str, NDArray[np.bool_]]]:
    """Column, group and who is in it; who lacks the value is in none."""
    values = sample.groups[column]
    if values.dtype == object:
        for level in sorted({str(one) for one in values if one is not None}):
            yield column, level, np.array([one is not None and str(one) == level for one in values], bool)
        return
    levels = np.unique(values[~np.isnan(values)])
    if len(levels) <= MOST_GROUPS:
        for number in levels:
            yield column, f"{number:g}", values == number
        return
    middle = float(np.median(values[~np.isnan(values)]))
    yield column, f"<= {middle:g}", values <= middle
    yield column, f"> {middle:g}", values > middle


def _part(sample: Sample, question: Question, column: str, group: str, rows: NDArray[np.bool_]) -> Result:
    try:
        return replace(answered(sample.only(rows), question), of={column: group})
    except Refused as reason:
        told = Sentence(reason.said("sv"), reason.said("en"))
        return Result("effect", words.refused(), int(rows.sum()), of={column: group}, warnings=(told,))


def _differ(parts: Sequence[Result]) -> dict[str, Any] | None:
    """Whether the effect differs between the groups of one column; nothing with fewer than two answers."""
    from scipy.stats import chi2

    found = [(one.estimate, one.standard_error) for one in parts if one.estimate is not None and one.standard_error]
    if len(found) < 2:
        return None
    values, errors = (np.array(one, float) for one in zip(*found, strict=True))
    trust = 1 / errors**2
    statistic = float(trust @ (values - trust @ values / trust.sum()) ** 2)
    freedom = len(found) - 1
    return {"chi_square": statistic, "freedom": freedom, "p_value": float(chi2.sf(statistic, freedom))}
