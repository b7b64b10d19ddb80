"""When a case is talked about without consent: finds the names of people in a text.

Common names come from reference/names.yaml; names of the person and relatives are given by the caller.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, fields
from functools import lru_cache

from ruamel.yaml import YAML

from samsyn.basis.code_list.reading import REFERENCE
from samsyn.entry.person.name_key import search_key

_WORD = re.compile(r"[^\W\d_][\u0300-\u036f]*(?:[-'’]?[^\W\d_][\u0300-\u036f]*)*")
_SENTENCE_ENDS = re.compile(r"[.!?:;\n•*\"”]|^[ ]*-|- $")
_ABBREVIATED = re.compile(r"^.[A-ZÅÄÖ]|[a-zåäö][A-ZÅÄÖ]")
_LONGEST_NAME = 4


@dataclass(frozen=True, slots=True)
class _NameLists:
    given: frozenset[str]
    family: frozenset[str]
    given_words: frozenset[str]
    family_words: frozenset[str]
    words_in_lower_case: frozenset[str]
    before_a_name: frozenset[str]
    particles: frozenset[str]


@dataclass(frozen=True, slots=True)
class _Word:
    start: int
    end: int
    text: str
    first: bool
    joined: bool
    keys: frozenset[str]

    @property
    def capital(self) -> bool:
        """As a name is written; abbreviations (AME, SoL) are not."""
        return self.text[0].isupper() and not _ABBREVIATED.search(self.text)

    @property
    def shouted(self) -> bool:
        """All in capitals, and longer than most abbreviations."""
        return len(self.text) > 3 and self.text.isupper()

    @property
    def shouted_after_space(self) -> bool:
        return self.joined and len(self.text) > 2 and self.text.isupper()


@lru_cache(maxsize=1)
def _name_lists() -> _NameLists:
    raw = YAML(typ="safe").load((REFERENCE / "names.yaml").read_text(encoding="utf-8"))
    return _NameLists(
        **{part.name: frozenset(map(search_key, raw[part.name])) for part in fields(_NameLists)}
    )


def names_in(plain: str, known: Sequence[str]) -> Iterator[tuple[int, int]]:
    """The places of names, in any case; a name that is also a word only where it is written as a name."""
    words = list(_words(plain))
    known_keys = frozenset(key for name in known for key in search_key(name).split())
    at = 0
    while at < len(words):
        if not _tells_a_name(words, at, known_keys):
            at += 1
            continue
        last = _last_of_name(words, at, known_keys)
        yield words[_first_of_name(words, at)].start, words[last].end
        at = last + 1


def _words(plain: str) -> Iterator[_Word]:
    end = 0
    for found in _WORD.finditer(plain):
        gap = plain[end : found.start()]
        first = end == 0 or bool(_SENTENCE_ENDS.search(gap))
        yield _Word(found.start(), found.end(), found[0], first, gap in (" ", "  "), _keys(found[0]))
        end = found.end()


def _keys(word: str) -> frozenset[str]:
    """How the word may stand in a list: as it is, without the genitive s, and each part of a double name."""
    parts = [search_key(word), *search_key(word).split()]
    return frozenset(parts) | {part[:-1] for part in parts if len(part) > 3 and part.endswith("s")}


def _tells_a_name(words: list[_Word], at: int, known: frozenset[str]) -> bool:
    word = words[at]
    if word.keys & known and (word.text[0].isupper() or _is_only_a_name(word)):
        return True
    lists = _name_lists()
    if not word.capital:
        after = word.joined and bool(words[at - 1].keys & lists.before_a_name)
        return _is_name_as_written(word) or (bool(word.keys & lists.given) and (after or _goes_on_shouting(words, at)))
    if word.keys & (lists.given | lists.family) or _is_family(word):
        return True
    if word.keys & lists.given_words and (not word.first or _family_follows(words, at)):
        return True
    return word.joined and bool(words[at - 1].keys & lists.before_a_name)


def _is_only_a_name(word: _Word) -> bool:
    """Whether the word can be taken for a name in lower case too: "bo" and "berg" cannot."""
    lists = _name_lists()
    return len(word.text) > 2 and not word.keys & (lists.given_words | lists.family_words)


def _is_family(word: _Word) -> bool:
    """By how it ends; no other word ends so."""
    return any(len(key) > 5 and key.endswith(("sson", "qvist")) for key in word.keys)


def _is_name_as_written(word: _Word) -> bool:
    """A name in lower case or in capitals, and no word or abbreviation when written so."""
    lists = _name_lists()
    if word.text.isupper():
        return word.shouted and (bool(word.keys & (lists.given | lists.family)) or _is_family(word))
    names = (lists.given | lists.family) - lists.words_in_lower_case
    return len(word.text) > 2 and (bool(word.keys & names) or _is_family(word))


def _goes_on_shouting(words: list[_Word], at: int) -> bool:
    """A name in capitals only together with one more: ANNA LIND is a name, MIA alone may be a project."""
    following = words[at + 1] if at + 1 < len(words) else None
    return following is not None and words[at].text.isupper() and following.shouted_after_space


def _family_follows(words: list[_Word], at: int) -> bool:
    following = words[at + 1] if at + 1 < len(words) else None
    return following is not None and following.joined and following.capital


def _last_of_name(words: list[_Word], at: int, known: frozenset[str]) -> int:
    """The name goes on through the capitalised words that follow it ("Anna von Essen")."""
    last = at
    for nearby in range(at + 1, min(at + _LONGEST_NAME, len(words))):
        word = words[nearby]
        if not word.joined:
            break
        shouts = words[at].text.isupper() and word.shouted_after_space
        if word.capital or word.keys & known or shouts or _is_name_as_written(word):
            last = nearby
        elif word.text not in _name_lists().particles:
            break
    return last


def _first_of_name(words: list[_Word], at: int) -> int:
    """A capitalised word inside the sentence belongs to the name after it ("mötte Zoltan Berggren")."""
    if at and words[at].joined and words[at - 1].capital and not words[at - 1].first:
        return at - 1
    return at
