"""A new intervention follows a method; a coordinator enrols somebody and does what its way asks for, by its doors:
a meeting, a form, a rating, a document, an activity and a tick, in a browser."""

import datetime as dt
from collections.abc import Callable

import pytest

from tests.browser.surf import Surfer

pytestmark = pytest.mark.browser
METHOD, INTERVENTION = "MOVE", "Ateljén vid ån"
PERSON = "Sam Öström"  # whom no other test here calls to meetings


def set_up(s: Surfer) -> None:
    """The manager offers it and chooses the method."""
    s.go("/grunddata/insatser/ny/")
    s.fill("name", INTERVENTION)
    s.choose("orientation", "individual")
    s.choose("registration", "personal")
    for name in ("owner_unit", "method"):
        found = s.page.locator(f"main select[name={name}]")
        found.select_option(label=METHOD) if name == "method" else found.select_option(index=1)
    s.fill("starts_on", dt.date.today().isoformat())
    s.press("Spara", "Lägg upp insatsen", "Lägg till")


def enrol(s: Surfer, case: str) -> None:
    """In the new intervention, beside the one that goes on."""
    s.go(f"{case}skriv-in/")
    s.page.locator("main select[name=intervention]").select_option(label=INTERVENTION)
    s.press("Skriv in")


def row(s: Surfer, case: str, name: str) -> str:
    """What the way says of one thing: its row in the phase."""
    s.go(f"{case}metod/")
    return s.page.locator(f"main .panel .tasks__row:has-text('{name}')").last.inner_text()


def door(s: Surfer, case: str, name: str) -> None:
    """Through the door of one thing on the page of the way."""
    s.go(f"{case}metod/")
    s._leaving(s.page.locator(f"main .panel .tasks__what a:has-text('{name}')").last)


def test_a_coordinator_follows_a_method_by_its_doors(window: Callable[..., Surfer]):
    set_up(window("insatsansvarig"))
    s = window("samordnare")
    s.go("/arenden/")
    case = str(s.page.locator(f"main a:has-text('{PERSON}')").first.get_attribute("href"))
    enrol(s, case)

    door(s, case, "Startsamtal")
    s.fill("starts_at", f"{dt.date.today().isoformat()} 23:30")
    s.press("Kalla till mötet")
    s.go(s.page.url.removeprefix(s.base) + "vid-bordet/")
    s.press("Spara vilka som kom")

    door(s, case, "Välj områden")
    s.click(s.field("areas", "social"))
    s.press("Spara")

    door(s, case, "Modulen Introduktion")
    for rater in ("person", "staff"):
        s.page.locator(f"main input[name='{rater}-start_work']").nth(2).check()
    s.press("Spara skattningen")

    door(s, case, "Så här arbetar vi")
    s.press("Gör klart")

    door(s, case, "Första dagen")
    s.fill("title", "Första dagen i ateljén")
    s.fill("starts_on", dt.date.today().isoformat())
    s.press("Spara aktiviteten")

    s.go(f"{case}metod/")
    s._leaving(s.page.locator("main .panel .tasks__row:has-text('Studiebesök') a:has-text('Bocka av')").last)
    s.fill("said", "Tittade på två verkstäder")
    s.press("Bocka av")

    names = ("Startsamtal", "Välj områden", "Modulen Introduktion", "Så här arbetar vi", "Första dagen", "Studiebesök")
    assert {name: "Klart" in row(s, case, name) for name in names} == dict.fromkeys(names, True)
    assert "Väntas nu" in row(s, case, "Det som fungerar")
    assert s.csp_faults() == []
