"""What the association may ask by: a closed list. Anything else is refused, so that no question can be cut to one."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from typing import Any

from samsyn.evidence.errors import Refused, Sentence
from samsyn.evidence.result import Result

MEANING = frozenset({
    "moment", "code", "source", "from", "to", "before", "after", "state", "measure", "outcome", "end", "cause", "event",
    "time", "what", "variable", "covariate", "scale", "month", "months", "at", "until", "reason", "kind", "level",
    "term", "group", "part", "missing",
})  # fmt: skip
BACKGROUND = frozenset({
    "sex", "age", "age_group", "education", "household", "country_of_birth", "municipality", "intervention", "method",
    "owner", "referred_by", "start_year", "year", "period", "time_in_need", "obstacles", "measure_type",
    "exit_reason", "exit_outcome", "contributing_cause",
})  # fmt: skip


@dataclass(frozen=True)
class Declared:
    """A question's closed list: `background` cuts people into groups, `meaning` names what is counted of them.

    At most `most` backgrounds at once besides sex. `values`: for a name, the only values that may be asked for.
    """

    background: Collection[str] = BACKGROUND
    meaning: Collection[str] = MEANING
    most: int = 2
    values: Mapping[str, Collection[Any]] = field(default_factory=dict)

    def check(self, result: Result) -> None:
        """Raises `Refused` NOT_DECLARED for the first part that is asked by something else, or by too much."""
        self._names(result.of)
        for name, value in result.of.items():
            if name in self.values and value not in self.values[name]:
                raise _refused(f"{name} = {value}", sorted(map(str, self.values[name])))
        for part in result.parts:
            self.check(part)

    def _names(self, of: Mapping[str, Any]) -> None:
        allowed = {*self.background, *self.meaning}
        for name in of:
            if name not in allowed:
                raise _refused(name, sorted(allowed))
        cuts = [name for name in of if name in self.background and name != "sex"]
        if len(cuts) > self.most:
            raise Refused(
                "TOO_FINE",
                Sentence(
                    f"{', '.join(cuts)}: högst {self.most} indelningar åt gången utöver kön.",
                    f"{', '.join(cuts)}: at most {self.most} divisions at once besides sex.",
                ),
            )


def _refused(what: str, allowed: list[str]) -> Refused:
    return Refused(
        "NOT_DECLARED",
        Sentence(
            f"{what} är ingen indelning som förbundet får fråga efter. De är: {', '.join(allowed)}.",
            f"{what} is no division that the association may ask by. They are: {', '.join(allowed)}.",
        ),
    )
