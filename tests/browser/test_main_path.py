"""One new person all the way through, role by role, in a browser: Swedish and English, and by keyboard alone."""

import datetime as dt
from collections.abc import Callable

import pytest

from tests.browser.surf import Surfer
from tests.browser.test_cost_of_acts import take_consent, write_referral

pytestmark = pytest.mark.browser
TODAY = dt.date.today()


def day(ahead: int) -> str:
    """ISO day from today."""
    return (TODAY + dt.timedelta(days=ahead)).isoformat()


def months_ahead(months: int) -> dt.date:
    """The same day some months on (the first of the next month where there is none)."""
    year, month = divmod(TODAY.year * 12 + TODAY.month - 1 + months, 12)
    try:
        return TODAY.replace(year=year, month=month + 1)
    except ValueError:
        return dt.date(year, month + 1, 28)


class Path:
    """The steps, each by the role that takes it; `family` is the new person's name."""

    def __init__(self, window: Callable[..., Surfer], family: str, **known: object) -> None:
        self.window, self.family, self.known = window, family, known
        self.case = ""

    def as_(self, who: str) -> Surfer:
        """A window signed in as somebody."""
        return self.window(who, **self.known)

    def open_case(self, surfer: Surfer, more: str = "") -> None:
        """The person's case, or a page under it."""
        surfer.go(self.case + more)
        surfer.page.wait_for_load_state()

    def refer(self) -> None:
        """The social services' caseworker writes the referral, takes the consent and sends."""
        s = self.as_("handlaggare.soc")
        write_referral(s, self.family)
        s.click("main a[href*='/samtycke/']")
        s.page.wait_for_load_state()
        s.click(s.field("kinds", "register"))
        s.click(s.field("kinds", "plan"))
        take_consent(s)
        s.press("Skicka remissen", "Send the referral")
        s.go("/arenden/")
        link = s.page.locator(f"main a:has-text('{self.family}')").first
        self.case = str(link.get_attribute("href"))

    def confirm_everywhere(self) -> None:
        """Each other holder confirms with one click a consent, and takes the case from the inbox."""
        for who in ("handlaggare.af", "handlaggare.fk", "handlaggare.region", "samordnare"):
            s = self.as_(who)
            s.go("/inkorg/")
            row = s.page.locator(f"main tr:has-text('{self.family}') button, main li:has-text('{self.family}') button")
            if row.count():
                s._leaving(row.first)
            self.open_case(s, "samtycken/")
            while s.page.locator("main form[action*='/bekrafta/'] button").count():
                s._leaving(s.page.locator("main form[action*='/bekrafta/'] button").first)

    def receive(self) -> None:
        """The coordinator receives and puts the referral on the coming meeting's agenda."""
        s = self.as_("samordnare")
        s.go("/remisser/inkorg/")
        s._leaving(s.page.locator(f"main a:has-text('{self.family}')").first)
        s.press("Ta emot remissen", "Ta emot", "Receive the referral", "Receive")
        s.go("/urval/")
        s._leaving(s.page.locator("main a[href^='/urval/mote/0']").first)
        self.meeting = s.page.url.removeprefix(s.base)
        s._leaving(s.page.locator(f"main form[action*='/ta-upp/'] button:has-text('{self.family}')").first)

    def picture(self) -> None:
        """The social insurance agency's group member adds its picture."""
        s = self.as_("gruppmedlem.fk")
        s.go(self.meeting)
        s._leaving(s.page.locator(f"main a[href*='/underlag/']:has-text('{self.family}')").first)
        s.fill("text", "Inga hinder från vår sida.")
        s.press("Spara underlaget", "Spara", "Save the material", "Save")

    def select(self) -> None:
        """The group decides: enrol; the coordinator enrols with the background questions left for later."""
        s = self.as_("samordnare")
        s.go(self.meeting)
        present = s.page.locator("main form[action$='/med/'] button:visible")
        if present.count():
            s._leaving(present.first)
        item = s.page.locator("main section").filter(has_text=self.family).last
        s.click(item.locator("summary").last)
        s.click(item.locator("[name=outcome][value=enrol]"))
        s._leaving(item.locator("form[action*='/beslut/'] button[type=submit]").last)
        s.go("/remisser/inkorg/?lage=accepted")
        s._leaving(s.page.locator(f"main a:has-text('{self.family}')").first)
        s.press("Skriv in", "Enrol")
        s.press("Skriv in", "Enrol")

    def plan(self) -> None:
        """A plan with the person's goal and an activity, settled."""
        s = self.as_("samordnare")
        self.open_case(s, "plan/ny/")
        s.choose("kind", "coordinated_individual_plan")
        s.page.locator("main select[name=overall_responsible]").select_option(label="Arbetsmarknadsnämnden")
        s.fill("follow_up_on", day(90))
        s.click(s.page.locator("main details:has([name=present]) summary"))
        s.fill("present", "Personen\nAF\nFK")
        s.click("main [name=nobody_declined]")
        s.fill("efforts", "Arbetsträning och samtalsstöd")
        s.fill("responsibilities", "Regionen svarar för behandling, kommunen för arbetsträning")
        s.press("Spara utkastet", "Save the draft")
        self.open_case(s, "mal/nytt/")
        s.fill("text", "Jag vill jobba med händerna igen.")
        s.press("Spara", "Save")
        self.open_case(s, "plan/")
        s._leaving(s.page.locator("main a[href*='/aktivitet/ny/']").first)
        s.fill("title", "Arbetsträning i snickeriet")
        s.choose("kind", "work_training")
        s.page.locator("main select[name=who]").select_option(index=1)
        s.fill("starts_on", day(3))
        s.press("Spara aktiviteten", "Save the activity")
        self.open_case(s, "plan/")
        s.press("Fastställ planen", "Settle the plan")

    def follow(self) -> None:
        """A note, livelihood and a step move."""
        s = self.as_("handlaggare.af")
        self.open_case(s)
        s.fill("text", "Har hittat en praktikplats.")
        s.press("Spara", "Save")
        self.open_case(s, "steg/nytt/")
        s.fill("to_step", "Går dit själv")
        s.choose("by_caseworker", "forward")
        s.press("Spara", "Save")
        self.open_case(s)
        assert "Går dit själv" in s.text()

    def leave(self) -> None:
        """Exit to the employment service, which accepts; then the coordinator completes it."""
        s = self.as_("samordnare")
        self.open_case(s)
        s._leaving(s.page.locator("main a[href*='/avslut']").first)
        s.choose("reason", "completed")
        s.choose("outcome", "right_benefit")
        s.fill("next_step", "Stöd att hitta arbete hos Arbetsförmedlingen")
        unit = s.page.locator("main select[name=to_unit] option:has-text('Exempelby kontor')").first
        s.page.locator("main select[name=to_unit]").select_option(str(unit.get_attribute("value")))
        s.press("Spara och fråga mottagaren", "Save and ask the receiver")
        self.exit = s.page.url.removeprefix(s.base)
        r = self.as_("handlaggare.af")
        r.go(self.exit)
        r._leaving(r.page.locator("main button[value=accept]").first)
        s.go(self.exit)
        s.press("Avsluta inskrivningen", "End the enrolment")
        self.open_case(s, "uppfoljningar/")
        assert str(months_ahead(3)) in s.text()

    def whole(self) -> None:
        """From referral to exit."""
        for step in (
            self.refer, self.confirm_everywhere, self.receive, self.picture,
            self.select, self.plan, self.follow, self.leave,
        ):  # fmt: skip
            step()


def test_from_referral_to_exit_in_swedish(window: Callable[..., Surfer]):
    Path(window, "Vägsson").whole()


def test_from_referral_to_exit_in_english(window: Callable[..., Surfer]):
    Path(window, "Pathson", language="en").whole()


def test_from_referral_to_exit_by_keyboard_alone(window: Callable[..., Surfer]):
    Path(window, "Tangentson", by_keyboard=True).whole()
