"""What to do about each kind of fault in a method's text, in the reader's language."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from samsyn.access.errors import Text

WORDS: dict[str, Text] = {
    "missing": _("Det här saknas. Lägg till det."),
    "string_type": _("Det ska vara text. Sätt citattecken om det är ett tal eller ja/nej."),
    "string_too_short": _("Här ska det stå något."),
    "string_too_long": _("Texten är för lång. Korta den."),
    "int_type": _("Det ska vara ett heltal."),
    "int_parsing": _("Det ska vara ett heltal."),
    "int_from_float": _("Det ska vara ett heltal."),
    "float_type": _("Skriv ett tal. Decimaler skrivs med punkt: 2.5."),
    "float_parsing": _("Skriv ett tal. Decimaler skrivs med punkt: 2.5."),
    "bool_type": _("Det ska vara true eller false."),
    "bool_parsing": _("Det ska vara true eller false."),
    "invalid_key": _("Här ska ett ord stå före kolonet, inte ett tal. Decimaler skrivs med punkt: 2.5."),
    "list_type": _("Det ska vara en lista. Börja varje rad med ett streck."),
    "tuple_type": _("Det ska vara en lista. Börja varje rad med ett streck."),
    "dict_type": _("Här ska det stå namn och värden (namn: värde)."),
    "model_type": _("Här ska det stå namn och värden (namn: värde)."),
    "model_attributes_type": _("Här ska det stå namn och värden (namn: värde)."),
    "too_short": _("Minst en behövs."),
    "too_long": _("Det är för många. Ta bort några."),
    "span": _("Skriv en tid som 2 weeks, 3 months, 10 days eller 1 year."),
    "span_long": _("Tiden är längre än tio år. Skriv en kortare tid."),
    "range": _("Det första talet är större än det sista. Byt plats på dem."),
    "times": _("Sista tiden kommer före första. Ändra earliest eller latest."),
    "at_and_every": _("Välj antingen at (bestämda tider) eller every (om och om igen)."),
    "every_nothing": _("Tiden mellan gångerna är noll. Skriv till exempel 3 months."),
    "lasts": _("Tiderna ska växa: least, usual, most."),
    "block": _("En del av ett dokument har precis en av heading, text, items, checks, answers, lines och record."),
    "options_without_decision": _("Bara en decision har options. Ta bort options, eller skriv what: decision."),
    "recursion_loop": _("Delen innehåller sig själv. Skriv om den."),
}
NAMED: dict[str, Text] = {
    "literal_error": _("Välj något av: %(expected)s."),
    "greater_than": _("Talet är för litet (större än %(gt)s)."),
    "greater_than_equal": _("Talet är för litet (minst %(ge)s)."),
    "less_than": _("Talet är för stort (mindre än %(lt)s)."),
    "less_than_equal": _("Talet är för stort (högst %(le)s)."),
    "question_needs": _("En fråga av slaget %(kind)s behöver %(needs)s."),
    "signal_limit": _("%(name)s har gränsen %(needs)s. Skriv till exempel %(name)s: {%(needs)s: 3}."),
    "condition": "%(words)s",
}
ONE_WORD = _("Här ska det stå ett enda värde, inte en lista. Ta bort hakparenteserna eller strecken.")
PATTERN = _("Skriv med små bokstäver a–z, siffror och _ (i metodens id: bindestreck), till exempel first_meeting.")


def remedy(fault: Any) -> Text:
    """What to do about one fault that the checking found."""
    kind, known = fault["type"], fault.get("ctx") or {}
    if kind == "extra_forbidden":
        return _("%(name)s finns inte här. Ta bort raden, eller se efter hur ordet stavas i docs/methods.md.") % {
            "name": fault["loc"][-1]
        }
    if kind == "string_pattern_mismatch":
        return PATTERN
    if isinstance(fault.get("input"), list | tuple) and (kind in ONE_VALUE or known.get("class_name") == "Words"):
        return ONE_WORD
    if kind in NAMED:
        return NAMED[kind] % known
    return WORDS.get(kind, _("Värdet passar inte här. Se docs/methods.md."))


ONE_VALUE = frozenset({
    "string_type", "int_type", "float_type", "bool_type", "literal_error", "span",
})  # fmt: skip
