"""Terms of a model, such as "x2=x**2,u74=(re74==0)": a small language of arithmetic, and nothing else is run."""

import ast
import operator
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from samsyn.evidence.errors import EvidenceError, Place, Sentence

Numbers = NDArray[np.float64]
LONGEST = 300
DEEPEST = 30
NAMED = re.compile(r"\s*([^\W\d]\w*)\s*=(?!=)(.*)", re.DOTALL)
ARITHMETIC: Mapping[type[ast.AST], Callable[[Any, Any], Any]] = {
    ast.Add: operator.add, ast.Sub: operator.sub, ast.Mult: operator.mul, ast.Div: operator.truediv,
    ast.Pow: operator.pow,
}  # fmt: skip
COMPARISON: Mapping[type[ast.AST], Callable[[Any, Any], Any]] = {
    ast.Eq: operator.eq, ast.NotEq: operator.ne, ast.Lt: operator.lt, ast.LtE: operator.le, ast.Gt: operator.gt,
    ast.GtE: operator.ge,
}  # fmt: skip


@dataclass(frozen=True)
class Term:
    """One term: its name, what was written, and the names it is made of."""

    name: str
    text: str
    tree: ast.expr
    uses: tuple[str, ...]

    def values(self, columns: Mapping[str, Numbers]) -> Numbers:
        """A number a row; true is 1 and false 0. Missing where any column it uses is missing, infinite as it falls."""
        length = len(next(iter(columns.values())))
        missing = np.zeros(length, bool)
        for name in self.uses:
            missing |= np.isnan(columns[name])
        with np.errstate(all="ignore"):
            made = np.broadcast_to(np.asarray(_value(self.tree, columns), float), (length,)).copy()
        made[np.isnan(made)] = np.inf  # no number, though nothing was missing: told as not finite
        made[missing] = np.nan
        return made


def parse(text: str) -> tuple[Term, ...]:
    """Terms between commas: NAME=EXPRESSION, of columns, numbers, + - * / **, comparisons, and, or, not, ( ).

    A column whose name is not one word stands in quotes. Raises `EvidenceError` BAD_TERM with term and character.

    >>> [(term.name, term.uses) for term in parse("x2=x**2, ab=a*b, u74=(re74==0)")]
    [('x2', ('x',)), ('ab', ('a', 'b')), ('u74', ('re74',))]
    """
    terms = tuple(_term(part, number) for number, part in enumerate(_parts(text), start=1))
    names = [one.name for one in terms]
    for number, name in enumerate(names, start=1):
        if name in names[: number - 1]:
            raise _wrong(number, 1, f"”{name}” finns redan.", f"“{name}” is there already.")
    return terms


def _parts(text: str) -> Iterator[str]:
    """What stands between commas that are in no quotes."""
    if text.strip():
        yield from re.findall(r"""(?:"[^"]*"|'[^']*'|[^,])+|(?<=,)(?=,|$)""", text)


def _term(part: str, number: int) -> Term:
    named = NAMED.fullmatch(part)
    name, expression = (named[1], named[2]) if named else (part.strip(), part)
    shift = len(part) - len(expression)
    if len(part) > LONGEST or not expression.strip():
        raise _wrong(number, 1, f"termen är tom eller längre än {LONGEST} tecken.",
                     f"the term is empty or longer than {LONGEST} characters.")  # fmt: skip
    lead = len(expression) - len(expression.lstrip())
    try:
        tree = ast.parse(expression.strip(), mode="eval").body
    except SyntaxError as error:
        raise _wrong(number, (error.offset or 1) + shift + lead, "går inte att läsa.", "cannot be read.") from None
    except (ValueError, MemoryError, RecursionError):
        raise _wrong(number, 1, "går inte att läsa.", "cannot be read.") from None
    uses: dict[str, None] = {}
    _check(tree, number, shift + lead, uses, 0)
    return Term(name, expression.strip(), tree, tuple(uses))


def _check(node: ast.AST, number: int, shift: int, uses: dict[str, None], depth: int) -> None:
    """Raises BAD_TERM at the first thing that is not of the language; gathers the names of columns."""
    if depth > DEEPEST or not _allowed(node):
        raise _wrong(
            number, getattr(node, "col_offset", 0) + 1 + shift,
            "här får bara stå kolumner, tal, + - * / **, jämförelser, and, or, not och parenteser.",
            "only columns, numbers, + - * / **, comparisons, and, or, not and parentheses may stand here.",
        )  # fmt: skip
    if isinstance(node, ast.Name):
        uses[node.id] = None
    elif isinstance(node, ast.Constant) and isinstance(node.value, str):
        uses[node.value] = None
    for child in ast.iter_child_nodes(node):
        if not isinstance(child, ast.expr_context | ast.operator | ast.unaryop | ast.cmpop | ast.boolop):
            _check(child, number, shift, uses, depth + 1)


def _allowed(node: ast.AST) -> bool:
    match node:
        case ast.Name():
            return True
        case ast.Constant(value=value):
            return type(value) in (float, str) or (type(value) is int and abs(value) < 10**15)
        case ast.BinOp(op=op):
            return type(op) in ARITHMETIC
        case ast.Compare(ops=ops):
            return all(type(op) in COMPARISON for op in ops)
        case ast.UnaryOp(op=ast.USub() | ast.UAdd() | ast.Not()) | ast.BoolOp():
            return True
    return False


def _value(node: ast.expr, columns: Mapping[str, Numbers]) -> Any:
    match node:
        case ast.Name(id=name) | ast.Constant(value=str(name)):
            return columns[name]
        case ast.Constant(value=value):
            return np.float64(value)  # type: ignore[arg-type]
        case ast.BinOp(left=left, op=op, right=right):
            return ARITHMETIC[type(op)](_number(left, columns), _number(right, columns))
        case ast.UnaryOp(op=ast.Not(), operand=operand):
            return _number(operand, columns) == 0
        case ast.UnaryOp(op=op, operand=operand):
            return -_number(operand, columns) if isinstance(op, ast.USub) else _number(operand, columns)
        case ast.BoolOp(op=op, values=values):
            true = [_number(one, columns) != 0 for one in values]
            return np.logical_and.reduce(true) if isinstance(op, ast.And) else np.logical_or.reduce(true)
        case ast.Compare(left=left, ops=ops, comparators=rest):
            sides = [_number(one, columns) for one in (left, *rest)]
            each = [COMPARISON[type(op)](sides[at], sides[at + 1]) for at, op in enumerate(ops)]
            return np.logical_and.reduce(each)
    raise AssertionError(node)


def _number(node: ast.expr, columns: Mapping[str, Numbers]) -> Any:
    return np.asarray(_value(node, columns), float)


def _wrong(number: int, character: int, sv: str, en: str) -> EvidenceError:
    where_sv, where_en = f"term {number}, tecken {character}: ", f"term {number}, character {character}: "
    return EvidenceError("BAD_TERM", Sentence(where_sv + sv, where_en + en), place=Place("terms"))
