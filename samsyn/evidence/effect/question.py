"""What is asked: the columns, whose effect, by which method; a question that is no question is told at once."""

from collections.abc import Sequence
from dataclasses import dataclass

from samsyn.evidence.effect.terms import Term, parse
from samsyn.evidence.errors import EvidenceError, Sentence

METHODS = ("difference", "ols", "ipw", "ipw-ht", "aipw", "match")
ESTIMANDS = ("att", "ate")
Span = tuple[float, float]


@dataclass(frozen=True)
class Question:
    """See `effect.estimate` for what each means."""

    treatment: str
    outcome: str
    covariates: tuple[str, ...] = ()
    terms: tuple[Term, ...] = ()
    estimand: str = "att"
    method: str = "ipw"
    trim: Span | None = None
    neighbours: int = 1
    caliper: float | None = None
    bootstrap: int = 0
    seed: int = 0
    cluster: str = ""
    identity: str = ""
    categorical: tuple[str, ...] = ()
    subgroups: tuple[str, ...] = ()
    anyway: bool = False

    @property
    def needs_model(self) -> bool:
        """Whether the probability of the intervention decides anything in the answer."""
        return self.method not in ("difference", "ols") or self.trim is not None


def asked(
    *, treatment: str, outcome: str, covariates: Sequence[str] | str = (), terms: str = "", **rest: object
) -> Question:
    """The question, checked. Lists may be written with commas between.

    Raises `EvidenceError` UNKNOWN_METHOD, UNKNOWN_ESTIMAND, DOUBLE_ROLE, COVARIATES_NEEDED, BAD_TRIM, BAD_NUMBER,
    BAD_TERM.
    """
    lists = {name: names(rest.pop(name, ())) for name in ("categorical", "subgroups")}  # type: ignore[arg-type]
    question = Question(
        treatment, outcome, names(covariates), parse(terms), **lists, **rest  # type: ignore[arg-type]
    )  # fmt: skip
    _choices(question)
    _roles(question)
    _figures(question)
    return question


def names(given: Sequence[str] | str | None) -> tuple[str, ...]:
    """Each once, in order; text is split at commas."""
    parts = given.split(",") if isinstance(given, str) else given or ()
    return tuple(dict.fromkeys(one.strip() for one in parts if one.strip()))


def _choices(question: Question) -> None:
    for code, value, choices in (
        ("UNKNOWN_METHOD", question.method, METHODS),
        ("UNKNOWN_ESTIMAND", question.estimand, ESTIMANDS),
    ):
        if value not in choices:
            shown = ", ".join(choices)
            raise wrong(code, f"”{value}” finns inte. Välj bland: {shown}.",
                        f"there is no “{value}”. Choose among: {shown}.")  # fmt: skip


def _roles(question: Question) -> None:
    one, other = question.treatment, question.outcome
    if one == other or {one, other} & {*question.covariates, *question.categorical, question.cluster}:
        raise wrong(
            "DOUBLE_ROLE",
            f"insatsen ({one}) och utfallet ({other}) måste vara två kolumner, och ingen av dem får vara bakgrund.",
            f"treatment ({one}) and outcome ({other}) must be two columns, and neither may be a covariate.",
        )
    for term in question.terms:
        if {one, other} & set(term.uses):
            raise wrong(
                "DOUBLE_ROLE",
                f"termen ”{term.name}” använder insatsen eller utfallet. Den får bara använda bakgrund.",
                f"the term “{term.name}” uses treatment or outcome. It may only use background.",
            )
    if question.needs_model and not (question.covariates or question.terms):
        raise wrong(
            "COVARIATES_NEEDED",
            f"metoden {question.method} jämför människor med samma bakgrund. Ange bakgrund med --covariates.",
            f"the method {question.method} compares people of like background. Give --covariates.",
        )


def _figures(question: Question) -> None:
    if question.trim and not 0 <= question.trim[0] < question.trim[1] <= 1:
        raise wrong("BAD_TRIM", "gränserna ska vara två tal från 0 till 1, det lägre först, som 0.1,0.9.",
                    "the limits are two numbers from 0 to 1, the lower first, such as 0.1,0.9.")  # fmt: skip
    for name, value, low, high in (
        ("neighbours", question.neighbours, 1, 1000),
        ("caliper", question.caliper if question.caliper is not None else 1, 1e-9, 1e9),
        ("bootstrap", question.bootstrap or 20, 20, 100_000),
        ("seed", question.seed, 0, 2**63),
    ):
        if not low <= value <= high:
            raise wrong("BAD_NUMBER", f"{name} ska ligga mellan {low:g} och {high:g}, inte {value:g}.",
                        f"{name} lies between {low:g} and {high:g}, not {value:g}.")  # fmt: skip


def wrong(code: str, sv: str, en: str) -> EvidenceError:
    """A question that does not hold."""
    return EvidenceError(code, Sentence(sv, en))
