"""`samsyn evidence effect`: what an intervention changed, compared with people who did not have it."""

import argparse
from pathlib import Path
from typing import Any

from samsyn.evidence.command import Verbs, verb, writing
from samsyn.evidence.errors import EvidenceError, Sentence
from samsyn.evidence.result import Result

METHODS = ("difference", "ols", "ipw", "ipw-ht", "aipw", "match", "did", "compare")


def add(verbs: Verbs) -> None:
    """The question and what it takes."""
    one = verb(verbs, "effect", "What an intervention changed, compared with people who did not have it.", answer)
    one.add_argument("--data", type=Path, required=True, metavar="FILE", help="CSV or Parquet, one row a person")
    one.add_argument("--comparison", type=Path, metavar="FILE", help="people without the intervention, same columns")
    one.add_argument("--treatment", metavar="COL", help="1 had the intervention, 0 had not")
    one.add_argument("--outcome", required=True, metavar="COL", help="a number; 0 and 1 give a difference in risk")
    one.add_argument("--covariates", default="", metavar="A,B", help="background known before the intervention")
    one.add_argument("--categorical", default="", metavar="A,B", help="covariates whose numbers are codes")
    one.add_argument("--terms", default="", metavar='"x2=x**2,…"', help="further terms of the logit")
    one.add_argument("--estimand", choices=("att", "ate"), default="att")
    one.add_argument("--method", choices=METHODS, default="ipw", help="did: areas that start; compare: all in order")
    one.add_argument("--trim", type=span, metavar="LOW,HIGH", help="only probabilities within these limits")
    one.add_argument("--neighbours", type=int, default=1, metavar="K", help="match: how many (1)")
    one.add_argument("--caliper", type=float, metavar="SD", help="match: greatest distance, sd of the logit")
    one.add_argument("--bootstrap", type=int, default=0, metavar="N", help="replications for the standard error")
    one.add_argument("--seed", type=int, default=0, metavar="S")
    one.add_argument("--cluster", default="", metavar="COL", help="rows of the same value move together")
    one.add_argument("--id", default="", metavar="COL", help="column that may hold each value once")
    one.add_argument("--subgroups", default="", metavar="COL,…", help="look within these, corrected for many looks")
    one.add_argument("--area", default="", metavar="COL", help="did: column of areas")
    one.add_argument("--time", default="", metavar="COL", help="did: column of times (numbers or days)")
    one.add_argument("--start", default="", metavar="COL", help="did: when the area began; empty means never")
    one.add_argument("--controls", choices=("not-yet", "never"), default="not-yet", help="did: compared with")
    one.add_argument("--design", action="store_true", help="only balance and overlap, no result")
    one.add_argument("--svg", type=Path, metavar="FILE", help="draw balance (did: times since the start) there")
    one.add_argument("--anyway", action="store_true", help="answer what would be refused, with the reason first")


def span(text: str) -> tuple[float, float]:
    """Two numbers with a comma between."""
    try:
        low, high = (float(one) for one in text.split(","))
    except ValueError:
        raise argparse.ArgumentTypeError("two numbers with a comma between, such as 0.1,0.9") from None
    return low, high


def answer(asked: argparse.Namespace) -> Result:
    """As the methods say, drawn too if asked."""
    found = answered(asked)
    if asked.svg:
        picture = drawn(found, asked.language)
        with writing(asked.svg):
            asked.svg.write_text(picture, encoding="utf-8")
    return found


def drawn(found: Result, language: str) -> str:
    """The picture of an answer."""
    from samsyn.evidence import effect

    if isinstance(found, effect.Effect):
        return effect.balance_picture(found.balance["variables"], language=language)
    return effect.times_picture(found, language=language)


def answered(asked: argparse.Namespace) -> Result:
    """The answer; columns that are needed and not named are told before the file is read."""
    from samsyn.evidence import effect
    from samsyn.evidence.reading import read

    needed = ("area", "time", "start") if asked.method == "did" else ("treatment",)
    if lacking := [f"--{one}" for one in needed if not getattr(asked, one)]:
        raise EvidenceError("NOT_ASKED", Sentence(f"ange också {', '.join(lacking)}.",
                                                  f"give {', '.join(lacking)} too."))  # fmt: skip
    table = read(asked.data)
    if asked.method == "did":
        return effect.staggered(
            table, area=asked.area, time=asked.time, start=asked.start, outcome=asked.outcome,
            controls=asked.controls, bootstrap=asked.bootstrap, seed=asked.seed, anyway=asked.anyway,
        )  # fmt: skip
    given: dict[str, Any] = {
        "treatment": asked.treatment, "outcome": asked.outcome, "covariates": asked.covariates, "terms": asked.terms,
        "estimand": asked.estimand, "trim": asked.trim, "neighbours": asked.neighbours, "caliper": asked.caliper,
        "bootstrap": asked.bootstrap, "seed": asked.seed, "cluster": asked.cluster, "identity": asked.id,
        "subgroups": asked.subgroups, "categorical": asked.categorical, "anyway": asked.anyway,
        "comparison": read(asked.comparison, name="comparison") if asked.comparison else None,
    }  # fmt: skip
    if asked.method == "compare":
        return effect.compare(table, **given)
    if asked.design:
        return effect.design(table, **given, method=asked.method)
    return effect.estimate(table, **given, method=asked.method)
