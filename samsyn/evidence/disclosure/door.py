"""The one door: every number that leaves passes `shown`, which knows who reads and hides what they may not see."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import Literal

from samsyn.evidence.disclosure.association import blurred, without_keys
from samsyn.evidence.disclosure.declared import Declared
from samsyn.evidence.disclosure.noise import THRESHOLD, bound
from samsyn.evidence.disclosure.public import audited
from samsyn.evidence.errors import EvidenceError, Sentence
from samsyn.evidence.result import Result

Audience = Literal["inside", "association", "public"]


def shown(
    result: Result,
    *,
    audience: Audience,
    threshold: int = THRESHOLD,
    edition: int | date | None = None,
    declared: Declared | None = None,
) -> Result:
    """What `audience` may see of `result`: a result of the same shape, its method sentence extended.

    - *inside* (may read each person): the same numbers, without the sums of record keys.
    - *association*: divisions outside `declared` are refused. Counts with the noise of their people (`noise`), which
      needs `details` "cell_key" (of the numerator, or of those counted) and "base_cell_key" (of the denominator), or
      "before_cell_key" and "after_cell_key" with "before" and "after". Shares are of the noisy counts, means and other
      estimates at least twice `threshold` people and rounded by their key. `edition`: which edition of the numbers,
      counted up (or its day); the same for all that is shown at once. Numbers in `details` and `warnings` are left out.
    - *public*: counts below `threshold` and what would tell them are hidden, shares with their base; the attacker has
      been run on what is left.

    A hidden part has no estimate and says why in `details` "hidden": small_base, small_count, complementary,
    no_record_key.

    Raises `Refused` NOT_DECLARED, TOO_FINE or NOT_PROTECTED; `EvidenceError` NO_EDITION or UNKNOWN_AUDIENCE.
    """
    ways: dict[str, Callable[[], Result]] = {
        "inside": lambda: without_keys(result),
        "association": lambda: _association(result, threshold, edition, declared or Declared()),
        "public": lambda: _public(result, threshold, declared or Declared()),
    }
    if audience not in ways:
        known = ", ".join(ways)
        words = Sentence(
            f"{audience} är ingen läsare. De är: {known}.", f"{audience} is no audience. They are: {known}."
        )
        raise EvidenceError("UNKNOWN_AUDIENCE", words)
    return ways[audience]()


def _association(result: Result, threshold: int, edition: int | date | None, declared: Declared) -> Result:
    if edition is None:
        raise EvidenceError(
            "NO_EDITION",
            Sentence(
                "säg vilken utgåva av siffrorna det är (edition: löpnummer eller dag).",
                "say which edition of the numbers this is (edition: a running number or its day).",
            ),
        )
    declared.check(result)
    number = edition.toordinal() if isinstance(edition, date) else int(edition)
    return _told(
        blurred(result, threshold=threshold, edition=number, background=declared.background), _noise(threshold)
    )


def _public(result: Result, threshold: int, declared: Declared) -> Result:
    return _told(audited(result, threshold=threshold, background=declared.background), _hiding(threshold))


def _told(result: Result, more: Sentence) -> Result:
    method = Sentence(f"{result.method.sv} {more.sv}", f"{result.method.en} {more.en}")
    return replace(result, method=method, parts=tuple(replace(one, method=method) for one in result.parts))


def _noise(threshold: int) -> Sentence:
    far, least = bound(threshold), threshold - 1
    return Sentence(
        f"För att ingen ska kunna kännas igen är varje antal ändrat slumpvis, ofta med en eller två, högst med {far};"
        f" samma fråga ger alltid samma svar i samma utgåva. Varje summa ändras för sig, så delar behöver inte gå jämnt"
        f" upp. Antal mellan 1 och {least} visas aldrig: en nolla kan stå för dem. Andelar räknas på de ändrade"
        f" antalen och döljs med sin bas; medelvärden kräver minst {2 * threshold} personer och är avrundade.",
        f"So that nobody can be recognised every count is changed at random, often by one or two, at most by {far};"
        f" the same question always has the same answer in one edition. Each total is changed on its own, so parts"
        f" need not add up. Counts between 1 and {least} are never shown: a nought may stand for them. Shares"
        f" are of the changed counts and are hidden with their base; means need at least {2 * threshold} people and are"
        f" rounded.",
    )


def _hiding(threshold: int) -> Sentence:
    return Sentence(
        f"Antal från 1 till {threshold - 1} är dolda, liksom det som skulle avslöja dem; andelar döljs med sin bas.",
        f"Counts from 1 to {threshold - 1} are hidden, and what would tell them; shares are hidden with their base.",
    )
