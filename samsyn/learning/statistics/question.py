"""A question in its one form: what is asked, of whom. It is the address, so a link carries it and no person."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from urllib.parse import parse_qsl, urlencode

ENDED = "ended"
INTERVENTIONS, YEARS = "interventions", "years"
SPLITS = (
    "sex", "age_group", "education", "household", "country_of_birth", "time_in_need", "measure_type", "municipality",
    "referred_by", "intervention", "start_year",
)  # fmt: skip
DAYS = ("first", "last")


@dataclass(frozen=True)
class Question:
    """`measure`: what is asked (see `topics`). The rest: of whom; days are both included, empty means all.

    `split`: a background variable to part the answer by. `source`: a livelihood, for what came after a given one.
    `compare`: with each other intervention, or with the years before.
    """

    measure: str
    counted: str = ENDED
    first: dt.date | None = None
    last: dt.date | None = None
    intervention: str = ""
    method: str = ""
    municipality: str = ""
    sex: str = ""
    split: str = ""
    source: str = ""
    compare: str = ""

    def canonical(self) -> str:
        """The one form: names in their order, what is empty left out."""
        return urlencode([(name, value) for name, value in self.to_dict().items() if value])

    def to_dict(self) -> dict[str, str]:
        """Names and values as text, as the address and the API have them."""
        return {one.name: _text(getattr(self, one.name)) for one in fields(self)}

    @classmethod
    def from_canonical(cls, text: str) -> "Question":
        """Back again. What was kept is right: `canonical` made it."""
        return cls.from_dict(dict(parse_qsl(text)))

    @classmethod
    def from_dict(cls, values: Mapping[str, str]) -> "Question":
        """Back from `to_dict`."""
        known = {name: value for name, value in values.items() if value}
        days = {name: dt.date.fromisoformat(known[name]) for name in DAYS if name in known}
        return cls(**{**known, **days})  # type: ignore[arg-type]

    def but(self, **changed: object) -> "Question":
        """The same, changed in part."""
        return replace(self, **changed)  # type: ignore[arg-type]


def _text(value: object) -> str:
    return value.isoformat() if isinstance(value, dt.date) else str(value or "")
