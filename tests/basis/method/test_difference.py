"""What differs between two versions is said in words, part by part; the lines of the texts come besides."""

import pytest

from samsyn.basis.method.difference import differences, raw
from samsyn.basis.method.reading import read
from tests.basis.method.texts import WHOLE, with_change

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("code_lists")]
MAPPING = "      - {id: mapping, name: Kartläggning, what: assessment, kind: mapping, by: coach, latest: 3 weeks}\n"
REVIEW = "  - {id: review, name: Genomgång, what: contact, every: 1 month}\n"
CHANGES = [
    ("version: 1", "version: 2", []),
    ("latest: 3 weeks", "latest: 5 weeks", [
        ("changed", "Väntas", "Kartläggning", ("När: inom 3 veckor → inom 5 veckor",)),
    ]),
    ("name: Kartläggning", "name: Samtal om läget", [
        ("changed", "Väntas", "Samtal om läget", (
            "Namn: Kartläggning → Samtal om läget", "Slag: Bedömning → Bedömning: Kartläggning",
        )),
        ("changed", "Väntas", "Arbetsträning", ("Efter: Kartläggning → Samtal om läget",)),
    ]),
    ("rhythm:\n", f"rhythm:\n{REVIEW}", [
        ("added", "Väntas", "Genomgång", (
            "Slag: Kontakt", "Fas: det som återkommer", "När: var 1 månad", "Om det behövs: nej",
        )),
    ]),
    ("usual: 4 weeks, most: 8 weeks", "usual: 4 weeks", [
        ("changed", "Fas", "Början", ("Hur länge: oftast 4 veckor, högst 8 veckor → oftast 4 veckor",)),
    ]),
    ("      - {id: why, text: Varför?, when: a.well < 3}\n", "", [
        ("changed", "Formulär", "Hur går det?", ("Borta: Varför?",)),
    ]),
    ("text: Varför?", "text: Vad hjälper?", [("changed", "Formulär", "Hur går det?", ("Varför? → Vad hjälper?",))]),
    ("share: 0.35", "share: 0.5", [("changed", "Mål", "Arbete inom ett år", ("Andel: 35% → 50%",))]),
    ("ages: {from: 16, to: 29}", "ages: {from: 18}", [("changed", "Metoden", "Provet", ("Ålder: 16–29 år → 18– år",))]),
    ("remind: 1 week", "remind: 2 weeks", [
        ("changed", "Väntas", "Uppföljning", ("Något i delen är ändrat. Texten längre ner visar vad.",)),
    ]),
]  # fmt: skip


@pytest.mark.parametrize(("old", "new", "expected"), CHANGES)
def test_one_change_is_said_as_it_is(old, new, expected):
    found = differences(read(WHOLE), read(with_change(old, new)))
    assert [(one.how, str(one.sort), one.name, one.details) for one in found] == expected


def test_what_is_taken_away_is_said_and_the_other_way_it_is_new():
    shorter = with_change(", after: [mapping]", "").replace(MAPPING, "")
    there, back = differences(read(WHOLE), read(shorter)), differences(read(shorter), read(WHOLE))
    assert [(one.how, one.name) for one in there] == [("changed", "Arbetsträning"), ("removed", "Kartläggning")]
    assert [(one.how, one.name) for one in back] == [("added", "Kartläggning"), ("changed", "Arbetsträning")]


def test_the_lines_have_what_went_and_what_came():
    lines = raw(WHOLE, with_change("version: 1", "version: 2"))
    assert [line for line in lines if line[0] in "+-"] == ["-version: 1", "+version: 2"]
