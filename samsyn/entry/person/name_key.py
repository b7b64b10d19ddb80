"""When a person is looked up or listed: stored keys that let a name be found and sorted the Swedish way.

Letters follow Swedish order: Å, Ä, Ö are letters of their own after Z, Ü sorts as Y, Æ as Ä, Ø as Ö.
"""

import re
import unicodedata

_RING, _DOTS, _DOUBLE_ACUTE = "\u030a", "\u0308", "\u030b"
_OWN_LETTERS = {
    "a" + _RING: "å",
    "a" + _DOTS: "ä",
    "o" + _DOTS: "ö",
    "o" + _DOUBLE_ACUTE: "ö",
    "u" + _DOTS: "y",
    "u" + _DOUBLE_ACUTE: "y",
}
_OWN_LETTER = re.compile("|".join(_OWN_LETTERS))
# Letters that Unicode does not take apart into a base and an accent.
_WHOLE_LETTERS = str.maketrans(
    {"æ": "ä", "ø": "ö", "œ": "ö", "đ": "d", "ð": "d", "ł": "l", "þ": "th", "ı": "i"}
)
_APOSTROPHES = re.compile("['’‘`´ʹʼʻ]")
_BETWEEN_WORDS = re.compile(r"[^\w]+|_+")
# ASCII has three characters after z, in this order; ~ comes after them.
_AFTER_Z = {"å": "{", "ä": "|", "ö": "}"}


def search_key(text: str) -> str:
    """Lower case, no accents but å ä ö, one space between words: "Eva-Karin  Lindén" → "eva karin linden"."""
    # Two turns: folding a character can itself give one that folds further.
    return _folded(_folded(text))


def sort_key(family: str, given: str) -> str:
    """ASCII that any database sorts byte by byte into Swedish order: family name first, then given name."""
    # The comma sorts before the hyphen: Berg, Eva comes before Berg Lund, Anna.
    return f"{_ascii(search_key(family))},{_ascii(search_key(given))}"


def word_starts(word: str) -> tuple[str, ...]:
    """How a word stands in a sort key: first of all, or first after a sign between words."""
    first = _ascii(word)
    return first, *(f"{sign}{first}" for sign in ",-")


def _folded(text: str) -> str:
    plain = unicodedata.normalize("NFKC", text).casefold()
    parts = unicodedata.normalize("NFD", _APOSTROPHES.sub("", plain))
    letters = _OWN_LETTER.sub(lambda found: _OWN_LETTERS[found[0]], parts).translate(_WHOLE_LETTERS)
    bare = "".join(letter for letter in letters if unicodedata.category(letter)[0] not in "MC")
    return unicodedata.normalize("NFC", _BETWEEN_WORDS.sub(" ", bare)).strip()


def _ascii(key: str) -> str:
    return "".join(_AFTER_Z.get(letter) or _plain(letter) for letter in key)


def _plain(letter: str) -> str:
    if letter == " ":
        return "-"
    # Other scripts keep an order (by code point) after Ö.
    return letter if letter.isascii() else f"~{ord(letter):06x}"
