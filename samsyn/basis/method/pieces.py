"""The common parts of a method's text as fields: where each stands in the text, how it is shown and written."""

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from ruamel.yaml.comments import CommentedMap, CommentedSeq

from samsyn.access.errors import Text
from samsyn.access.forms import LongText
from samsyn.basis.method.conditions import ConditionError, check, check_expression
from samsyn.basis.method.editing import flowing, new_name

LONGEST = 2_000
UNITS = {"dag": "day", "dagar": "day", "vecka": "week", "veckor": "week", "månad": "month", "månader": "month",
         "år": "year", "day": "day", "week": "week", "month": "month", "year": "year"}  # fmt: skip
_TIME = re.compile(r"\A(\d{1,4})\s*([a-zåäö]+)\Z")
TIME_WRONG = _("Skriv en tid som 10 dagar, 2 veckor, 3 månader eller 1 år.")
Choices = Callable[[Any], Iterable[tuple[str, Any]]]


@dataclass(frozen=True)
class Piece:
    """One field. `where`: the keys that lead to its value; `choices` are made from the whole text."""

    where: tuple[str, ...]
    sort: str
    label: Text
    hint: Text = ""
    choices: Choices | None = None
    is_needed: bool = False
    is_rare: bool = False
    is_so: bool = False  # of yes and no: what holds when nothing is written
    known: frozenset[str] = frozenset({"p"})

    @property
    def name(self) -> str:
        """The name of its field."""
        return "_".join(self.where)


class TimeField(forms.CharField):
    """A length of time, in Swedish or as the text has it; gives it as the text has it."""

    def to_python(self, value: Any) -> str:
        """`2 veckor` is `2 weeks`."""
        typed = " ".join((super().to_python(value) or "").lower().split())
        return _time(typed) if typed else ""

    def prepare_value(self, value: Any) -> Any:
        """In Swedish."""
        return _shown_time(value) if isinstance(value, str) else value


class TimesField(TimeField):
    """Lengths of time with commas between."""

    def to_python(self, value: Any) -> Any:
        """Each as the text has it."""
        typed = forms.CharField.to_python(self, value) or ""
        return [_time(" ".join(part.lower().split())) for part in typed.split(",") if part.strip()]

    def prepare_value(self, value: Any) -> Any:
        """In Swedish."""
        return ", ".join(_shown_time(str(one)) for one in value) if isinstance(value, list) else value


def _time(typed: str) -> str:
    found = _TIME.match(typed)
    unit = UNITS.get(found[2]) or UNITS.get(found[2].removesuffix("s")) if found else None
    if not found or not unit:
        raise forms.ValidationError(TIME_WRONG, code="span")
    return f"{int(found[1])} {unit}{'' if int(found[1]) == 1 else 's'}"


def _shown_time(text: str) -> str:
    found = _TIME.match(text.strip())
    named = {"day": ("dag", "dagar"), "week": ("vecka", "veckor"), "month": ("månad", "månader"), "year": ("år", "år")}
    unit = found[2].removesuffix("s") if found else ""
    return f"{found[1]} {named[unit][found[1] != '1']}" if found and unit in named else text


class AskedField(forms.CharField):
    """A condition or an expression, checked as it is typed in."""

    def __init__(self, *, known: frozenset[str], **kwargs: Any) -> None:
        self.known = known
        super().__init__(max_length=1_000, **kwargs)

    def to_python(self, value: Any) -> str:
        """The text. Raises `ValidationError` with what is wrong and where."""
        text: str = super().to_python(value) or ""
        try:
            if text and self.known == {"p"}:
                check(text)
            elif text:
                check_expression(text, set(self.known))
        except ConditionError as error:
            raise forms.ValidationError(str(error.words), code="condition") from None
        return text


def fields_of(piece: Piece, tree: Any, node: Any) -> dict[str, forms.Field]:
    """Its field, or fields. What the text says may always be chosen, whether or not it is known."""
    common: dict[str, Any] = {"label": piece.label, "help_text": piece.hint, "required": piece.is_needed}
    common["error_messages"] = {"required": _("Skriv något här."), "invalid_choice": _("Välj något i listan.")}
    if piece.sort in ("words", "long_words"):
        return _words_fields(piece, common)
    if piece.sort == "range":
        low, high = dict(common, label=_("%(what)s, från") % {"what": piece.label}), dict(common, label=_("till"))
        return {f"{piece.name}_from": _number(low), f"{piece.name}_to": _number(high)}
    choices = list(piece.choices(tree)) if piece.choices else []
    known = {str(key) for key, said in _flat(choices)}
    there = _listed(value_in(node, piece.where), piece) if piece.sort in ("choice", "names") else []
    return {piece.name: _field(piece, common, [*choices, *((key, key) for key in there if key not in known)])}


def _flat(choices: Iterable[tuple[Any, Any]]) -> Iterable[tuple[Any, Any]]:
    for key, said in choices:
        yield from said if isinstance(said, list) else [(key, said)]


def _words_fields(piece: Piece, common: dict[str, Any]) -> dict[str, forms.Field]:
    found: dict[str, forms.Field] = {}
    names = {"": piece.label, "_en": _("%(what)s på engelska"), "_easy": _("%(what)s på lättläst")}
    for suffix, label in names.items():
        of = common | {"label": label % {"what": piece.label} if suffix else label}
        of |= {"required": piece.is_needed and not suffix, "help_text": "" if suffix else piece.hint}
        is_long = piece.sort == "long_words"
        found[piece.name + suffix] = (
            LongText(rows=3, max_length=LONGEST, **of) if is_long else forms.CharField(max_length=LONGEST, **of)
        )
    return found


def _number(common: dict[str, Any]) -> forms.Field:
    wrong = dict.fromkeys(("invalid", "min_value", "max_value"), _("Skriv ett heltal, 0 eller mer."))
    widget = forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"})
    return forms.IntegerField(min_value=0, max_value=10_000, widget=widget, **(common | {"error_messages": wrong}))


def _field(piece: Piece, common: dict[str, Any], choices: list[tuple[Any, Any]]) -> forms.Field:
    if piece.sort in ("names", "parties"):
        widget = forms.CheckboxSelectMultiple
        return forms.MultipleChoiceField(choices=choices, widget=widget, **common)
    if piece.sort == "choice":
        return forms.ChoiceField(choices=[("", "–"), *choices], **common)
    if piece.sort == "truth":
        return forms.BooleanField(**(common | {"required": False}))
    if piece.sort in ("number", "percent"):
        return _number(common)
    if piece.sort in ("lines", "options"):
        return LongText(rows=5, max_length=20_000, **common)
    if piece.sort == "asked":
        widget_of = forms.Textarea(attrs={"rows": 2, "spellcheck": "false", "class": "code"})
        return AskedField(known=piece.known, widget=widget_of, **common)
    kinds: dict[str, type[forms.CharField]] = {"time": TimeField, "times": TimesField}
    return kinds.get(piece.sort, forms.CharField)(max_length=200, **common)


# ---- as it stands in the text, and back -------------------------------------------------------------------------


def value_in(node: Any, where: tuple[str, ...]) -> Any:
    """What the text says; None for nothing."""
    for key in where:
        node = node.get(key) if isinstance(node, Mapping) else None
    return node


def shown(piece: Piece, node: Any) -> dict[str, Any]:
    """Its fields as they are filled in when the part is opened."""
    value = value_in(node, piece.where)
    if piece.sort in ("words", "long_words"):
        words = value if isinstance(value, Mapping) else {"sv": value}
        return {piece.name + suffix: str(words.get(key) or "") for suffix, key in LANGUAGES.items()}
    if piece.sort == "range":
        ends = value if isinstance(value, Mapping) else {}
        return {f"{piece.name}_{end}": ends.get(end) for end in ("from", "to")}
    return {piece.name: SHOWN.get(piece.sort, _plain)(value, piece)}


LANGUAGES = {"": "sv", "_en": "en", "_easy": "easy"}


def _plain(value: Any, _piece: Piece) -> Any:
    return "" if value is None else str(value)


def _listed(value: Any, _piece: Piece) -> list[str]:
    if value is None:
        return []
    return [str(one) for one in value] if isinstance(value, list) else [str(value)]


def _said(one: Any) -> str:
    """A line of words, of a map of languages, or of an option with its words."""
    if isinstance(one, Mapping):
        return _said(one["text"]) if "text" in one else str(one.get("sv") or "")
    return " ".join(str(one).split())


def _lines_of(value: Any, _piece: Piece) -> str:
    rows = value if isinstance(value, list) else [] if value is None else [value]
    return "\n".join(map(_said, rows))


def _kinds_of(value: Any, _piece: Piece) -> list[str]:
    return [str(one.get("kind")) for one in value or [] if isinstance(one, Mapping)]


def _parties(kinds: list[str], old: Any) -> Any:
    """Parties chosen, each with what the text says more of it."""
    before = {str(one.get("kind")): one for one in old or [] if isinstance(one, Mapping)}
    return flowing([before.get(kind, {"kind": kind}) for kind in kinds])


def _percent(value: Any, _piece: Piece) -> Any:
    return round(float(value) * 100) if isinstance(value, int | float) else ""


SHOWN: dict[str, Callable[[Any, Piece], Any]] = {
    "names": _listed, "times": _listed, "parties": _kinds_of, "lines": _lines_of, "options": _lines_of,
    "percent": _percent,
    "truth": lambda value, piece: piece.is_so if value is None else value is True,
    "number": lambda value, _piece: value,
}  # fmt: skip


def written(piece: Piece, data: Mapping[str, Any], old: Any) -> Any:
    """The value for the text, or None where nothing is to stand; what is kept keeps how it was written."""
    if piece.sort in ("words", "long_words"):
        return _words_of(data, piece.name, old)
    if piece.sort == "range":
        ends = {end: data[f"{piece.name}_{end}"] for end in ("from", "to")}
        return flowing({end: n for end, n in ends.items() if n is not None}) or None
    value = data[piece.name]
    if piece.sort == "truth":
        return None if value == piece.is_so else value
    if piece.sort == "percent":
        return None if value is None else value / 100
    if value in (None, "", []):
        return None
    if piece.sort == "parties":
        return _parties(value, old)
    if piece.sort in ("lines", "options"):
        rows = [" ".join(line.split()) for line in value.splitlines() if line.strip()]
        return _rows(rows, old if isinstance(old, CommentedSeq) else [], named=piece.sort == "options")
    if isinstance(value, list):
        return value[0] if len(value) == 1 and not isinstance(old, list) else flowing(value)
    return value


def _words_of(data: Mapping[str, Any], name: str, old: Any) -> Any:
    said = {key: data[name + suffix].replace("\r\n", "\n").strip() for suffix, key in LANGUAGES.items()}
    said = {key: words for key, words in said.items() if words}
    if not said:
        return None
    if not isinstance(old, CommentedMap):
        return said["sv"] if list(said) == ["sv"] else flowing(said)
    for key in LANGUAGES.values():
        if key not in said:
            old.pop(key, None)
        elif str(old.get(key) or "") != said[key]:
            old[key] = said[key]
    return old


def _rows(rows: list[str], old: Any, *, named: bool) -> Any:
    """Lines as a list: one that was there keeps its other languages, its name and its points."""
    before = {_said(one): one for one in old}
    taken = {str(one.get("id")) for one in old if isinstance(one, Mapping)}
    found = CommentedSeq()
    for at, row in enumerate(rows):
        if row in before:
            found.append(before[row])
        elif named and at < len(old) and len(rows) == len(old) and isinstance(old[at], CommentedMap):
            old[at]["text"] = row
            found.append(old[at])
        elif named:
            found.append(flowing({"id": new_name(row, taken), "text": row}))
            taken.add(found[-1]["id"])
        else:
            found.append(row)
    return found
