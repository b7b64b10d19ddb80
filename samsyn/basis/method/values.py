"""What every part of a method's text is made of: words, names, times, ranges, conditions."""

import datetime as dt
import re
from typing import Annotated, Literal, Self

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    StringConstraints,
    model_validator,
)
from pydantic_core import PydanticCustomError

from samsyn.access import clock
from samsyn.basis.method.conditions import ConditionError, check

DAYS = {"day": 1, "week": 7, "month": 30.4375, "year": 365.25}
LONGEST_DAYS = 3653
_SPAN = re.compile(r"\A(\d{1,4}) (day|week|month|year)s?\Z")


class Span(BaseModel):
    """A length of time in whole days, weeks, months or years."""

    model_config = ConfigDict(frozen=True)
    count: int
    unit: Literal["day", "week", "month", "year"]

    @property
    def days(self) -> int:
        """About how many days."""
        return round(self.count * DAYS[self.unit])

    def after(self, day: dt.date, *, times: int = 1) -> dt.date:
        """The day so long after `day`; months keep the day of the month where there is one."""
        if self.unit in ("day", "week"):
            return day + dt.timedelta(days=self.count * times * int(DAYS[self.unit]))
        return clock.months_after(day, self.count * times * (12 if self.unit == "year" else 1))

    def before(self, day: dt.date) -> dt.date:
        """The day so long before `day`."""
        return self.after(day, times=-1)

    def __str__(self) -> str:
        return f"{self.count} {self.unit}{'' if self.count == 1 else 's'}"


def _as_span(value: object) -> object:
    if isinstance(value, Span):
        return value
    found = _SPAN.match(value.strip()) if isinstance(value, str) else None
    if not found:
        raise PydanticCustomError("span", "span")
    span = Span(count=int(found[1]), unit=found[2])  # type: ignore[arg-type]
    if span.days > LONGEST_DAYS:
        raise PydanticCustomError("span_long", "span_long")
    return span


def _as_words(value: object) -> object:
    return {"sv": value} if isinstance(value, str) else value


def _as_list(value: object) -> object:
    return value if isinstance(value, list | tuple) else [value]


def _condition(text: str) -> str:
    try:
        check(text)
    except ConditionError as error:
        raise PydanticCustomError("condition", "condition", {"words": str(error.words)}) from None
    return text


Name = Annotated[str, StringConstraints(pattern=r"\A[a-z][a-z0-9]*(_[a-z0-9]+)*\z", max_length=60)]
Slug = Annotated[str, StringConstraints(pattern=r"\A[a-z][a-z0-9]*(-[a-z0-9]+)*\z", max_length=40)]
Code = Annotated[str, StringConstraints(pattern=r"\A[a-z][a-z0-9_]*\z", max_length=60)]
Said = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=2_000)]
Time = Annotated[Span, BeforeValidator(_as_span)]
Condition = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1), AfterValidator(_condition)]
Expression = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=1_000)]


class Part(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, strict=False)


class Words(Part):
    """Something said to a reader; `easy` is easy-read Swedish. What is left out is said in Swedish."""

    sv: Said
    en: Said | None = None
    easy: Said | None = None

    def say(self, language: str = "sv") -> str:
        """In `sv`, `en` or `easy`."""
        return getattr(self, language, None) or self.sv


Text = Annotated[Words, BeforeValidator(_as_words)]
Names = Annotated[tuple[Name, ...], BeforeValidator(_as_list)]
Codes = Annotated[tuple[Code, ...], BeforeValidator(_as_list)]
Texts = Annotated[tuple[Text, ...], BeforeValidator(_as_list)]


class Range(Part):
    """From and to, both included; one may be left out."""

    low: int | None = Field(None, alias="from", ge=0, le=10_000)
    high: int | None = Field(None, alias="to", ge=0, le=10_000)

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        if self.low is not None and self.high is not None and self.high < self.low:
            raise PydanticCustomError("range", "range")
        return self
