"""Why a question has no answer, in the words of whoever asked: never the names of tables and columns."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _

from samsyn.learning.statistics import figures

NOBODY = _("Det finns ingen att räkna bland dem du valde. Välj en längre period eller färre villkor.")
TOO_FINE = _("Det blir för många grupper att räkna var för sig. Välj en annan uppdelning, eller ingen.")
WRONG_DATA = _("Något i uttaget stämmer inte, så svaret skulle bli fel. Berätta för den som sköter Samsyn.")
WORDS: Mapping[str, Any] = {
    **dict.fromkeys(("EMPTY_COHORT", "NO_ROWS", "NOBODY", "NO_DAYS"), NOBODY),
    **dict.fromkeys(("NO_EVENTS", "NO_CASES", "NO_STEPS"),
                    _("Det finns inga steg att räkna bland dem du valde. Välj en längre period eller färre villkor.")),
    **dict.fromkeys(("TOO_MANY_GROUPS", "TOO_MANY_STATES", "TOO_LARGE", "TOO_FINE", "NOT_DECLARED"), TOO_FINE),
    **dict.fromkeys(("NEGATIVE_DURATION", "DOUBLE_ID", "DOUBLE_PERSON", "MISSING_VALUE", "MISSING_COLUMN", "WRONG_TYPE",
                     "NOT_A_NUMBER", "END_BEFORE_START"), WRONG_DATA),
    "TOO_FEW": _("För få har avslutat under tiden. Välj en längre period."),
    "NOT_PROTECTED": _(
        "Tabellerna går inte att lämna ut utan att någons svar kan räknas ut. Välj en längre period eller färre"
        " tabeller."
    ),
    "NO_SNAPSHOT": _("Uttaget som frågan ställdes till finns inte längre. Ställ frågan igen."),
    "NO_COSTS": _(
        "Det finns inga inköp eller andra kostnader för insatserna du valde. Välj en insats som köper för sina"
        " deltagare."
    ),
    "NOTHING_JUDGED": _("Ingen har bedömt några steg bland dem du valde. Välj en längre period eller färre villkor."),
}  # fmt: skip
OTHER = _("Frågan går inte att räkna på dem du valde. Välj en annan period, andra villkor eller en annan fråga.")
OURS = frozenset({"FAILED", "SNAPSHOT_GONE"})  # written for whoever asks


def told(kept: Mapping[str, Any]) -> dict[str, str]:
    """For those who ask by program: a code that stays, and the sentence of the page."""
    return {"code": str(kept.get("code", "")), "message": said(kept)}


def said(kept: Mapping[str, Any]) -> str:
    """In the language of the page; nothing when nothing was refused."""
    code = str(kept.get("code", ""))
    if not code:
        return ""
    return str(kept["sv" if figures.is_swedish() else "en"] if code in OURS else WORDS.get(code, OTHER))
