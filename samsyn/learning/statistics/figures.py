"""Numbers as they are read: a comma for decimals in Swedish, thousands apart, shares as percent."""

from typing import Any

from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

APART = "\N{NO-BREAK SPACE}"


def is_swedish() -> bool:
    """Whether the page speaks Swedish."""
    return (translation.get_language() or "sv").startswith("sv")


def number(value: float | None, decimals: int = 1) -> str:
    """Such as "1 234" or "3,5"; nothing for nothing."""
    if value is None:
        return ""
    text = f"{value:,.{0 if float(value).is_integer() else decimals}f}"
    return text.replace(",", APART).replace(".", ",") if is_swedish() else text


def percent(share: float | None, decimals: int = 0) -> str:
    """Such as "52 %"."""
    return "" if share is None else f"{number(round(share * 100, decimals), decimals)}{APART}%"


def with_base(numerator: float | None, denominator: float | None, share: float | None) -> str:
    """Such as "41 av 79 (52 %)"; what is missing is left out."""
    if numerator is None or not denominator:
        return number(numerator)
    words = _("%(n)s av %(of)s") % {"n": number(numerator), "of": number(denominator)}
    return f"{words} ({percent(share if share is not None else numerator / denominator)})"


def counted(n: float | None, what: str) -> str:
    """Such as "33 deltaganden", "1 person"."""
    many = int(n or 0)
    words = {
        "participations": ngettext("deltagande", "deltaganden", many),
        "people": ngettext("person", "personer", many), "cases": ngettext("ärende", "ärenden", many),
    }  # fmt: skip
    return f"{number(many)} {words.get(what, what)}"


def none_or_few(denominator: float | None) -> str:
    """A nought that may stand for some: never read as nobody."""
    if not denominator:
        return _("ingen eller få")
    return _("ingen eller få av %(of)s") % {"of": number(denominator)}


def between(interval: dict[str, Any] | None, unit: str) -> str:
    """Such as "41–63 %"; nothing where there is none."""
    if not interval or interval["low"] is None or interval["high"] is None:
        return ""
    if unit == "share":
        return f"{number(interval['low'] * 100, 0)}–{percent(interval['high'])}"
    return f"{number(interval['low'])}–{number(interval['high'])}"
