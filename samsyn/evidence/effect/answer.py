"""One effect, in order: who is compared, balance and overlap, refusals, and only then the number with its doubts."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from samsyn.evidence.effect import balance as balances
from samsyn.evidence.effect import checks, words
from samsyn.evidence.effect.bootstrap import bootstrapped
from samsyn.evidence.effect.checks import Gate
from samsyn.evidence.effect.design_lines import lines_of
from samsyn.evidence.effect.estimators import Estimate, Material
from samsyn.evidence.effect.joining import joined, named
from samsyn.evidence.effect.methods import computed
from samsyn.evidence.effect.propensity import Propensity, propensity
from samsyn.evidence.effect.question import Question, Span, asked
from samsyn.evidence.effect.sample import Sample, sampled
from samsyn.evidence.effect.sensitivity import sensitivity
from samsyn.evidence.effect.variables import saying
from samsyn.evidence.errors import Refused, Sentence
from samsyn.evidence.result import Interval, Result, plain

LEVEL = 0.95
FEW_DRAWS = 200


@dataclass(frozen=True)
class Effect(Result):
    """A result that also says who was compared: people an arm, balance, overlap and effective sample size."""

    n_treated: int = 0
    n_control: int = 0
    balance: Mapping[str, Any] = field(default_factory=dict)
    overlap: Mapping[str, Any] = field(default_factory=dict)
    effective_sample_size: Mapping[str, Any] = field(default_factory=dict)

    def to_dict(self) -> dict[str, Any]:
        """As every result, with these beside; warnings and who is compared stand before any number."""
        whole = super().to_dict()
        own = ("n_treated", "n_control", "overlap", "balance", "effective_sample_size")
        first = {name: whole[name] for name in ("measure", "of", "warnings")}
        return {**first, **{name: plain(getattr(self, name)) for name in own}, **whole}

    def first(self, language: str) -> list[str]:
        """Warnings against an answer given anyway, then balance, overlap and effective sample size."""
        lines = lines_of(
            self, people=(self.n_treated, self.n_control), sizes=self.effective_sample_size, overlap=self.overlap,
            balance=self.balance,
        )  # fmt: skip
        return [one.said(language) for one in lines]


@dataclass(frozen=True)
class Design:
    """Whom the answer will rest on, known before any outcome is looked at."""

    sample: Sample
    kept: NDArray[np.bool_]
    chances: Propensity | None
    overlap: Mapping[str, Any]


def design(
    table: Any,
    *,
    treatment: str,
    outcome: str,
    covariates: Sequence[str] | str = (),
    terms: str = "",
    comparison: Any = None,
    **rest: Any,
) -> Effect:
    """Balance, overlap and effective sample size, and no result; `outcome` only says who lacks one.

    Shapes, units, further keywords and errors as `estimate`. What weighting or matching does: ipw, ipw-ht, aipw, match.

    >>> people = {"got": [1, 0] * 20, "worked": [1, 0, 1, 1] * 10, "age": [*range(20, 60)]}
    >>> import pyarrow as pa
    >>> found = design(pa.table(people), treatment="got", outcome="worked", covariates="age", method="difference")
    >>> round(found.balance["before"]["age"], 3), found.estimate
    (-0.085, None)
    """
    question = asked(treatment=treatment, outcome=outcome, covariates=covariates, terms=terms, **rest)
    gate = Gate(anyway=True)
    with named():
        sample = sampled(joined(table, comparison, treatment), question)
    checks.of_arms(gate, sample, question)
    plan = designed(gate, sample, question)
    blind = replace(plan.sample, outcome=np.zeros(sample.n))
    weights = computed(_material(replace(plan, sample=blind))[0], question) if question.needs_model else None
    return _shown(plan, question, weights, gate, measure="balance", method=words.of_design())


def estimate(
    table: Any, *, treatment: str, outcome: str, covariates: Sequence[str] | str = (), terms: str = "",
    estimand: str = "att", method: str = "ipw", trim: Span | None = None, comparison: Any = None, neighbours: int = 1,
    caliper: float | None = None, bootstrap: int = 0, seed: int = 0, cluster: str = "", identity: str = "",
    categorical: Sequence[str] | str = (), subgroups: Sequence[str] | str = (), anyway: bool = False,
) -> Effect:  # fmt: skip
    """The effect of `treatment` (1 or 0) on `outcome`, a number, from one row a person (Ibis, Arrow or pandas).

    - `covariates`: columns known before the intervention; text is spread out as codes (`categorical`: numbers too).
      `terms`: of the logit only, see `terms.parse`. `comparison`: a second table with people without the intervention.
    - `estimand`: att (those who had it) or ate (everybody). `method`: difference, ols, ipw, ipw-ht, aipw or match
      (`neighbours`, `caliper` in standard deviations of the logit). `trim`: (low, high) of the probability.
    - `bootstrap` replications with `seed`; `cluster`: column whose rows move together; `identity`: column that may
      hold each value once; `subgroups`: columns to look within, corrected for the number of looks.
    - `anyway`: answer what would be refused, with the reason first among the warnings.

    Unit: that of the outcome; for 0 and 1 a difference in risk. Raises `EvidenceError` as `question.asked` and
    `sample.sampled`, and `Refused` ONE_GROUP, TOO_FEW, CONSTANT_OUTCOME, FEW_CLUSTERS, NO_OVERLAP, ALL_TRIMMED,
    TOO_FEW_EFFECTIVE, NOT_COMPUTABLE. Imbens and Rubin, Causal Inference, 2015.

    >>> import pyarrow as pa
    >>> people = pa.table({"got": [1, 0] * 20, "days": [9, 5, 7, 3] * 10})
    >>> found = estimate(people, treatment="got", outcome="days", method="difference")
    >>> found.estimate, found.n_treated, found.n_control
    (4.0, 20, 20)
    """
    question = asked(
        treatment=treatment, outcome=outcome, covariates=covariates, terms=terms, estimand=estimand, method=method,
        trim=trim, neighbours=neighbours, caliper=caliper, bootstrap=bootstrap, seed=seed, cluster=cluster,
        identity=identity, categorical=categorical, subgroups=subgroups, anyway=anyway,
    )  # fmt: skip
    with named():
        sample = sampled(joined(table, comparison, treatment), question)
    found = answered(sample, question)
    if not question.subgroups:
        return found
    from samsyn.evidence.effect.subgroups import with_subgroups

    return with_subgroups(found, sample, question)


def answered(sample: Sample, question: Question) -> Effect:
    """The whole way from people to a number."""
    gate = Gate(question.anyway)
    checks.of_arms(gate, sample, question)
    plan = designed(gate, sample, question)
    material, names = _material(plan)
    checks.of_outcome_model(gate, question, material, names, plan.sample)
    found = computed(material, question)
    shown = _shown(plan, question, found, gate)
    if not (np.isfinite(found.value) and np.isfinite(found.error)):
        raise Refused("NOT_COMPUTABLE", words.not_computable())
    checks.of_weights(gate, question, dict(shown.effective_sample_size))
    interval, error, details = _uncertainty(found, material, question, gate)
    details |= {"means": {"treated": found.treated.mean, "control": found.control.mean}}
    doubts = sensitivity(found, material, interval, names)
    details |= {"sensitivity": doubts}
    method = words.of_method(question, sample, doubts.get("rosenbaum"))
    return replace(
        shown, method=method, estimate=found.value, standard_error=error, interval=interval, warnings=gate.warnings,
        details={**shown.details, **details}, unit=_unit(sample),
    )  # fmt: skip


def designed(gate: Gate, sample: Sample, question: Question) -> Design:
    """Overlap and trimming; raises `Refused` NO_OVERLAP or TOO_FEW."""
    for one in sample.told:
        gate.tell(one.sv, one.en)
    if not any(one.role != "left_out" for one in sample.variables):
        if question.needs_model:
            gate.tell("Ingen bakgrund säger något: jämförelsen är rakt av.",
                      "No covariate says anything: the comparison is as it stands.")  # fmt: skip
        return Design(sample, np.ones(sample.n, bool), propensity(sample) if question.needs_model else None, {})
    chances = propensity(sample)
    overlap, kept = balances.overlap(sample, chances), chances.kept(question.trim)
    if kept.all() or chances.parted:
        checks.of_overlap(gate, sample, question, overlap)
    if not kept.all():
        overlap["after_trim"] = _trimmed(gate, sample, question, chances, kept)
    return Design(sample, kept, chances, overlap)


def _trimmed(
    gate: Gate, sample: Sample, question: Question, chances: Propensity, kept: NDArray[np.bool_]
) -> dict[str, Any]:  # fmt: skip
    """Overlap of those left; raises `Refused` ALL_TRIMMED or what is wrong with them."""
    if len(np.unique(sample.treated[kept])) < 2:
        raise Refused("ALL_TRIMMED", words.all_trimmed())
    left = replace(
        sample, treated=sample.treated[kept], outcome=sample.outcome[kept], rows=sample.rows[kept], clusters=None,
        exclusions={}, variables=tuple(replace(one, values=one.values[kept]) for one in sample.variables),
    )  # fmt: skip
    checks.of_arms(gate, left, question)
    overlap = balances.overlap(left, replace(chances, probability=chances.probability[kept]))
    if not chances.parted:
        checks.of_overlap(gate, left, question, overlap)
    return overlap


def _material(plan: Design) -> tuple[Material, list[str]]:
    """What is computed on, and the names of its covariates: those that still say something among those compared."""
    sample, matrix = plan.sample, plan.sample.matrix("covariate")
    names = [one.name for one in sample.variables if one.role == "covariate"]
    said = [*range(1, matrix.shape[1])] if plan.kept.all() else saying(matrix, plan.kept)
    material = Material(
        sample.treated, sample.outcome, matrix[:, [0, *said]], plan.kept, plan.chances, sample.clusters
    )  # fmt: skip
    return material, [names[at - 1] for at in said]


def _shown(
    plan: Design, question: Question, found: Estimate | None, gate: Gate, *, measure: str = "effect",
    method: Sentence | None = None,
) -> Effect:  # fmt: skip
    """Everything but the number."""
    sample, kept = plan.sample, plan.kept
    arms = (kept * sample.treated, kept * (1 - sample.treated))
    weights = arms if found is None else (found.treated.weights, found.control.weights)
    reweighed = found is not None and question.method not in ("difference", "ols")
    rows = balances.balance(sample, weights[0] + weights[1] if reweighed else None, None if kept.all() else kept)
    exclusions = dict(sample.exclusions) | ({"trimmed": int((~kept).sum())} if not kept.all() else {})
    outside = int(found.details.get("outside_caliper", 0)) if found else 0
    exclusions |= {"outside_caliper": outside} if outside else {}
    return Effect(
        measure=measure, method=method or words.of_method(question, sample), n=int(kept.sum()),
        exclusions=exclusions, warnings=gate.warnings, details=_details(plan, question), unit=_unit(sample),
        table=pa.Table.from_pylist(rows["variables"]) if rows["variables"] else None,
        n_treated=int(arms[0].sum()), n_control=int(arms[1].sum()), balance=rows, overlap=plan.overlap,
        effective_sample_size=balances.sizes(sample, weights, kept),
    )  # fmt: skip


def _details(plan: Design, question: Question) -> dict[str, Any]:
    sample = plan.sample
    return {
        "method": question.method,
        "estimand": None if question.method in ("difference", "ols") else question.estimand,
        "treatment": question.treatment,
        "outcome": question.outcome,
        "trim": question.trim and list(question.trim),
        "missing_by_column": dict(sample.missing),
        "not_compared": list(sample.not_compared),
        "model": {
            "covariates": [one.name for one in sample.variables if one.role == "covariate"],
            "terms": {one.name: one.text for one in question.terms},
            "intercept_and_coefficients": None if plan.chances is None else plan.chances.coefficients.tolist(),
        },
    }


def _uncertainty(
    found: Estimate, material: Material, question: Question, gate: Gate
) -> tuple[Interval, float, dict[str, Any]]:  # fmt: skip
    """Interval and standard error: by formula, or by bootstrap when asked (never for matching)."""
    from scipy.stats import norm
    from scipy.stats import t as student

    reach = norm.ppf(0.5 + LEVEL / 2) if found.freedom is None else student.ppf(0.5 + LEVEL / 2, found.freedom)
    half = float(reach) * found.error
    interval = Interval(found.value - half, found.value + half, LEVEL, "normal" if found.freedom is None else "t")
    score = abs(found.value) / found.error if found.error else np.inf
    tail = norm.sf(score) if found.freedom is None else student.sf(score, found.freedom)
    details = {**found.details, "standard_error_by": found.by, "p_value": float(2 * tail)}
    if not question.bootstrap:
        return interval, found.error, details
    again = bootstrapped(material, question)
    details |= {"bootstrap": again, "by_formula": {"standard_error": found.error, "by": found.by}}
    if question.bootstrap < FEW_DRAWS:
        gate.tell(
            f"Bara {question.bootstrap} omdragningar: intervallet är grovt. Ta {FEW_DRAWS} eller fler.",
            f"Only {question.bootstrap} replications: the interval is coarse. Take {FEW_DRAWS} or more.",
        )
    if again["failed"]:
        gate.tell(f"{again['failed']} av {question.bootstrap} omdragningar gick inte att räkna.",
                  f"{again['failed']} of {question.bootstrap} replications could not be computed.")  # fmt: skip
    if question.method == "match":
        gate.tell(*words.NO_BOOTSTRAP)
        return interval, found.error, details
    details["standard_error_by"] = "bootstrap"
    low, high = again["interval"]
    return Interval(low, high, LEVEL, "bootstrap percentile"), again["standard_error"], details


def _unit(sample: Sample) -> str:
    return "risk difference" if bool(np.isin(sample.outcome, (0, 1)).all()) else "difference"
