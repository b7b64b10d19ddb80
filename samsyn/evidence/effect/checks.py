"""What makes an answer untrustworthy: it is refused with the reason, or, if asked for anyway, given with that first."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from samsyn.evidence.effect.estimators import Material
from samsyn.evidence.effect.joining import SECOND
from samsyn.evidence.effect.question import Question
from samsyn.evidence.effect.sample import Sample
from samsyn.evidence.effect.variables import saying
from samsyn.evidence.errors import Refused, Sentence

FEWEST = 10  # people an arm
FEWEST_EFFECTIVE = 10  # people an arm that the weights amount to
FEWEST_CLUSTERS = 5
FEW_CLUSTERS = 20
PER_PARAMETER = 5
MOST_OUTSIDE = 0.5


@dataclass
class Gate:
    """Refuses, or gathers as warnings what would have been refused. `said` keeps the rest in order."""

    anyway: bool = False
    forced: list[Sentence] = field(default_factory=list)
    said: list[Sentence] = field(default_factory=list)

    def refuse(self, code: str, sv: str, en: str) -> None:
        """Raises `Refused` with what to do, unless the answer was asked for anyway."""
        if self.anyway:
            self.forced.append(Sentence(f"Skulle ha vägrats ({code}): {sv}", f"Would have been refused ({code}): {en}"))
            return
        raise Refused(code, Sentence(sv, en))

    def tell(self, sv: str, en: str) -> None:
        """A warning that forbids nothing."""
        self.said.append(Sentence(sv, en))

    @property
    def warnings(self) -> tuple[Sentence, ...]:
        """What would have been refused first."""
        return tuple(dict.fromkeys((*self.forced, *self.said)))


def of_arms(gate: Gate, sample: Sample, question: Question) -> None:
    """ONE_GROUP (never answered), TOO_FEW, CONSTANT_OUTCOME, FEW_CLUSTERS; tells how many were left out."""
    got, others = int(sample.treated.sum()), int((1 - sample.treated).sum())
    if not got or not others:
        which_sv, which_en = ("med", "with") if not got else ("utan", "without")
        raise Refused(
            "ONE_GROUP",
            Sentence(
                f"det finns ingen {which_sv} insatsen ({question.treatment}) att jämföra med. Förändring från "
                "före till efter är ingen effekt. Lägg till en jämförelsegrupp, till exempel med --comparison.",
                f"there is nobody {which_en} the intervention ({question.treatment}) to compare with. A change from "
                "before to after is no effect. Add a comparison group, for instance with --comparison.",
            ),
        )
    if min(got, others) < 2:
        raise Refused("TOO_FEW", Sentence("varje grupp behöver minst två personer för att räknas.",
                                          "each group needs two people at least to be computed."))  # fmt: skip
    if min(got, others) < FEWEST:
        gate.refuse("TOO_FEW", f"{got} med insatsen och {others} utan; minst {FEWEST} av varje behövs.",
                    f"{got} with the intervention and {others} without; {FEWEST} of each are needed.")  # fmt: skip
    if np.ptp(sample.outcome) == 0:
        gate.refuse("CONSTANT_OUTCOME", f"utfallet {question.outcome} är lika för alla.",
                    f"the outcome {question.outcome} is the same for all.")  # fmt: skip
    _clusters(gate, sample)
    own = int(((sample.rows < SECOND) & (sample.treated == 0)).sum())
    if own and own < others:
        gate.tell(
            f"Också {own} utan insatsen i den första tabellen jämförs, utöver dem i jämförelsen.",
            f"{own} without the intervention in the first table are compared too, beside those of the comparison.",
        )
    if lost := sum(sample.exclusions.values()):
        shown = ", ".join(f"{column} {count}" for column, count in sample.missing.items())
        gate.tell(
            f"{lost} av {lost + sample.n} rader saknar något värde ({shown}) och är utelämnade; svaret gäller de "
            "övriga.",
            f"{lost} of {lost + sample.n} rows lack some value ({shown}) and are left out; the answer is about the "
            "others.",
        )


def _clusters(gate: Gate, sample: Sample) -> None:
    if sample.clusters is None:
        return
    groups = len(np.unique(sample.clusters))
    if groups < FEWEST_CLUSTERS:
        gate.refuse("FEW_CLUSTERS", f"{groups} grupper (kluster) är för få; minst {FEWEST_CLUSTERS} behövs.",
                    f"{groups} clusters are too few; {FEWEST_CLUSTERS} are needed.")  # fmt: skip
    elif groups < FEW_CLUSTERS:
        gate.tell(f"Bara {groups} grupper (kluster): intervallet kan vara för smalt.",
                  f"Only {groups} clusters: the interval may be too narrow.")  # fmt: skip


def of_overlap(gate: Gate, sample: Sample, question: Question, overlap: dict[str, Any]) -> None:
    """NO_OVERLAP: background tells who got the intervention, or most of those the effect is about have nobody alike."""
    parameters = 1 + sum(one.role != "left_out" for one in sample.variables)
    fewest = int(min(sample.treated.sum(), (1 - sample.treated).sum()))
    if fewest < PER_PARAMETER * parameters:
        gate.tell(
            f"Modellen har {parameters} parametrar och den minsta gruppen {fewest} personer; det är få.",
            f"The model has {parameters} parameters and the smallest group {fewest} people; that is few.",
        )
    if overlap["parted"]:
        gate.refuse(
            "NO_OVERLAP",
            f"bakgrunden avgör helt, för alla eller några, vem som fick insatsen{_culprit(sample, True)}: de går inte "
            "att jämföra. Välj en jämförelsegrupp som liknar dem, eller utelämna den bakgrunden.",
            f"background decides wholly, for all or some, who had the intervention{_culprit(sample, False)}: they "
            "cannot be compared. Choose a comparison group like them, or leave that background out.",
        )
        return
    share = overlap["share_outside"]
    if share["treated"] > MOST_OUTSIDE:
        gate.refuse(
            "NO_OVERLAP",
            f"{share['treated']:.0%} av dem med insatsen har ingen utan insatsen som liknar dem. Välj en "
            "jämförelsegrupp som liknar dem.",
            f"{share['treated']:.0%} of those with the intervention have nobody without it like them. Choose a "
            "comparison group like them.",
        )
    elif share["treated"] > 0:
        gate.tell(
            f"{share['treated']:.1%} av dem med insatsen har ingen utan insatsen som liknar dem.",
            f"{share['treated']:.1%} of those with the intervention have nobody without it like them.",
        )
    if question.estimand == "ate" and share["control"] > 0:
        _of_everybody(gate, share["control"])


def of_outcome_model(gate: Gate, question: Question, of: Material, names: Sequence[str], sample: Sample) -> None:
    """Tells covariates that say nothing among those left. NO_OVERLAP: the model of one group would guess of the other.

    `names`: of the covariates in `of`.
    """
    if question.method not in ("ols", "aipw"):
        return
    whole = [one.name for one in sample.variables if one.role == "covariate"]
    if lost := ", ".join(name for name in whole if name not in names):
        gate.tell(f"Bland dem som är kvar säger {lost} inget nytt och är utelämnad ur utfallsmodellen.",
                  f"Among those left {lost} says nothing new and is left out of the outcome model.")  # fmt: skip
    arms = of.arms[0 if question.estimand == "ate" else 1 :] if question.method == "aipw" else ()
    silent = {at for arm in arms for at in {*range(1, len(names) + 1)} - {*saying(of.covariates, arm > 0)}}
    if shown := ", ".join(names[at - 1] for at in sorted(silent)):
        gate.refuse(
            "NO_OVERLAP",
            f"i en av grupperna är {shown} lika för alla eller följer av annan bakgrund, i den andra inte: vad det "
            "betyder för utfallet går inte att räkna. Utelämna den bakgrunden, eller ta --method ipw.",
            f"in one of the groups {shown} is the same for all or follows from other background, in the other not: "
            "what it means to the outcome cannot be computed. Leave it out, or take --method ipw.",
        )


def _of_everybody(gate: Gate, share: float) -> None:
    """An effect for everybody, when some without the intervention have nobody alike with it."""
    most = share > MOST_OUTSIDE and not gate.anyway
    sv = "Lita inte på detta som svar om alla: " if most else ""
    en = "Do not trust this as an answer about everybody: " if most else ""
    gate.tell(
        f"{sv}{share:.1%} av dem utan insatsen har ingen med insatsen som liknar dem. Trimma, eller fråga efter att.",
        f"{en}{share:.1%} of those without the intervention have nobody with it like them. Trim, or ask for att.",
    )


def _culprit(sample: Sample, swedish: bool) -> str:
    """Names variables that part the two groups on their own."""
    found = []
    for one in (one for one in sample.variables if one.role != "left_out"):
        sides = [one.values[sample.treated == arm] for arm in (1, 0)]
        if (
            sides[0].min() > sides[1].max()
            or sides[0].max() < sides[1].min()
            or min(np.ptp(side) for side in sides) == 0
        ):
            found.append(one.name)
    start = " (titta på " if swedish else " (look at "
    return f"{start}{', '.join(found[:5])})" if found else ""


def of_weights(gate: Gate, question: Question, sizes: dict[str, Any]) -> None:
    """TOO_FEW_EFFECTIVE: a handful of people would decide the answer."""
    fewest = min(sizes["of_control"], sizes["of_treated"] if question.estimand == "ate" else sizes["of_control"])
    if question.method == "match" and question.neighbours > fewest:
        gate.tell(f"Det finns bara {fewest} grannar, färre än {question.neighbours}; alla är med.",
                  f"There are only {fewest} neighbours, fewer than {question.neighbours}; all are used.")  # fmt: skip
    for arm, sv, en in (("treated", "med insatsen", "with the intervention"), ("control", "utan", "without it")):
        if sizes[arm] < FEWEST_EFFECTIVE:
            gate.refuse(
                "TOO_FEW_EFFECTIVE",
                f"vikterna gör {sizes[f'of_{arm}']} personer {sv} värda {sizes[arm]:.1f}; minst {FEWEST_EFFECTIVE} "
                "behövs. Trimma med --trim, eller välj en jämförelsegrupp som liknar dem mer.",
                f"the weights make {sizes[f'of_{arm}']} people {en} worth {sizes[arm]:.1f}; {FEWEST_EFFECTIVE} are "
                "needed. Trim with --trim, or choose a comparison group more like them.",
            )
        elif sizes[arm] < 0.2 * sizes[f"of_{arm}"]:
            gate.tell(
                f"Vikterna gör {sizes[f'of_{arm}']} personer {sv} värda {sizes[arm]:.1f}: svaret vilar på få.",
                f"The weights make {sizes[f'of_{arm}']} people {en} worth {sizes[arm]:.1f}: the answer rests on few.",
            )
