"""The lines of a text that do not hold, with their numbers and a line around them."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from samsyn.basis.method.reading import Problem

AROUND = 1
LONGEST = 300


@dataclass(frozen=True, slots=True)
class Line:
    """A line as it stands; a very long one is cut."""

    number: int
    text: str
    is_wrong: bool


def excerpts(text: str, problems: Iterable[Problem]) -> list[list[Line]]:
    """Runs of lines, each around what does not hold."""
    lines = text.replace("\r\n", "\n").split("\n")
    wrong = {problem.line for problem in problems if 0 < problem.line <= len(lines)}
    near = sorted({n for at in wrong for n in range(at - AROUND, at + AROUND + 1) if 0 < n <= len(lines)})
    return [[Line(n, lines[n - 1][:LONGEST], n in wrong) for n in run] for run in _runs(near)]


def _runs(numbers: list[int]) -> Iterator[list[int]]:
    run: list[int] = []
    for number in numbers:
        if run and number != run[-1] + 1:
            yield run
            run = []
        run.append(number)
    if run:
        yield run
