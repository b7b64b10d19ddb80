"""What goes with an earlier or later end: Cox's proportional hazards, through lifelines."""

import warnings
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any

import ibis
import numpy as np

from samsyn.evidence.columns import collect, needed
from samsyn.evidence.errors import EvidenceError, Place, Refused, Sentence
from samsyn.evidence.result import Interval, Result
from samsyn.evidence.shares import normal
from samsyn.evidence.survival import words
from samsyn.evidence.survival.covariates import DURATION, ENTRY, EVENT, Design, designed
from samsyn.evidence.survival.data import Asked, followed

FEWEST, FEW = 5, 10  # ends a covariate: refused below, told below (Peduzzi 1995; Vittinghoff & McCulloch 2007)
DOUBTFUL = 0.05


def cox(
    table: ibis.Table,
    *,
    duration: str,
    event: str,
    covariates: Sequence[str],
    entry: str | None = None,
    person: str | None = None,
    robust: bool = False,
    level: float = 0.95,
    name: str = "data",
) -> Result:
    """How the hazard of ending goes with `covariates`, each given the others: a part for each, with hazard ratio.

    `table`: one row a person; `duration` ≥ 0, `event` 0/1. A covariate of numbers stands as it is; one of text is
    compared with its commonest value. A part's `estimate` is the hazard ratio with interval, `standard_error` that of
    its logarithm (the sandwich when `robust`), `details` coefficient, z, p and the check of proportional hazards
    (Schoenfeld's residuals against ranked time, Grambsch & Therneau 1994). Ties by Efron.
    Raises as `kaplan_meier`, and `EvidenceError` NO_COVARIATES, TOO_MANY_LEVELS; `Refused` NO_EVENTS, TOO_FEW_EVENTS,
    CONSTANT_COLUMN, COLLINEAR, SEPARATED, NOT_CONVERGED. Source: Cox (1972), JRSS B 34; Efron (1977), JASA 72.

    >>> import ibis
    >>> rows = {"days": [float(one) for one in range(1, 21)], "ended": [1] * 20, "age": [30, 50, 40, 60] * 5}
    >>> part, = cox(ibis.memtable(rows), duration="days", event="ended", covariates=["age"]).parts
    >>> part.of, round(part.estimate, 3)
    ({'covariate': 'age'}, 0.982)
    """
    asked = Asked(duration, event, None, entry, person, name=name, covariates=tuple(covariates))
    _need_covariates(table, asked)
    data = followed(table, asked)
    design = designed(collect(data.table, name=name), asked)
    _need_ends(design, asked)
    fitted, checked = _fitted(design, asked, robust, level)
    parts = [_part(one, fitted, checked, design, level) for one in design.names]
    return Result(
        measure="hazard_ratios",
        method=words.hazards(design.references, robust),
        n=design.n,
        exclusions={**data.exclusions, **design.exclusions},
        warnings=(*_few(design), *_not_proportional(parts)),
        details=_whole(fitted, design),
        parts=tuple(parts),
    )


def _need_covariates(table: ibis.Table, asked: Asked) -> None:
    if not asked.covariates:
        told = Sentence("ange minst en kovariat.", "name at least one covariate.")
        raise EvidenceError("NO_COVARIATES", told, place=Place(asked.name))
    needed(table, asked.covariates, name=asked.name)


def _need_ends(design: Design, asked: Asked) -> None:
    place = Place(asked.name, None, asked.event)
    if design.events == 0:
        raise Refused(
            "NO_EVENTS",
            Sentence(
                "ingen har nått slutet, så inget kan sägas om vad det hänger ihop med. Följ längre.",
                "nobody has reached the end, so nothing can be said of what goes with it. Follow for longer.",
            ),
            place=place,
        )
    wanted = FEWEST * len(design.names)
    if design.events < wanted:
        raise Refused(
            "TOO_FEW_EVENTS",
            Sentence(
                f"{design.events} slut räcker inte för {len(design.names)} kovariater: det behövs minst {wanted}. "
                f"Välj högst {design.events // FEWEST} kovariater eller följ längre.",
                f"{design.events} ends are not enough for {len(design.names)} covariates: at least {wanted} are "
                f"needed. Choose at most {design.events // FEWEST} covariates or follow for longer.",
            ),
            place=place,
        )


def _fitted(design: Design, asked: Asked, robust: bool, level: float) -> tuple[Any, Mapping[str, Any]]:
    """lifelines' model, and by covariate what the check of proportional hazards says."""
    from lifelines import CoxPHFitter
    from lifelines.exceptions import ConvergenceError
    from lifelines.statistics import proportional_hazard_test

    entry = ENTRY if asked.entry else None
    try:
        with _heard() as heard:
            model = CoxPHFitter(alpha=1 - level)
            model.fit(design.frame, DURATION, EVENT, robust=robust, entry_col=entry)
            checked: dict[str, Any] = {}
            if not entry:  # lifelines has no residuals for late entries
                checked = proportional_hazard_test(model, design.frame, time_transform="rank").summary.to_dict("index")
    except (ConvergenceError, np.linalg.LinAlgError):
        raise _not_converged(asked) from None
    if any("failed to converge" in str(one.message) for one in heard):
        raise _not_converged(asked)
    _refuse_runaway(model, design, asked)
    return model, checked


@contextmanager
def _heard() -> Iterator[list[Any]]:
    """lifelines' own warnings, kept instead of printed: what they say of is tested here."""
    with warnings.catch_warnings(record=True) as heard, np.errstate(all="ignore"):
        warnings.simplefilter("always")
        yield heard


def _not_converged(asked: Asked) -> Refused:
    return Refused(
        "NOT_CONVERGED",
        Sentence(
            "skattningen stannade inte vid något svar. "
            "Ta bort kovariater som hör ihop, eller slå ihop ovanliga värden.",
            "the estimation did not settle. Leave out covariates that go together, or put rare values together.",
        ),
        place=Place(asked.name),
    )


def _refuse_runaway(model: Any, design: Design, asked: Asked) -> None:
    """A coefficient that a whole spread of its covariate multiplies beyond e¹⁰ has run away."""
    for name in design.names:
        spread = float(design.frame[name].std())
        if not abs(float(model.params_[name])) * spread < 10 or not np.isfinite(model.standard_errors_[name]):
            raise separated(name, asked.name)


def separated(column: str, table: str) -> Refused:
    """The refusal when a covariate alone says who ends first."""
    return Refused(
        "SEPARATED",
        Sentence(
            "kovariaten avgör ensam vem som når slutet, så dess samband har ingen gräns. "
            "Slå ihop värden eller ta bort den.",
            "the covariate alone decides who reaches the end, so its relation has no limit. "
            "Put values together or leave it out.",
        ),
        place=Place(table, None, column),
    )


def _part(name: str, model: Any, checked: Mapping[str, Any], design: Design, level: float) -> Result:
    row = model.summary.loc[name]
    ratio, reach = float(np.exp(row["coef"])), normal(level) * float(row["se(coef)"])
    low, high = float(np.exp(row["coef"] - reach)), float(np.exp(row["coef"] + reach))
    return Result(
        measure="hazard_ratio",
        of={"covariate": name, **design.compared(name)},
        method=Sentence("Hazardkvot, övriga kovariater lika.", "Hazard ratio, the other covariates alike."),
        n=design.n,
        estimate=ratio,
        standard_error=float(row["se(coef)"]),
        interval=Interval(low, high, level),
        unit="ratio",
        details={
            "coefficient": float(row["coef"]),
            "standard_error": float(row["se(coef)"]),
            "z": float(row["z"]),
            "p": float(row["p"]),
            "proportionality": _proportionality(checked.get(name)),
        },
    )


def _proportionality(checked: Mapping[str, float] | None) -> dict[str, Any] | None:
    if checked is None:
        return None
    p = float(checked["p"])
    return {"statistic": float(checked["test_statistic"]), "p": p, "holds": p >= DOUBTFUL}


def _whole(model: Any, design: Design) -> dict[str, Any]:
    with _heard():
        tested = model.log_likelihood_ratio_test()
        return {
            "events": design.events,
            "censored": design.n - design.events,
            "log_likelihood": float(model.log_likelihood_),
            "aic": float(model.AIC_partial_),
            "concordance": float(model.concordance_index_),
            "likelihood_ratio": {
                "statistic": float(tested.test_statistic),
                "degrees": len(design.names),
                "p": float(tested.p_value),
            },
            "references": dict(design.references),
            "ties": "efron",
        }


def _few(design: Design) -> list[Sentence]:
    if design.events >= FEW * len(design.names):
        return []
    each = design.events / len(design.names)
    return [
        Sentence(
            f"Bara {each:.1f} slut per kovariat; under {FEW} kan kvoterna bli för stora och intervallen för smala.",
            f"Only {each:.1f} ends a covariate; below {FEW} the ratios may be too large and the intervals too narrow.",
        )
    ]


def _not_proportional(parts: Sequence[Result]) -> list[Sentence]:
    checks = {part.of["covariate"]: part.details["proportionality"] for part in parts}
    if None in checks.values():
        return [words.PROPORTIONALITY_UNCHECKED]
    names = [name for name, check in checks.items() if not check["holds"]]
    return [words.not_proportional(names)] if names else []
