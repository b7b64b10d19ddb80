"""Conditions and goals in a method: a documented subset of CEL (Common Expression Language), nothing else.

An expression asks `p`, one person's record (`record.py`), and gives true, false or null (excluded). What it
may say is checked when the text is read, so that nothing can fail or go on for ever in a person's case.
"""

import re
from collections.abc import Iterable, Mapping
from functools import lru_cache
from typing import Any

import cel
from django.utils.translation import gettext_lazy as _

from samsyn.access.errors import Text
from samsyn.basis.method.record import EXIT, SINGLE, THINGS, empty, sample

MOST_LETTERS = 1_000
MOST_LOOPS = 6
DEEPEST = 2
FUNCTIONS = frozenset({"size", "contains", "startsWith", "endsWith", "int", "double", "string"})
CODED_FIELDS = frozenset({
    "livelihoods.kind", "occupations.kind", "activities.kind", "assessments.kind", "meetings.kind", "steps.area",
    "exit.outcome", "exit.reason", "forms.id", "documents.id", "ratings.module", "activities.state",
    "activities.party", "workplaces.state", "meetings.state", "documents.state", "steps.direction", "decisions.id",
})  # fmt: skip
FAILURES = (KeyError, TypeError, RuntimeError, ValueError, ArithmeticError)
MACROS = ("exists_one", "exists", "all", "filter", "map")
_LETTER_FUNCTIONS = re.compile(r"\A[a-zA-Z]")
_STRING = re.compile(r"""'(?:[^'\\\n]|\\.)*'|"(?:[^"\\\n]|\\.)*\"""")
_OF_PERSON = re.compile(r"\bp\.([A-Za-z_]\w*)(?:\.([A-Za-z_]\w*))?")
_LOOP = re.compile(rf"\.(?:{'|'.join(MACROS)})\(\s*([A-Za-z_]\w*)\s*,")
_LOOP_OVER = re.compile(
    rf"\bp\.([a-z_]+)(?:\.filter\([^()]*(?:\([^()]*\)[^()]*)*\))*\.(?:{'|'.join(MACROS)})\(\s*(\w+)\s*,"
)
_INNER = re.compile(r"\bp\.([a-z_]+)\.filter\(\s*(\w+)\s*,")
_COMPARED = re.compile(r"\b([A-Za-z_]\w*)\.([a-z]+)\s*(?:==|!=)\s*(['\"])([^'\"]*)\3")
_AMONG = re.compile(r"\b([A-Za-z_]\w*)\.([a-z]+)\s+in\s+\[([^\]]*)\]")
_DONE = re.compile(r"(['\"])([^'\"]*)\1\s+in\s+p\.done\b")
_PHASE = re.compile(r"\bp\.phases(?:\.([A-Za-z_]\w*)|\[\s*['\"]([^'\"]*)['\"]\s*\])")
_PHASE_STATE = re.compile(_PHASE.pattern + r"\s*(?:(?:==|!=)\s*(['\"])([^'\"]*)\3|in\s+\[([^\]]*)\])")
_ANSWER = re.compile(r"\b(has\(\s*)?([A-Za-z_]\w*\.(?:answers|scores)\.[A-Za-z_]\w*)")
_FIELD = re.compile(r"\b([A-Za-z_]\w*)\.([A-Za-z_]\w*)")


def no_such(name: str, known: Iterable[str]) -> Text:
    """Said of a name that does not exist, with those that do."""
    words = _("%(name)s finns inte här. Det som finns: %(known)s.")
    return words % {"name": name, "known": ", ".join(sorted(known)) or "–"}


class ConditionError(Exception):
    """What is wrong with an expression, in the reader's language; `at`: at which letter, where that is known."""

    def __init__(self, words: Text, *, at: int | None = None) -> None:
        self.words, self.at = words, at
        super().__init__(str(words))


def check(text: str) -> None:
    """Raises `ConditionError` for an expression that may not stand in a method."""
    if len(text) > MOST_LETTERS:
        words = _("Uttrycket är för långt (högst %(most)s tecken). Dela det i två.")
        raise ConditionError(words % {"most": MOST_LETTERS})
    bare = _STRING.sub("''", text)
    _check_loops(bare)
    program = _compiled(text)
    _check_functions(program)
    _check_names(bare, set(program.variables()))
    _try(program, text)


def check_expression(text: str, known: set[str]) -> None:
    """The same for an expression about other names than `p` (answers, words in a document), of any kind."""
    _check_loops(_STRING.sub("''", text))
    program = _compiled(text.strip())
    _check_functions(program)
    strange = sorted(set(program.variables()) - set(_LOOP.findall(text)) - known)
    if strange:
        raise ConditionError(no_such(strange[0], known))


@lru_cache(maxsize=4096)
def _asked(text: str) -> tuple[str, ...]:
    """What of the record an expression names: the rest need not be handed over to the engine of expressions."""
    named = {name for name, _then in _OF_PERSON.findall(text)}
    return tuple(sorted(named)) if len(named) and not re.search(r"\bp\b(?!\.)", text) else (*SINGLE, *THINGS, "exit")


def holds(text: str, record: Mapping[str, Any]) -> bool | None:
    """True, false, or null: what is asked is not known of this person (excluded)."""
    try:
        known = {name: record[name] for name in _asked(text) if name in record}
        found = _compiled(_forbearing(text)).execute({"p": known})
    except FAILURES:
        return None  # something the record does not hold, or null where a number is compared
    return found if isinstance(found, bool) else None


def fails(text: str, record: Mapping[str, Any]) -> bool:
    """Whether it cannot be said, since the record does not hold what is asked."""
    try:
        _compiled(text).execute({"p": record})
    except (KeyError, TypeError, RuntimeError, ValueError, ZeroDivisionError):
        return True
    return False


def value_of(text: str, known: Mapping[str, Any]) -> Any:
    """What an expression gives, for scores and words in documents; null where something is missing."""
    try:
        return _compiled(text).execute(dict(known))
    except FAILURES:
        return None


@lru_cache(maxsize=4096)
def _forbearing(text: str) -> str:
    """An answer that was not given is null, equal to nothing: one form without it does not hide the others."""
    return _ANSWER.sub(lambda at: at[0] if at[1] else f"(has({at[2]}) ? {at[2]} : null)", text)


@lru_cache(maxsize=4096)
def _compiled(text: str) -> "cel.Program":
    try:
        return cel.compile(text)
    except (ValueError, RuntimeError) as error:
        words = _("Uttrycket går inte att läsa: %(why)s") % {"why": _short(error)}
        raise ConditionError(words, at=_place(error, text)) from None


def _place(error: Exception, text: str) -> int | None:
    """The letter that could not be read, counted over all lines."""
    found = re.search(r"<input>:(\d+):(\d+):", str(error))
    if not found:
        return None
    lines = text.splitlines(keepends=True)[: int(found[1]) - 1]
    return sum(map(len, lines)) + int(found[2]) - 1


def _short(error: Exception) -> Text:
    """What the engine found, in the reader's words, with the letter where it stands."""
    found = re.search(r"<input>:(\d+):(\d+): Syntax error: ([^']*)'([^\n]*?)'(?:\s|$)", str(error))
    if not found or "Recursion limit" in str(error):
        return _("ett tal är för stort, eller för många parenteser står i varandra. Skriv det kortare.")
    letter, reason, sign = found[2], found[3], found[4]
    if sign == "<EOF>":
        return _("det tar slut för tidigt. Något saknas efter tecken %(n)s.") % {"n": int(letter) - 1}
    if reason.startswith("token") and sign[:1] in "'\"":
        return _("ett citattecken saknas (tecken %(n)s).") % {"n": letter}
    if reason.startswith("token") and sign.startswith("="):
        return _("skriv == för lika med, >= för minst och <= för högst (tecken %(n)s).") % {"n": letter}
    return _("%(sign)s passar inte där det står (tecken %(n)s).") % {"sign": sign.strip(), "n": letter}


def _check_functions(program: "cel.Program") -> None:
    unknown = sorted(
        name for name in program.functions() if _LETTER_FUNCTIONS.match(name) and name not in FUNCTIONS
    )
    if unknown and unknown[0] in MACROS:
        words = _("%(name)s behöver ett namn och en fråga, till exempel %(name)s(l, l.kind == 'other').")
        raise ConditionError(words % {"name": unknown[0]})
    if unknown:
        known = ", ".join(sorted(FUNCTIONS | set(MACROS) | {"has"}))
        words = _("Funktionen %(name)s finns inte. De som finns: %(known)s.")
        raise ConditionError(words % {"name": unknown[0], "known": known})


def _check_loops(bare: str) -> None:
    if len(_LOOP.findall(bare)) > MOST_LOOPS:
        words = _("Högst %(most)s frågor över listor får finnas i ett uttryck. Dela det i flera.")
        raise ConditionError(words % {"most": MOST_LOOPS})
    opened: list[bool] = []
    for at, sign in enumerate(bare):
        if sign == "(":
            before = re.search(r"\.([a-z_]+)\Z", bare[:at])
            opened.append(bool(before and before[1] in MACROS))
        elif sign == ")" and opened:
            opened.pop()
        if sum(opened) > DEEPEST:
            raise ConditionError(_("En fråga över en lista får stå i högst en annan. Skriv om uttrycket."))


def _check_names(bare: str, variables: set[str]) -> None:
    loops = set(_LOOP.findall(bare))
    if strange := sorted(variables - loops - {"p"}):
        words = _("%(name)s finns inte. Allt som kan frågas står under p, till exempel p.livelihoods.")
        raise ConditionError(words % {"name": strange[0]})
    for name, then in _OF_PERSON.findall(bare):
        _check_name(name, then)
    fields = {variable: _fields_of(name) for variable, name in _loops(bare).items()}
    for variable, field in _FIELD.findall(bare):
        known = fields.get(variable)
        if known and field not in known and field not in MACROS and field not in FUNCTIONS:
            raise ConditionError(no_such(field, known))


def _loops(bare: str) -> dict[str, str]:
    """Per loop variable what it goes over."""
    return {variable: name for pattern in (_INNER, _LOOP_OVER) for name, variable in pattern.findall(bare)}


def compared_codes(text: str) -> list[tuple[str, str]]:
    """What an expression compares with a word: ("livelihoods.kind", "wage")."""
    over = {**_loops(text), "exit": "exit"}
    found = [(variable, field, word) for variable, field, _quote, word in _COMPARED.findall(text)]
    for variable, field, words in _AMONG.findall(text):
        found += [(variable, field, word) for word in _listed(words)]
    named = [(f"{over.get(variable, '')}.{field}", word) for variable, field, word in found]
    return [(name, word) for name, word in named if name in CODED_FIELDS]


def asked_of_others(text: str) -> set[str]:
    """The expected things and phases that an expression names."""
    return {name for _quote, name in _DONE.findall(text)} | set(phases_named(text))


def done_named(text: str) -> list[str]:
    """The things in `'x' in p.done`."""
    return [name for _quote, name in _DONE.findall(text)]


def phases_named(text: str) -> list[str]:
    """The phases in `p.phases.x`."""
    return [name or quoted for name, quoted in _PHASE.findall(text)]


def phase_states(text: str) -> list[str]:
    """The states that phases are compared with."""
    found: list[str] = []
    for _name, _quoted, _quote, word, words in _PHASE_STATE.findall(text):
        found += _listed(words) if words else [word]
    return found


def _listed(words: str) -> list[str]:
    return [word.strip()[1:-1] for word in words.split(",") if word.strip()]


def bodies(text: str, over: str) -> list[tuple[str, str]]:
    """Every question over a list of the record: its variable, and what is asked of each."""
    bare = _STRING.sub(lambda found: "'" + "_" * (len(found[0]) - 2) + "'", text)
    found = []
    for loop in re.finditer(rf"\bp\.{over}\.(?:{'|'.join(MACROS)})\(\s*(\w+)\s*,", bare):
        depth, end = 1, loop.end()
        while depth and end < len(bare):
            depth += {"(": 1, ")": -1}.get(bare[end], 0)
            end += 1
        found.append((loop[1], text[loop.end() : end - (depth == 0)]))
    return found


def words_for(text: str, name: str) -> list[str]:
    """The words that a name (`f.id`) is said to equal."""
    name = re.escape(name)
    found = [word for _quote, word in re.findall(rf"\b{name}\s*==\s*(['\"])([^'\"]*)\1", text)]
    for words in re.findall(rf"\b{name}\s+in\s+\[([^\]]*)\]", text):
        found += _listed(words)
    return found


def _fields_of(name: str) -> set[str]:
    return set(THINGS.get(name, {}))


def _check_name(name: str, then: str) -> None:
    if name not in SINGLE and name not in THINGS and name != "exit":
        raise ConditionError(no_such(f"p.{name}", [*SINGLE, *THINGS, "exit"]))
    if name == "exit" and then and then not in EXIT:
        raise ConditionError(no_such(then, EXIT))


def _try(program: "cel.Program", text: str) -> None:
    """On a record with one of everything: an error of kinds shows here, and not in somebody's case."""
    for record in (sample(), empty()):
        try:
            found = program.execute({"p": record})
        except (KeyError, RuntimeError):
            continue  # something that this record does not hold
        except (TypeError, ValueError, ArithmeticError) as error:
            if record["age"] is None:
                continue
            raise ConditionError(_("Uttrycket går inte att räkna ut: %(why)s") % {"why": _why(error)}) from None
        if found is not None and not isinstance(found, bool):
            words = _("Uttrycket ska ge true, false eller null, inte ett annat värde: %(text)s")
            raise ConditionError(words % {"text": text[:60]})


def _why(error: Exception) -> Text:
    if isinstance(error, ZeroDivisionError):
        return _("det delas med noll.")
    if isinstance(error, ArithmeticError):
        return _("ett tal blir för stort.")
    return _("olika sorter jämförs. Jämför tal med tal, ord i citattecken med ord, och fråga listor med exists.")
