"""A browser in the hands of a user: goes, fills, clicks, and counts what it cost."""

import pathlib
import time
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urljoin

import axe_playwright_python
from playwright.sync_api import Browser, BrowserContext, Locator, Page

AXE = next(pathlib.Path(axe_playwright_python.__file__).parent.rglob("axe.min.js")).read_text()
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
LISTEN = (
    "window.__broken=[];document.addEventListener('securitypolicyviolation',"
    "e=>window.__broken.push(e.effectiveDirective+' '+e.blockedURI+' '+e.sourceFile+':'+e.lineNumber))"
)
ARGUMENTS = [
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync",
]  # fmt: skip


@dataclass
class Cost:
    """What an act cost: fields filled, clicks, seconds."""

    fields: int = 0
    clicks: int = 0
    began: float = field(default_factory=time.monotonic)

    @property
    def seconds(self) -> float:
        """Since it began."""
        return time.monotonic() - self.began


class Surfer:
    """One signed-in window."""

    def __init__(self, browser: Browser, base: str, *, width: int = 1280, language: str = "sv") -> None:
        self.base = base
        self.context: BrowserContext = browser.new_context(viewport={"width": width, "height": 900}, locale="sv-SE")
        self.context.set_default_timeout(10_000)
        self.context.add_init_script(LISTEN)
        if language != "sv":
            self.context.add_cookies([{"name": "samsyn_language", "value": language, "url": base}])
        self.page: Page = self.context.new_page()
        self.cost = Cost()

    def close(self) -> None:
        """Close the window."""
        self.context.close()

    def begin(self) -> Cost:
        """Start counting anew."""
        self.cost = Cost()
        return self.cost

    def go(self, path: str) -> "Surfer":
        """Open a path."""
        self.page.goto(urljoin(self.base, path))
        return self

    def sign_in(self, email: str, password: str) -> "Surfer":
        """Through the form, as anybody."""
        self.go("/konto/logga-in/")
        self.page.locator("input[name=login]").fill(email)
        self.page.locator("input[name=password]").fill(password)
        self.page.locator("main button[type=submit]").first.click()
        self.page.wait_for_url(lambda url: "logga-in" not in url)
        return self

    def fill(self, name: str, text: str) -> None:
        """Fill the field with this form name; counts one field."""
        self.page.locator(f"main [name='{name}']:visible").first.fill(text)
        self.cost.fields += 1

    def choose(self, name: str, value: str) -> None:
        """Choose in a select; counts one field."""
        self.page.locator(f"main select[name='{name}']:visible").first.select_option(value)
        self.cost.fields += 1

    def click(self, target: str | Locator) -> None:
        """Click a selector or locator; counts one click."""
        found = self.page.locator(target).first if isinstance(target, str) else target.first
        found.click()
        self.cost.clicks += 1

    def press(self, name: str) -> None:
        """Click the button or link with exactly this name within main."""
        main = self.page.locator("main")
        button = main.get_by_role("button", name=name, exact=True)
        self.click(button if button.count() else main.get_by_role("link", name=name, exact=True))

    def text(self) -> str:
        """What main says."""
        return self.page.locator("main").inner_text()

    def faults(self) -> list[str]:
        """What is wrong with the page now: axe, content security policy, sideways scroll."""
        found = [str(b) for b in self.page.evaluate("window.__broken")]
        self.page.evaluate(AXE)
        result: Any = self.page.evaluate(f"axe.run(document,{{runOnly:{RULES}}})")
        for fault in result["violations"]:
            found += [f"{fault['id']}: {node['html'][:160]}" for node in fault["nodes"]]
        wide = self.page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth + 1")
        return found + (["scrolls sideways"] if wide else [])

    def csp_faults(self) -> list[str]:
        """Content security policy violations on the page now."""
        return [str(b) for b in self.page.evaluate("window.__broken")]
