"""What is said of times until something ends: how it was reckoned and what may not be concluded."""

from collections.abc import Mapping, Sequence
from typing import Any

from samsyn.evidence.errors import Sentence

FEW = 10
PROPORTIONALITY_UNCHECKED = Sentence(
    "Att kvoterna är lika stora hela tiden är inte prövat: provet finns inte för dem som kommer in sent.",
    "That the ratios are the same all the time was not checked: there is no such check for late entries.",
)


def standing(tau: float, level: float) -> Sentence:
    """Of Kaplan–Meier."""
    share, until = f"{level:.0%}".replace("%", " %"), f"{tau:g}".replace(".", ",")
    return Sentence(
        "Andelen som ännu inte nått slutet är skattad enligt Kaplan–Meier, med Greenwoods varians och log-log-band "
        f"({share} punkt för punkt). Den som lämnar uppföljningen räknas med till och med den dagen. Det förutsätter "
        "att de som lämnar inte skiljer sig från dem som är kvar; annars visar kurvan fel. Medeltiden gäller till "
        f"{until} och inte längre. Skillnader mellan grupper är inte effekter: de kan ha varit olika från början.",
        "The share that has not yet reached the end is estimated by Kaplan–Meier, with Greenwood's variance and "
        f"log-log bands ({level:.0%}, point by point). Whoever leaves observation counts until and including that day. "
        "This supposes that those who leave do not differ from those who stay; otherwise the curve is wrong. The mean "
        f"time holds until {tau:g} and no longer. Differences between groups are not effects: the groups may have "
        "differed from the start.",
    )


def competing(level: float) -> Sentence:
    """Of Aalen–Johansen."""
    share = f"{level:.0%}".replace("%", " %")
    return Sentence(
        "Andelen som nått varje slags slut är skattad enligt Aalen–Johansen: ett slut utesluter de andra, och "
        f"andelarna läggs ihop till högst 1. Variansen är deltametodens, med log-log-band ({share}). Slut på samma "
        "dag delar samma grupp under risk. En grupp kan få fler till arbete för att färre får ett annat slut; läs "
        "orsakerna tillsammans. Skillnader mellan grupper är inte effekter.",
        "The share that has reached each kind of end is estimated by Aalen–Johansen: one end shuts out the others, "
        f"and the shares add up to at most 1. The variance is the delta method's, with log-log bands ({level:.0%}). "
        "Ends on one day share the same people at risk. A group may have more in work because fewer reach another end; "
        "read the causes together. Differences between groups are not effects.",
    )


def comparison(weights: str) -> Sentence:
    """Of the log-rank test."""
    return Sentence(
        f"Log-rank ({weights}) jämför hela kurvorna med vad som väntas om grupperna vore lika. Ett lågt p säger att "
        "kurvorna skiljer sig, inte varför och inte hur mycket. Korsar kurvorna varandra kan testet missa skillnaden.",
        f"Log-rank ({weights}) compares the whole curves with what is expected if the groups were alike. A low p says "
        "that the curves differ, not why and not how much. If the curves cross, the test may miss the difference.",
    )


def hazards(references: Mapping[str, str], robust: bool) -> Sentence:
    """Of Cox."""
    against = ", ".join(f"{name}: {value}" for name, value in references.items())
    sv = f" Ord jämförs med det vanligaste värdet ({against})." if against else ""
    en = f" Texts are compared with the commonest value ({against})." if against else ""
    return Sentence(
        "Hazardkvoter enligt Cox, med lika slutdagar enligt Efron"
        f"{' och robusta standardfel' if robust else ''}. Kvoten säger hur mycket oftare slutet nås vid varje tidpunkt "
        f"bland dem som är kvar, när övriga kovariater är lika.{sv} Den som saknar en kovariat är inte med. Kvoten är "
        "ett samband, inte en effekt: det som inte är med i modellen kan ligga bakom.",
        "Hazard ratios by Cox, ties by Efron"
        f"{' and robust standard errors' if robust else ''}. The ratio says how much more often the end is reached at "
        f"each time among those who remain, the other covariates alike.{en} Whoever lacks a covariate is left out. The "
        "ratio is an association, not an effect: what is not in the model may lie behind it.",
    )


def not_proportional(names: Sequence[str]) -> Sentence:
    """When Schoenfeld's residuals go with time."""
    shown = ", ".join(names)
    return Sentence(
        f"Kvoten för {shown} tycks ändras med tiden (p under 0,05), så ett enda tal beskriver den inte. Läs den som "
        "ett genomsnitt över tiden, eller jämför kurvor per grupp.",
        f"The ratio of {shown} seems to change with time (p below 0.05), so that one number does not describe it. Read "
        "it as an average over time, or compare curves by group.",
    )


def warned(groups: dict[str, Any], tau_asked: float | None) -> tuple[Sentence, ...]:
    """What a reader must know before believing the curves of `groups` (`Steps` by name)."""
    made = [*_none_ended(groups), *_small(groups), *_emptied(groups)]
    unfinished = {one.time[-1] for one in groups.values() if one.at_risk[-1] > one.ended[-1]}
    if tau_asked is None and len(groups) > 1 and unfinished and min(unfinished) < max(_ends(groups)):
        made.append(
            Sentence(
                "Grupperna är följda olika länge. Medeltiden räknas så länge alla grupper är följda.",
                "The groups were followed for different times. The mean is reckoned as far as all are followed.",
            )
        )
    return tuple(made)


def _ends(groups: dict[str, Any]) -> list[float]:
    return [one.time[-1] for one in groups.values()]


def _none_ended(groups: dict[str, Any]) -> list[Sentence]:
    return _said_of(
        [name for name, one in groups.items() if not one.ended.any()],
        "Ingen{} har nått slutet under uppföljningen. Kurvan ligger kvar på 1 och mediantiden är okänd.",
        "Nobody{} has reached the end under observation. The curve stays at 1 and the median is unknown.",
    )


def _small(groups: dict[str, Any]) -> list[Sentence]:
    return _said_of(
        [name for name, one in groups.items() if one.n < FEW],
        f"Färre än {FEW} personer{{}}: en enda person flyttar kurvan mycket. Lita inte på skillnader.",
        f"Fewer than {FEW} people{{}}: a single person moves the curve far. Do not trust differences.",
    )


def _emptied(groups: dict[str, Any]) -> list[Sentence]:
    """With late entries nobody may be left at risk before the last has come."""
    return _said_of(
        [name for name, one in groups.items() if ((one.at_risk <= one.ended) & (one.ended > 0))[:-1].any()],
        "Alla under uppföljning{} nådde slutet innan de sista kom in. Kurvan faller då till 0 och stannar där: "
        "börja uppföljningen när fler är inne.",
        "Everybody under observation{} ended before the last had entered. The curve then falls to 0 and stays: "
        "begin when more have entered.",
    )


def _said_of(names: Sequence[str], sv: str, en: str) -> list[Sentence]:
    """With the groups where {} stands; nothing when it holds of none."""
    shown = ", ".join(one for one in names if one)
    both = (f" i {shown}", f" in {shown}") if shown else ("", "")
    return [Sentence(sv.format(both[0]), en.format(both[1]))] if names else []
