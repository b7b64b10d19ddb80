"""What is wrong with data or a question, where, and what to do: in Swedish and in English."""

from collections.abc import Iterable
from dataclasses import dataclass

LANGUAGES = ("sv", "en")


@dataclass(frozen=True)
class Sentence:
    """The same words in the languages of the interface."""

    sv: str
    en: str

    def said(self, language: str) -> str:
        """In `language`; Swedish when it is not one of `LANGUAGES`."""
        return self.en if language.startswith("en") else self.sv


@dataclass(frozen=True)
class Place:
    """Where in the data: any part may be unknown. `row` is the line as a person counts it, the heading being 1."""

    table: str = ""
    row: int | None = None
    column: str = ""

    def said(self, language: str) -> str:
        """Such as "tabell people, rad 17, kolumn sex"; empty when nothing is known."""
        words = ("tabell", "rad", "kolumn") if not language.startswith("en") else ("table", "row", "column")
        parts = zip(words, (self.table, self.row, self.column), strict=True)
        return ", ".join(f"{word} {what}" for word, what in parts if what not in ("", None))


class EvidenceError(ValueError):
    """A question that cannot be answered honestly, or data that do not hold. `code` never changes.

    `str(error)` is English, as the command line is; `said(language)` is for whoever reads it.
    """

    def __init__(self, code: str, words: Sentence, *, place: Place | None = None) -> None:
        self.code, self.words, self.place = code, words, place or Place()
        super().__init__(self.said("en"))

    def said(self, language: str) -> str:
        """Place first, then what is wrong and what to do."""
        where = self.place.said(language)
        return f"{where}: {self.words.said(language)}" if where else self.words.said(language)


class Refused(EvidenceError):
    """The data hold, but an answer could not be trusted: why, and what would be needed."""


def not_one_of(name: str, value: object, known: Iterable[str]) -> EvidenceError:
    """UNKNOWN_VALUE: a setting that is none of those there are."""
    there = ", ".join(known)
    return EvidenceError(
        "UNKNOWN_VALUE",
        Sentence(
            f"{name}: ”{value}” finns inte. Välj bland {there}.",
            f"{name}: there is no “{value}”. Choose among {there}.",
        ),
    )
