"""Every word of the interface has an English translation, and every placeholder is kept in it."""

import re
import runpy
from pathlib import Path

from django.utils import translation
from django.utils.translation import gettext, ngettext

from tests.house.reading import ROOT

MESSAGES = runpy.run_path(str(ROOT / "scripts" / "messages"))
ENGLISH = ROOT / "samsyn" / "locale" / "en" / "LC_MESSAGES" / "django.po"
PLACEHOLDER = re.compile(r"%\(\w+\)[sd]")


def untranslated(path: Path) -> list[str]:
    """Words that the file does not know, or knows without a translation or with an uncertain one."""
    catalog = MESSAGES["read"](path)
    new = [m for m in MESSAGES["found"]() if m.id and catalog.get(m.id, m.context) is None]
    return [str(m.id) for m in [*new, *MESSAGES["missing"](catalog)]]


def changed_placeholders(path: Path) -> list[str]:
    """Translations that name other values than the Swedish words."""
    found = []
    for message in MESSAGES["read"](path):
        said, told = _forms(message.id), _forms(message.string)
        pairs = ((s, t) for s, t in zip(said, told, strict=True) if t)
        found += [s for s, t in pairs if set(PLACEHOLDER.findall(s)) != set(PLACEHOLDER.findall(t))]
    return found


def _forms(words: str | tuple[str, ...] | list[str]) -> list[str]:
    return [words] if isinstance(words, str) else list(words)


def test_every_word_has_an_english_translation():
    assert untranslated(ENGLISH) == []


def test_every_placeholder_is_kept():
    assert changed_placeholders(ENGLISH) == []


def test_a_missing_an_uncertain_and_a_broken_translation_are_found(tmp_path):
    text = ENGLISH.read_text()
    path = tmp_path / "en" / "LC_MESSAGES" / "django.po"
    path.parent.mkdir(parents=True)
    path.write_text(re.sub(r'msgid "Spara"\nmsgstr "Save"\n', "", text))
    before = untranslated(ENGLISH)
    assert sorted(untranslated(path)) == sorted(["Spara", *before])
    path.write_text(text.replace('msgid "Spara"\nmsgstr "Save"', '#, fuzzy\nmsgid "Spara"\nmsgstr "Save"'))
    assert sorted(untranslated(path)) == sorted(["Spara", *before])
    path.write_text(text.replace('msgstr "Enrol in %(name)s"', 'msgstr "Enrol in %(who)s"'))
    assert changed_placeholders(path) == ["Skriv in i %(name)s"]


def test_a_heading_over_a_list_is_plural_where_swedish_says_one_and_many_alike():
    with translation.override("en"):
        said = {word: (gettext(word), ngettext(word, word, 2)) for word in ("Delmål", "Beslut", "Avslut")}

    assert said == {
        "Delmål": ("Milestone", "Milestones"), "Beslut": ("Decision", "Decisions"), "Avslut": ("Exit", "Exits")
    }  # fmt: skip
