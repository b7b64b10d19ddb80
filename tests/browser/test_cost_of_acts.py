"""The main acts, at most so many fields, clicks and seconds (a script's seconds; a person's are their own)."""

import datetime as dt
import itertools
from collections.abc import Callable

import pytest

from samsyn.entry.person.identity_number import check_digit
from tests.browser.surf import Cost, Surfer

pytestmark = pytest.mark.browser
_serial = itertools.count(1)


def fresh_number() -> str:
    """A number of the test range that the demo has not used."""
    n = next(_serial)
    nine = f"{70 + n // 28 % 20:02d}01{1 + n % 28:02d}{980 + n % 20}"
    return f"19{nine}{check_digit(nine)}"


def kims_page(surfer: Surfer) -> str:
    """Address of the main person's case."""
    surfer.go("/arenden/")
    return str(surfer.page.locator("main a:has-text('Kim Exempelsson')").first.get_attribute("href"))


def within(cost: Cost, *, fields: int, clicks: int, seconds: float) -> None:
    """Fails above the bounds, saying all three."""
    spent = f"{cost.fields} fields, {cost.clicks} clicks, {cost.seconds:.1f} s"
    assert cost.fields <= fields, spent
    assert cost.clicks <= clicks, spent
    assert cost.seconds <= seconds, spent


def write_referral(surfer: Surfer, family: str) -> None:
    """From the start page to a draft that only lacks the consent."""
    surfer.go("/")
    surfer.press("Ny remiss", "New referral")
    surfer.click("main a[href^='/remiss/ny/0']:has-text('Vägen vidare')")
    surfer.page.wait_for_load_state()
    surfer.fill("number", fresh_number())
    surfer.fill("given_name", "Ingrid")
    surfer.fill("family_name", family)
    surfer.choose("sex", "woman")
    surfer.choose("reason", "mental")
    surfer.fill("why", "Vill tillbaka till arbete efter lång sjukskrivning.")
    surfer.press("Gå vidare", "Go on", "Continue")


def take_consent(surfer: Surfer) -> None:
    """The preset circle, no exceptions, on paper."""
    surfer.press("Skriv in svaret", "Register the answer", "Record the answer")


def test_the_acts_are_counted_where_a_method_is_chosen(window: Callable[..., Surfer]):
    surfer = window("samordnare")
    surfer.go("/grunddata/insatser/")
    surfer.click("main a:has-text('Vägen vidare')")
    assert surfer.page.locator("main a[href^='/grunddata/metoder/']").count() >= 1


def test_referral_with_consent_and_sending(window: Callable[..., Surfer]):
    surfer = window("handlaggare.soc")
    cost = surfer.begin()
    write_referral(surfer, "Prövad")

    within(cost, fields=6, clicks=12, seconds=90)
    assert "Prövad" in surfer.text()


def test_consent_from_preset(window: Callable[..., Surfer]):
    surfer = window("handlaggare.soc")
    write_referral(surfer, "Samtyckt")
    cost = surfer.begin()
    surfer.click("main a[href*='/samtycke/']")
    surfer.page.wait_for_load_state()
    take_consent(surfer)

    within(cost, fields=4, clicks=8, seconds=60)
    assert surfer.page.locator("main [role=alert]").all_inner_texts() == []


def test_withdrawal_takes_two_clicks(window: Callable[..., Surfer]):
    surfer = window("samordnare")
    surfer.go("/arenden/")
    surfer.click("main a:has-text('Robin Testlund')")
    cost = surfer.begin()
    surfer.press("Återkalla samtycke")
    surfer.press("Återkalla allt nu", "Återkalla nu")

    within(cost, fields=0, clicks=2, seconds=5)
    assert "Ingen läser längre med stöd av de" in surfer.page.inner_text("body")


def test_note_from_the_case_page(window: Callable[..., Surfer]):
    surfer = window("samordnare")
    surfer.go(kims_page(surfer))
    cost = surfer.begin()
    surfer.fill("text", "Kim ringde och berättade att bussen går oftare nu.")
    surfer.press("Spara", "Save")

    within(cost, fields=1, clicks=2, seconds=20)
    assert "bussen går oftare" in surfer.text()


def test_calling_a_meeting(window: Callable[..., Surfer]):
    surfer = window("samordnare")
    surfer.go(kims_page(surfer))
    cost = surfer.begin()
    surfer.press("Kalla till möte", "Call a meeting")
    surfer.choose("kind", "three_party")
    surfer.fill("starts_at", (dt.date.today() + dt.timedelta(days=20)).isoformat() + " 10:00")
    surfer.fill("place", "Rum 2")
    surfer.press("Kalla till mötet", "Call the meeting", "Call to the meeting")

    within(cost, fields=4, clicks=6, seconds=45)
    assert "10:00" in surfer.text()


def test_five_decisions_at_the_table(window: Callable[..., Surfer]):
    surfer = window("samordnare")
    surfer.go(kims_page(surfer) + "moten/")
    surfer.click("main a[href^='/mote/0'] >> nth=-1")
    surfer.page.wait_for_load_state()
    surfer.go(surfer.page.url.split(surfer.base)[1] + "vid-bordet/")
    whole = surfer.begin()
    for n in range(5):
        one = surfer.begin()
        surfer.page.locator("main [name=what]").wait_for()
        surfer.fill("what", f"Beslut nummer {n} vid bordet")
        surfer.page.locator("main select[name=who]").select_option(index=1)
        surfer.fill("when", (dt.date.today() + dt.timedelta(days=10 + n)).isoformat())
        surfer.page.keyboard.press("Enter")
        surfer.page.locator(f"main :text('Beslut nummer {n} vid bordet')").first.wait_for()
        within(one, fields=3, clicks=0, seconds=10)

    assert whole.seconds < 120
    assert [n for n in range(5) if f"Beslut nummer {n} vid bordet" in surfer.text()] == [0, 1, 2, 3, 4]


def test_a_follow_up(window: Callable[..., Surfer]):
    surfer = window("samordnare")
    surfer.go("/uppfoljningar/")
    cost = surfer.begin()
    surfer.click("main a[href^='/uppfoljning/0']")
    surfer.page.wait_for_load_state()
    surfer.choose("livelihood_now", "unchanged")
    surfer.choose("direction", "forward")
    surfer.fill("what_now", "Trivs och kommer varje dag.")
    surfer.fill("what_next", "Fortsätter och provar en längre dag.")
    surfer.press("Spara", "Save")

    within(cost, fields=4, clicks=5, seconds=60)
    assert surfer.page.locator("main [role=alert]").all_inner_texts() == []
