"""What tells who a text is about is found; what only looks like it is left alone."""

import datetime as dt
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from samsyn.entry.case.deidentified import identity_marks
from tests.factories.identity_numbers import test_number

TODAY = dt.date(2026, 11, 22)


def found(text: str, *known: str) -> list[tuple[str, str]]:
    return [(mark.kind, mark.excerpt) for mark in identity_marks(text, known_names=known, today=TODAY)]


@pytest.mark.parametrize(
    ("text", "kind", "excerpt"),
    [
        ("Pnr 811228-9874 gäller", "identity_number", "811228-9874"),
        ("19811228-9874", "identity_number", "19811228-9874"),
        ("198112289874", "identity_number", "198112289874"),
        ("8112289874", "identity_number", "8112289874"),
        ("nr 81 12 28 98 74.", "identity_number", "81 12 28 98 74"),
        ("1981-12-28-9874", "identity_number", "1981-12-28-9874"),
        ("811228–9874", "identity_number", "811228–9874"),
        ("811228\u00a09874", "identity_number", "811228\u00a09874"),
        ("８１１２２８－９８７４", "identity_number", "８１１２２８－９８７４"),
        ("121212+1212", "identity_number", "121212+1212"),
        ("701063-2391", "identity_number", "701063-2391"),
        ("felskrivet 811228-9875 ändå", "identity_number", "811228-9875"),
        ("pnr 19 81 12 28 98 75", "identity_number", "19 81 12 28 98 75"),
        ("811228-XXXX", "identity_number", "811228-XXXX"),
        ("(811228-9874)", "identity_number", "811228-9874"),
        ("född 1981-12-28", "birth_date", "1981-12-28"),
        ("Hon är 19811228 och", "birth_date", "19811228"),
        ("81-12-28", "birth_date", "81-12-28"),
        ("någon (811228) som", "birth_date", "811228"),
        ("född den 28 december 1981", "birth_date", "28 december 1981"),
        ("Barnet är fött, född 3 maj 2024.", "birth_date", "3 maj 2024"),
        ("f. 28/12 1981", "birth_date", "28/12 1981"),
        ("född 28/12-81", "birth_date", "28/12-81"),
        ("fyller 30 den 3 maj", "birth_date", "3 maj"),
        ("Nås på 070-123 45 67", "phone", "070-123 45 67"),
        ("0701740605", "phone", "0701740605"),
        ("+46 70 174 06 05", "phone", "+46 70 174 06 05"),
        ("+46 (0)70-174 06 05", "phone", "+46 (0)70-174 06 05"),
        ("0046701740605", "phone", "0046701740605"),
        ("växeln 08-465 004 00", "phone", "08-465 004 00"),
        ("0150-48 80 00", "phone", "0150-48 80 00"),
        ("tel: 48 80 12", "phone", "48 80 12"),
        ("skriv till anna.s@example.se.", "email", "anna.s@example.se"),
        ("anna (at) example.se", "email", "anna (at) example.se"),
        ("se https://example.org/profil?id=3", "url", "https://example.org/profil?id=3"),
        ("www.example.se", "url", "www.example.se"),
        ("facebook.com/nagon.person", "url", "facebook.com/nagon.person"),
        ("heter @nagon_person där", "url", "@nagon_person"),
        ("bor på Storgatan 12 i stan", "address", "Storgatan 12"),
        ("Norra Järnvägsgatan 3 B", "address", "Norra Järnvägsgatan 3 B"),
        ("Carl Bloms väg 12", "address", "Carl Bloms väg 12"),
        ("bor på storgatan 12", "address", "storgatan 12"),
        ("hon bor på Rosengränd nu", "address", "Rosengränd"),
        ("lgh 1102", "address", "lgh 1102"),
        ("641 30 Katrineholm", "address", "641 30 Katrineholm"),
        ("64130 Katrineholm", "address", "64130 Katrineholm"),
        ("c/o Berit", "address", "c/o Berit"),
        ("Jag träffade Anna igår", "name", "Anna"),
        ("Anna kom inte", "name", "Anna"),
        ("Annas läkare", "name", "Annas"),
        ("Anna-Karin von Essen kom", "name", "Anna-Karin von Essen"),
        ("träffade Zoltan Berggren igår", "name", "Zoltan Berggren"),
        ("Fallet Kvarnsson är svårt", "name", "Kvarnsson"),
        ("Mohammed och jag", "name", "Mohammed"),
        ("enligt Sten är", "name", "Sten"),
        ("Bo Lund ringde", "name", "Bo Lund"),
        ("hennes sambo Ferhat är", "name", "Ferhat"),
        ("en som heter Xerxes", "name", "Xerxes"),
        ("A\u030asa kom", "name", "A\u030asa"),
        ("ÅSA BERGGREN kom", "name", "ÅSA BERGGREN"),
        ("hur gör man med erik svensson?", "name", "erik svensson"),
        ("BOSSE KARLSSON", "name", "BOSSE KARLSSON"),
        ("Hur gör man med ANNA?", "name", "ANNA"),
        ("anna-karins plan", "name", "anna-karins"),
        ("Bosse vill inte", "name", "Bosse"),
        ("hennes son karl är", "name", "karl"),
        ("en tovesson till", "name", "tovesson"),
        ("Lägenhet på Östra Vallgatan", "address", "Östra Vallgatan"),
        ("Hen bor Rosengatan nära", "address", "Rosengatan"),
        ("bor på storgatan i lund", "address", "storgatan"),
        ("hon bor i Kvarnby 3:14", "address", "Kvarnby 3:14"),
        ("fastigheten Stora Kvarnby 12:1 såldes", "address", "Stora Kvarnby 12:1"),
        ("hon bor i kvarnby 3:114", "address", "kvarnby 3:114"),
    ],
)
def test_identity_marks_finds(text: str, kind: str, excerpt: str) -> None:
    assert found(text) == [(kind, excerpt)]


@pytest.mark.parametrize(
    "text",
    [
        "",
        "Vi träffas klockan 10 12 mars",
        "Vi träffas 12 mars kl. 10.30–12.00",
        "12 000 kr",
        "Skulden är 1 250 000 kronor och hyran 8 500 kr.",
        "Lönen är 25000 kr, eller 8112289874 kr i en annan valuta",
        "Sjukskriven sedan 2019 och arbetslös 2021–2023",
        "Möte 2026-03-12 14:30",
        "Möte 2026-03-12 1430",
        "Perioden 2026-03-12 – 2026-04-01",
        "perioden 260312-260401",
        "Beslut 260312, nytt 2026-12-01 och 12/3 2026",
        "Öppet 08:00-17:00 eller 0800-1700",
        "den 08-02-2026",
        "25 %, 50 procent, 2 av 10",
        "Kallelse dnr 2026/123 och SFS 2025:400, 10 kap. 8 §",
        "16–64 år, 3 x 3 h, 12–16 veckor",
        "Per vecka tränar hen tre gånger. My mer behövs. Sten för sten.",
        "Hans mamma är med. Hans plan gäller.",
        "Inga pengar finns. Klara besked saknas.",
        "Hon är glad och stark, bor i Lund och vill till Berg",
        "AME, IFO, SASSAM och MIA är inblandade, enligt SoL",
        "Arbetsförmedlingen och Försäkringskassan i Borås",
        "En lång väg 3 år framåt. På väg till arbete.",
        "Handlingsplan 3, omvägen 2 dagar, arbetsvägen 3 månader",
        "Vägen till arbete är lång. Stegen och Horisont.",
        "Lägenhet 2 rum. Hen bor i lägenhet.",
        "Vi ses bl.a. här, t.ex. på tisdag.",
        "Rum 123 45 minuter",
        "112 eller 1177",
        "Kompassen. Spira. KRUT. Samsyn.",
        "§ 10:1 OSL och artikel 6.1 e",
        "Det inger hopp att isen börjar tina upp, en lisa för själen.",
        "I jan 2026 kom en karl med en lina. Händerna är lena.",
        "Möte på måndag 8:30, i dag 9:15, på Tisdagar 10:00 och Fredag 8:30",
        "Enligt kapitel 3:14 i boken, och SoL 4:1",
        "Hen väntar på gågatan, på en tvärgata eller vid huvudgatan",
        "MIA, IDA och LEO är projekt",
    ],
)
def test_identity_marks_leaves_alone(text: str) -> None:
    assert found(text) == []


def test_known_names_are_found_in_any_case() -> None:
    marks = found("ulvhild kom. ULVHILD gick. Ulvhilds plan.", "Ulvhild Törnblad")

    assert marks == [("name", "ulvhild"), ("name", "ULVHILD"), ("name", "Ulvhilds")]


def test_known_name_that_is_a_word_is_found_only_with_capital() -> None:
    assert found("Hen vill bo här, säger Bo Stark, som är stark", "Bo Stark") == [("name", "Bo Stark")]


def test_known_full_name_is_one_mark() -> None:
    assert found("jag är ulvhild törnblad", "Ulvhild Törnblad") == [("name", "ulvhild törnblad")]


def test_known_name_is_found_without_its_accent() -> None:
    assert found("linden ringde", "Anna Lindén") == [("name", "linden")]


def test_several_marks_come_in_order_and_fit_the_text() -> None:
    text = "Anna Berggren, 811228-9874, Storgatan 12, 641 30 Katrineholm, 070-174 06 05, a@example.se"

    marks = identity_marks(text, today=TODAY)

    assert [mark.kind for mark in marks] == [
        "name",
        "identity_number",
        "address",
        "address",
        "phone",
        "email",
    ]
    assert all(text[mark.start : mark.end] == mark.excerpt for mark in marks)
    assert all(mark.advice_sv.endswith(".") for mark in marks)


def test_identity_marks_works_without_a_day() -> None:
    assert [mark.kind for mark in identity_marks("född 1981-12-28")] == ["birth_date"]


@given(
    st.integers(0, 7299), st.integers(1930, 2009), st.booleans(), st.sampled_from(["", "-", " ", "–", " - "])
)
def test_every_identity_number_is_found(serial: int, year: int, coordination: bool, sign: str) -> None:
    value = test_number(serial, year, coordination=coordination)

    for number in (f"{value[:8]}{sign}{value[8:]}", f"{value[2:8]}{sign}{value[8:]}"):
        assert found(f"Det gäller {number}, tack.") == [("identity_number", number)]


@given(st.text(alphabet=st.characters() | st.sampled_from("0123456789 -+@.Annaåäö"), max_size=200))
def test_marks_never_overlap_and_always_fit(text: str) -> None:
    marks = identity_marks(text, known_names=["Anna"], today=TODAY)

    assert all(earlier.end <= later.start for earlier, later in zip(marks, marks[1:], strict=False))
    assert all(text[mark.start : mark.end] == mark.excerpt != "" for mark in marks)


@pytest.mark.parametrize(
    "unit", ["1", "a", "A", "0 ", "Aa ", "a.", "a@", "1-", "Storg", "väg ", "-a", "\u0301", "( "]
)
def test_no_text_makes_the_search_slow(unit: str) -> None:
    text = unit * (100_000 // len(unit))

    started = time.perf_counter()
    identity_marks(text, today=TODAY)

    # Wide: a tenth is usual; a search that grows with the square takes minutes.
    assert time.perf_counter() - started < 10
