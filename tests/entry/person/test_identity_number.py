"""Identity numbers are understood however they are written, and a wrong one is told what is wrong."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from samsyn.entry.person.identity_number import IdentityNumberError, check_digit, parse, reserve_number
from tests.factories.identity_numbers import test_number

TODAY = dt.date(2026, 11, 22)
SERIALS = st.integers(0, 7299)


def with_check_digit(eleven: str) -> str:
    return f"{eleven}{check_digit(eleven[2:])}"


@pytest.mark.parametrize(
    ("written", "kind", "value"),
    [
        ("121212-1212", "personal_identity_number", "201212121212"),
        ("121212+1212", "personal_identity_number", "191212121212"),
        ("811228-9874", "personal_identity_number", "198112289874"),
        ("701063-2391", "coordination_number", "197010632391"),
    ],
)
def test_parse_knows_published_numbers(written: str, kind: str, value: str) -> None:
    number = parse(written, today=TODAY)

    assert (number.kind, number.value) == (kind, value)


@pytest.mark.parametrize(
    "written",
    [
        "198112289874",
        "19811228-9874",
        "8112289874",
        "811228-9874",
        "811228 9874",
        " 1981 12 28 98 74\n",
        "1981-12-28-9874",
        "1981.12.28 9874",
        "811228\u20139874",
        "811228\u20119874",
        "811228\u22129874",
        "811228 \u2014 9874",
        "811228\u00a09874",
        "81\u202f12\u202f28\u202f9874",
        "８１１２２８－９８７４",
        "٨١١٢٢٨-٩٨٧٤",
        "\ufeff811228-\u200b9874",
    ],
)
def test_parse_accepts_every_way_of_writing(written: str) -> None:
    assert parse(written, today=TODAY).value == "198112289874"


@pytest.mark.parametrize(
    ("written", "code"),
    [
        ("", "too_short"),
        ("811228", "too_short"),
        ("811228-987", "too_short"),
        ("81122898741", "too_short"),
        ("19811228-98741", "too_long"),
        ("811228-987A", "letters"),
        ("811228-XXXX", "letters"),
        ("811228+9874+", "letters"),
        ("8+11228-9874", "letters"),
        ("811328-9874", "impossible_date"),
        ("19810229-9870", "impossible_date"),
        ("810000-9870", "impossible_date"),
        ("811259-9874", "impossible_date"),
        ("701092-2391", "impossible_date"),
        ("12811228-9874", "impossible_date"),
        ("21811228-9874", "impossible_date"),
        ("811228-0000", "impossible_serial"),
        ("811228-9875", "wrong_check_digit"),
        ("701063-2390", "wrong_check_digit"),
        ("20261123-9870", "future_date"),
        ("20990063-2391", "future_date"),
        ("x" * 100_000, "letters"),
        ("1" * 100_000, "too_long"),
    ],
)
def test_parse_says_what_is_wrong(written: str, code: str) -> None:
    with pytest.raises(IdentityNumberError) as raised:
        parse(written, today=TODAY)

    assert raised.value.code == code
    assert raised.value.message_sv.endswith(".")


@pytest.mark.parametrize(
    ("eight", "sign", "year"),
    [
        ("19270101", "-", 1927),
        ("20261122", "-", 2026),
        ("19261123", "-", 1926),
        ("19261123", "+", 1926),
        ("19260101", "+", 1926),
        ("19180203", "+", 1918),
    ],
)
def test_parse_resolves_the_century(eight: str, sign: str, year: int) -> None:
    number = with_check_digit(f"{eight}980")

    assert parse(f"{number[2:8]}{sign}{number[8:]}", today=TODAY).value == number
    assert number.startswith(str(year))


def test_parse_keeps_a_leap_day_in_its_own_century() -> None:
    number = with_check_digit("20000229980")

    assert parse(number[2:], today=TODAY).born_on_guess == dt.date(2000, 2, 29)


@pytest.mark.parametrize("eight", ["19800060", "19800560", "19800061"])
def test_parse_accepts_a_coordination_number_without_birth_date(eight: str) -> None:
    number = parse(with_check_digit(f"{eight}980"), today=TODAY)

    assert (number.kind, number.born_on_guess) == ("coordination_number", None)


def test_number_shows_itself_masked() -> None:
    number = parse("121212+1212", today=TODAY)

    assert number.masked == "19121212-••••"
    assert number.formatted == "19121212-1212"
    assert number.oid == "1.2.752.129.2.1.3.1"
    assert "1212" not in repr(number)


def test_coordination_number_spells_a_birth_date() -> None:
    number = parse("701063-2391", today=TODAY)

    assert number.born_on_guess == dt.date(1970, 10, 3)
    assert number.oid == "1.2.752.129.2.1.3.3"


def test_error_does_not_repeat_the_number() -> None:
    with pytest.raises(IdentityNumberError) as raised:
        parse("811228-9875", today=TODAY)

    assert "811228" not in str(raised.value) + raised.value.message_sv + repr(raised.value)


@pytest.mark.parametrize("written", ["19811228-987A", "811228-9875", "  R 12 ", "99"])
def test_reserve_number_is_kept_as_written(written: str) -> None:
    number = reserve_number(written, issuer="region_stockholm", oid="1.2.752.97.3.1.3")

    assert number.value == written.strip()
    assert (number.formatted, number.born_on_guess) == (written.strip(), None)
    assert (number.kind, number.issuer, number.oid) == (
        "reserve_number",
        "region_stockholm",
        "1.2.752.97.3.1.3",
    )
    assert number.masked == "••••••••"


def test_reserve_number_cannot_be_empty() -> None:
    with pytest.raises(IdentityNumberError) as raised:
        reserve_number(" \n", issuer="national")

    assert raised.value.code == "too_short"


@given(SERIALS, st.integers(1928, 2025), st.booleans())
def test_number_survives_being_written_and_read(serial: int, year: int, coordination: bool) -> None:
    value = test_number(serial, year, coordination=coordination)
    short = value[2:]

    for written in [value, short, f"{short[:6]}-{short[6:]}", f"{short[:6]} {short[6:]}"]:
        assert parse(written, today=TODAY).value == value
    number = parse(value, today=TODAY)
    assert parse(number.formatted, today=TODAY) == number


@given(SERIALS, st.integers(1840, 1926))
def test_plus_sign_survives_for_the_old(serial: int, year: int) -> None:
    value = test_number(serial, year)

    for written in [f"{value[:8]}+{value[8:]}", f"{value[2:8]}+{value[8:]}"]:
        assert parse(written, today=TODAY).value == value


@given(SERIALS, st.integers(2, 11), st.integers(1, 9))
def test_one_wrong_digit_is_always_noticed(serial: int, at: int, change: int) -> None:
    value = test_number(serial)
    wrong = f"{value[:at]}{(int(value[at]) + change) % 10}{value[at + 1 :]}"

    with pytest.raises(IdentityNumberError):
        parse(wrong, today=TODAY)


@given(st.text(alphabet=st.characters() | st.sampled_from("0123456789-+ "), max_size=20))
def test_parse_never_fails_in_another_way(text: str) -> None:
    try:
        number = parse(text, today=TODAY)
    except IdentityNumberError:
        return
    assert len(number.value) == 12


@given(st.dates(dt.date(2000, 1, 1), dt.date(2060, 12, 31)), SERIALS, st.integers(1901, 2059))
def test_ten_digits_give_a_person_of_at_most_99(today: dt.date, serial: int, year: int) -> None:
    short = test_number(serial, year)[2:]

    born_on = parse(short, today=today).born_on_guess

    assert born_on is not None
    age = today.year - born_on.year - ((today.month, today.day) < (born_on.month, born_on.day))
    assert 0 <= age <= 99


def test_test_numbers_are_all_different() -> None:
    numbers = {test_number(serial, coordination=half) for serial in range(7300) for half in (False, True)}

    assert len(numbers) == 14_600
    assert all(980 <= int(number[8:11]) <= 999 for number in numbers)


def test_test_number_refuses_a_serial_out_of_range() -> None:
    with pytest.raises(ValueError, match="7299"):
        test_number(7300)
