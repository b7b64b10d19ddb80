"""`published.yaml`: what a report's tables are about, beside the tables. Everything in it may be left out."""

import datetime as dt
import re
from pathlib import Path
from typing import Annotated, Any, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, ValidationError, model_validator
from ruamel.yaml import YAML
from ruamel.yaml.error import YAMLError

from samsyn.evidence.errors import EvidenceError, Place, Sentence

FILE = "published.yaml"
Text = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=300)]
Column = Literal["woman", "man", "anonymous", "total"]
Moment = Literal["", "before", "after"]
MISSING = ("missing", "svar saknas", "uppgift saknas", "not stated", "unknown", "okänt", "bortfall")
NOT_ANSWERED = ("not answered", "no answer", "ej svarat")
KNOWN = {
    "birth_decade": "birth_decade", "birth_country": "country_of_birth", "country_of_birth": "country_of_birth",
    "household": "household", "education": "education", "reason": "reason", "other_obstacles": "obstacles",
    "obstacles": "obstacles", "measure_type": "measure_type", "years_of_multi_agency_need": "time_in_need",
    "time_in_need": "time_in_need", "exit_reason": "exit_reason", "livelihood": "livelihood",
    "occupation": "occupation",
}  # fmt: skip
_MOMENT = re.compile(r"\A(?P<what>.+)_(?P<moment>before|after)\Z")


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Words(_Strict):
    """In Swedish and in English."""

    sv: Text
    en: Text

    def said(self, language: str) -> str:
        """In `language`; Swedish when it is not English."""
        return self.en if language.startswith("en") else self.sv


class Described(_Strict):
    """One table: `variable` (a column of the contract, livelihood, occupation, or anything), at which `moment`.

    - `missing`: the category of those who did not answer. `part`: only some of the people are in it.
    - `all_answered`: those registered in part are in it as everybody.
    - `codes`: the contract's code of each category; a category left out is its own code.
    """

    title: Words | None = None
    variable: str = Field(default="", max_length=60)
    moment: Moment = ""
    missing: str = Field(default="", max_length=300)
    part: bool = False
    all_answered: bool = False
    codes: dict[Text, Text] = Field(default_factory=dict)
    words: dict[Text, Words] = Field(default_factory=dict)


class Group(_Strict):
    """Those in one row of one table, of whom nothing else is known: missing in every table, the same people."""

    table: Text
    category: Text
    because: Words | None = None


class Cells(_Strict):
    """Some cells of a table, added: rows (all, or all `except_` these) in columns."""

    table: Text
    categories: list[Text] = Field(default_factory=list)
    except_: list[Text] = Field(default_factory=list, alias="except")
    columns: Annotated[list[Column], Field(min_length=1)] = ["total"]
    model_config = ConfigDict(extra="forbid", frozen=True, populate_by_name=True, serialize_by_alias=True)


class Percentage(_Strict):
    """A percentage in the report's text: what of what."""

    says: Words
    printed: Annotated[float, Field(ge=0, le=100)]
    part: Cells
    base: Cells


class Description(_Strict):
    """A report: what it is called, where it comes from, how many people, when, and its tables."""

    name: Annotated[str, StringConstraints(pattern=r"\A[a-z0-9][a-z0-9_-]*\z", max_length=60)]
    title: Words | None = None
    source: Words | None = None
    people: Annotated[int, Field(ge=1)] | None = None
    begins_on: dt.date = dt.date(2000, 1, 1)
    as_of: dt.date = dt.date(2001, 1, 1)
    files: list[Text] = Field(default_factory=list)
    registered_in_part: Group | None = None
    tables: dict[Text, Described] = Field(default_factory=dict)
    percentages: list[Percentage] = Field(default_factory=list)

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        if self.as_of <= self.begins_on:
            raise ValueError("as_of must be later than begins_on")
        return self

    def called(self, language: str) -> str:
        """Its title, or its name."""
        return self.title.said(language) if self.title else self.name


def described(folder: Path, *, name: str) -> Description:
    """The folder's `published.yaml`, or what can be said without one. Raises `EvidenceError` BAD_DESCRIPTION."""
    file = folder / FILE
    if not file.is_file():
        return Description(name=_short(name))
    return from_text(file.read_bytes(), name=name)


def from_text(raw: bytes, *, name: str) -> Description:
    """As `described`, from the file's bytes."""
    try:
        tree = YAML(typ="safe", pure=True).load(raw.decode("utf-8"))
    except UnicodeDecodeError:
        raise _bad("är inte UTF-8.", "is not UTF-8.") from None
    except RecursionError:
        raise _bad("har för många nivåer.", "has too many levels.") from None
    except (YAMLError, ValueError) as error:
        raise _bad(f"går inte att läsa: {error}", f"cannot be read: {error}") from None
    if not isinstance(tree, dict):
        raise _bad("ska ha namn och värden, som “title: …”.", "must have names and values, such as “title: …”.")
    try:
        return Description.model_validate({"name": _short(name), **tree})
    except ValidationError as error:
        first = error.errors()[0]
        where = ".".join(str(part) for part in first["loc"])
        raise _bad(f"{where}: {first['msg']}", f"{where}: {first['msg']}", where) from None


def of_table(description: Description, table: str, categories: list[str]) -> Described:
    """What is said of a table, with what its own words tell filled in."""
    said = description.tables.get(table, Described())
    known: dict[str, Any] = {}
    at = _MOMENT.match(table)
    if not said.variable:
        what = at["what"] if at else table
        known["variable"] = KNOWN.get(table) or (KNOWN.get(what, what) if at else "")
    if not said.moment and at:
        known["moment"] = at["moment"]
    if not said.missing:
        known["missing"] = _missing(categories)
    return said.model_copy(update=known)


def _missing(categories: list[str]) -> str:
    for words in (MISSING, NOT_ANSWERED):
        for category in categories:
            if category.casefold() in words:
                return category
    return ""


def _short(name: str) -> str:
    return re.sub(r"[^a-z0-9_-]+", "-", name.casefold()).strip("-_")[:60] or "report"


def _bad(sv: str, en: str, where: str = "") -> EvidenceError:
    return EvidenceError("BAD_DESCRIPTION", Sentence(sv, en), place=Place(FILE, None, where))
