"""What is said of an effect: how it was reached, about whom, what it rests on, and what it may not be taken for."""

from collections.abc import Mapping, Sequence
from typing import Any

from samsyn.evidence.effect.question import Question
from samsyn.evidence.effect.sample import Sample
from samsyn.evidence.errors import Sentence
from samsyn.evidence.result import Result

HOW = {
    "difference": (
        "Skillnad i medelvärde mellan dem med och utan insatsen, med Welchs medelfel.",
        "Difference in means between those with and without the intervention, with Welch's standard error.",
    ),
    "ols": (
        "Linjär regression av utfallet på insatsen och bakgrunden (utan termer), med robust medelfel (HC1). Är "
        "effekten olika för olika personer väger svaret dem mest som lika gärna kunde ha fått insatsen som inte.",
        "Linear regression of the outcome on treatment and covariates (without terms), robust standard error (HC1). If "
        "the effect differs between people, the answer weighs those most who might as well have had it as not.",
    ),
    "ipw": (
        "Vägd skillnad (Hajek): sannolikheten att få insatsen skattas med en logit på standardiserad bakgrund och "
        "termer, och de som jämförs vägs så att de liknar varandra. Medelfelet räknar med att sannolikheten är "
        "skattad.",
        "Weighted difference (Hajek): the probability of the intervention is estimated by a logit on standardised "
        "covariates and terms, and those compared are weighted to be alike. The standard error accounts for the "
        "probability being estimated.",
    ),
    "ipw-ht": (
        "Vägd skillnad (Horvitz–Thompson): som ipw, men summorna delas med antalet personer, inte med vikterna.",
        "Weighted difference (Horvitz–Thompson): as ipw, but sums are divided by the number of people, not by the "
        "weights.",
    ),
    "aipw": (
        "Dubbelt robust (AIPW, Hajek): en linjär modell av utfallet på bakgrunden utan termer, och dess fel vägda "
        "med sannolikheten att få insatsen. Det räcker att den ena av de två modellerna stämmer.",
        "Doubly robust (AIPW, Hajek): a linear model of the outcome on covariates without terms, and its errors "
        "weighted by the probability of the intervention. It is enough that one of the two models holds.",
    ),
    "match": (
        "Närmaste granne på logiten av sannolikheten att få insatsen, med återläggning; alla lika nära räknas lika. "
        "Medelfel enligt Abadie och Imbens, som om sannolikheten vore känd; det är ofta i största laget.",
        "Nearest neighbour on the logit of the probability of the intervention, with replacement; all equally near "
        "count equally. Standard error after Abadie and Imbens, as if the probability were known; often on the large "
        "side.",
    ),
}
ABOUT = {
    "att": ("Svaret gäller dem som fick insatsen.", "The answer is about those who had the intervention."),
    "ate": ("Svaret gäller alla i materialet.", "The answer is about everybody in the data."),
}
TRIMMED = (
    "Bara de vars sannolikhet ligger mellan {low:g} och {high:g} är med; svaret gäller dem. Modellen av sannolikheten "
    "skattas på alla.",
    "Only those whose probability lies between {low:g} and {high:g} are compared; the answer is about them. The model "
    "of the probability is fitted on everybody.",
)
RANDOM = (
    "Får kallas effekt om lotten avgjorde vem som fick insatsen. Annars är det en skillnad, som också kan bero på "
    "vilka de var från början.",
    "May be called an effect if chance decided who had the intervention. If not, it is a difference, which may also "
    "come from who they were to begin with.",
)
UNMEASURED = (
    "Får tolkas som effekt bara om inget annat än den angivna bakgrunden skiljer grupperna åt i det som avgör "
    "utfallet; det går inte att visa ur dessa data. Bakgrund ska vara mätt före insatsen. Säger inget om dem som "
    "inte har någon att jämföras med, om andra grupper eller tider, eller vad som verkade.",
    "May be read as an effect only if nothing but the given background sets the groups apart in what decides the "
    "outcome; these data cannot show that. Background must be measured before the intervention. It says nothing of "
    "those who have nobody to be compared with, of other groups or times, or of what it was that worked.",
)
CLUSTERED = ("Rader i samma {0} räknas ihop.", "Rows of the same {0} move together.")
BOOTSTRAPPED = (
    "Medelfel och intervall av {0} omdragningar (frö {1}).",
    "Standard error and interval from {0} bootstrap replications (seed {1}).",
)
NO_BOOTSTRAP = (
    "Omdragning håller inte för matchning (Abadie och Imbens 2008); medelfel och intervall är enligt formeln.",
    "The bootstrap does not hold for matching (Abadie and Imbens 2008); standard error and interval are by formula.",
)


def of_method(question: Question, sample: Sample, bounds: Mapping[str, Any] | None = None) -> Sentence:
    """How, about whom, resting on what; `bounds` of hidden bias in pairs, where there are any."""
    said = [HOW[question.method]]
    if question.method in ("difference", "ols"):
        said.append(RANDOM if question.method == "difference" else UNMEASURED)
    else:
        said += [ABOUT[question.estimand], UNMEASURED]
    if question.trim:
        low, high = question.trim
        said.insert(1, (TRIMMED[0].format(low=low, high=high), TRIMMED[1].format(low=low, high=high)))
    if question.cluster:
        said.append((CLUSTERED[0].format(question.cluster), CLUSTERED[1].format(question.cluster)))
    if question.bootstrap and question.method != "match":
        counts = (question.bootstrap, question.seed)
        said.append((BOOTSTRAPPED[0].format(*counts), BOOTSTRAPPED[1].format(*counts)))
    if bounds:
        said.append(of_pairs(bounds))
    return joined(*said)


def of_pairs(bounds: Mapping[str, Any]) -> tuple[str, str]:
    """How much hidden bias the pairs of a matching would bear."""
    alpha, gamma = f"{bounds['alpha']:g}", f"{bounds['gamma'] or 1:.2f}"
    alpha_sv, gamma_sv = alpha.replace(".", ","), gamma.replace(".", ",")
    count = f"{bounds['pairs']} {{0}} {bounds['matched']}"
    sv = f"Dold snedhet (Rosenbaums gränser), i {count.format('av')} par, där ingen står två gånger"
    en = f"Hidden bias (Rosenbaum's bounds), in {count.format('of')} pairs, where nobody stands twice"
    if bounds["gamma"] is None:
        return (
            f"{sv}: skillnaden kan bero på slumpen redan utan den (ensidigt p över {alpha_sv}).",
            f"{en}: the difference may be chance even without it (one-sided p above {alpha}).",
        )
    return (
        f"{sv}: om något omätt kan göra oddsen att få insatsen {gamma_sv} gånger så höga för den ena i ett par som för "
        f"den andra, kan skillnaden bero på det (ensidigt p över {alpha_sv}). Det visar inte att något sådant saknas.",
        f"{en}: if something unmeasured can make the odds of the intervention {gamma} times as high for the one in a "
        f"pair as for the other, the difference may come from it (one-sided p above {alpha}). That does not show that "
        "there is nothing of the kind.",
    )


def of_design() -> Sentence:
    """Of what is shown before any result."""
    return Sentence(
        "Vilka som jämförs, innan något resultat: standardiserad skillnad för varje kolumn, också dem utanför "
        "modellen, och hur sannolikheten att få insatsen överlappar. Skillnader över 0,1 brukar räknas som stora.",
        "Who is compared, before any result: the standardised difference of every column, also those outside the "
        "model, and how the probability of the intervention overlaps. Differences above 0.1 are usually held large.",
    )


def of_comparison() -> Sentence:
    """Of methods side by side."""
    return Sentence(
        "Alla metoder, alltid i samma ordning. Ingen är bäst för att den ger det svar man hoppades på: välj metod "
        "efter vad den förutsätter, innan svaret är känt. Att de är lika bevisar inte att de är rätt.",
        "All methods, always in the same order. None is better for giving the answer one hoped for: choose by what a "
        "method assumes, before the answer is known. That they agree does not prove them right.",
    )


def of_looks(count: int) -> tuple[str, str]:
    """Of groups looked at one by one."""
    return (
        f"Inom grupper: {count} försök, och p-värden räknade också för att de är så många (Holm). Att en grupp skiljer "
        "sig från noll och en annan inte betyder inte att de skiljer sig från varandra; det prövas för sig.",
        f"Within groups: {count} looks, and p-values also corrected for there being so many (Holm). That one group "
        "differs from nothing and another does not is not a difference between them; that is tested apart.",
    )


def of_groups(parts: Sequence[Result], tests: Mapping[str, Mapping[str, float]]) -> list[Sentence]:
    """Corrected p-values of groups, and of whether those of a column differ."""
    shown = "; ".join(f"{_group(one)} {one.details['p_value_holm']:.3f}" for one in parts)
    apart = "; ".join(f"{column} {test['p_value_holm']:.3f}" for column, test in tests.items())
    said = []
    if shown:
        said.append(
            Sentence(
                f"P-värden räknade för alla försök (Holm): {shown}.",
                f"P-values corrected for all looks (Holm): {shown}.",
            )
        )
    if apart:
        said.append(
            Sentence(
                f"Skiljer sig grupperna från varandra? P-värden räknade för alla försök (Holm): {apart}.",
                f"Do the groups differ from each other? P-values corrected for all looks (Holm): {apart}.",
            )
        )
    return said


def _group(part: Result) -> str:
    return ", ".join(f"{name}={value}" for name, value in part.of.items())


def refused() -> Sentence:
    """Of a part without an answer."""
    return Sentence("Inget svar: se varningen.", "No answer: see the warning.")


def all_trimmed() -> Sentence:
    """When trimming leaves one group."""
    return Sentence("mellan gränserna i --trim finns bara den ena gruppen. Välj vidare gränser.",
                    "between the limits of --trim there is one group alone. Choose wider limits.")  # fmt: skip


def not_computable() -> Sentence:
    """When arithmetic gives nothing."""
    return Sentence("går inte att räkna: vikter eller medelfel blir oändliga.",
                    "cannot be computed: weights or standard error become infinite.")  # fmt: skip


def joined(*said: tuple[str, str]) -> Sentence:
    """Sentences after one another."""
    return Sentence(" ".join(one[0] for one in said), " ".join(one[1] for one in said))


def of_staggered(controls: str) -> Sentence:
    """Of areas that start at different times."""
    who_sv = "områden som ännu inte har börjat" if controls == "not-yet" else "områden som aldrig börjar"
    who_en = "areas that have not begun yet" if controls == "not-yet" else "areas that never begin"
    return Sentence(
        f"Områden som börjar vid olika tider: hur utfallet ändras från tiden före start, mot {who_sv} (Callaway och "
        "Sant’Anna), ett medelvärde per område och tid, alla områden lika tunga, medelfel per område. Får tolkas som "
        "effekt bara om områdena annars hade följts åt, och ingen ändrade sig i förväg. Tiderna före start visar om de "
        "gick isär redan då; att de inte gjorde det bevisar inte att de hade följts åt sedan.",
        "Areas that start at different times: how the outcome changes from the time before the start, against "
        f"{who_en} (Callaway and Sant'Anna), one mean an area and time, all areas of equal weight, standard error "
        "by area. May be read as an effect only if the areas would otherwise have moved together, and none "
        "changed ahead of time. The times before the start show whether they went apart already; that they did "
        "not does not prove that they would have kept together.",
    )


def of_part() -> Sentence:
    """Of one time since the start."""
    return Sentence("Se hela svaret.", "See the whole answer.")
