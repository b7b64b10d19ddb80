"""A browser in the hands of a user: goes, fills, clicks, and counts what it cost."""

import contextlib
import pathlib
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urljoin

import axe_playwright_python
from playwright.sync_api import Browser, BrowserContext, Error, Locator, Page, Response

AXE = next(pathlib.Path(axe_playwright_python.__file__).parent.rglob("axe.min.js")).read_text()
LANGUAGE = "samsyn_language"
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
LISTEN = (
    "window.__broken=[];document.addEventListener('securitypolicyviolation',"
    "e=>window.__broken.push(e.effectiveDirective+' '+e.blockedURI+' '+e.sourceFile+':'+e.lineNumber))"
)
TOO_WIDE = """() => {
  const room = document.documentElement.clientWidth;
  if (document.documentElement.scrollWidth <= room + 1) return [];
  const out = [...document.querySelectorAll('body *')].filter(e => e.getBoundingClientRect().right > room + 1);
  return [out.slice(0, 3).map(e => e.outerHTML.slice(0, 120)).join(' | ')];
}"""
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

    def __init__(
        self, browser: Browser, base: str, *, width: int = 1280, language: str = "sv", by_keyboard: bool = False
    ) -> None:
        self.base, self.by_keyboard = base, by_keyboard
        self.context: BrowserContext = browser.new_context(viewport={"width": width, "height": 900}, locale="sv-SE")
        self.context.set_default_timeout(20_000)
        self.context.add_init_script(LISTEN)
        if language != "sv":
            self.context.add_cookies([{"name": LANGUAGE, "value": language, "url": base}])
        self.page: Page = self.context.new_page()
        self.failed: list[str] = []
        self.under_way: set[str] = set()
        self.page.on("request", lambda request: self.under_way.add(f"{request.method} {request.url}"))
        self.page.on("response", self._keep_failure)
        self.cost = Cost()

    def _keep_failure(self, response: Response) -> None:
        self.under_way.discard(f"{response.request.method} {response.request.url}")
        if response.status >= 500:
            self.failed.append(f"{response.status} {response.request.method} {response.url}")

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

    def field(self, name: str, value: str = "") -> Locator:
        """The visible field of this form name (and value, for radios and boxes) in main."""
        chosen = f"[value='{value}']" if value else ""
        return self.page.locator(f"main [name='{name}']{chosen}:visible").first

    def fill(self, name: str, text: str) -> None:
        """Write in a field, in place of what stands there; counts one field."""
        if self.by_keyboard:
            self._tab_to(self.field(name))
            self.page.keyboard.press("Control+a")
            self.page.keyboard.insert_text(text)
        else:
            self.field(name).fill(text)
        self.cost.fields += 1

    def choose(self, name: str, value: str) -> None:
        """Choose in a select or a radio group; counts one field."""
        select = self.page.locator(f"main select[name='{name}']:visible")
        if not self.by_keyboard:
            select.first.select_option(value) if select.count() else self.field(name, value).check()
        else:
            self._choose_by_arrows(select.first if select.count() else None, name, value)
        self.cost.fields += 1

    def _choose_by_arrows(self, select: Locator | None, name: str, value: str) -> None:
        here = f"main [name='{name}']" + ("" if select else ":checked")
        self._tab_to(select or self.page.locator(f"main [name='{name}']:visible"), any_of=select is None)
        if select is None:
            self.page.keyboard.press("Space")
        for _ in range(60):
            found = self.page.locator(here)
            if found.count() and found.first.input_value() == value:
                return
            self.page.keyboard.press("ArrowDown")
        raise AssertionError(f"{value} cannot be chosen in {name} with the arrows")

    def _tab_to(self, target: Locator, *, any_of: bool = False) -> None:
        """Press Tab until the target (or any of them) has focus, as somebody without a mouse."""
        wanted = target.element_handles() if any_of else [target.first.element_handle()]
        for _ in range(300):
            if any(self.page.evaluate("e => document.activeElement === e", one) for one in wanted):
                return
            self.page.keyboard.press("Tab")
        raise AssertionError(f"{target} cannot be reached by Tab")

    def click(self, target: str | Locator) -> None:
        """Click a selector or locator, or reach it and press Enter; counts one click."""
        found = (self.page.locator(target) if isinstance(target, str) else target).first
        if self.by_keyboard:
            self._tab_to(found)
            box = found.get_attribute("type") in ("checkbox", "radio")
            self.page.keyboard.press("Space" if box else "Enter")
        else:
            found.click()
        self.cost.clicks += 1

    def press(self, *names: str) -> None:
        """Press the button or link in main with one of these names (Swedish, English), and wait for the page."""
        main = self.page.locator("main")
        for name in names:
            for role in ("button", "link"):
                found = main.get_by_role(role, name=name, exact=True)  # type: ignore[arg-type]
                if found.count():
                    self._leaving(found.first)
                    return
        raise AssertionError(f"nothing is called {names} on {self.page.url}:\n{self.text()[:1500]}")

    def _leaving(self, target: Locator) -> None:
        before = self.page.evaluate("performance.timeOrigin")
        self.click(target)
        for _ in range(500):
            with contextlib.suppress(Error):
                if self.page.evaluate("performance.timeOrigin") != before:
                    break
            self.page.wait_for_timeout(30)
        else:
            told = f"unanswered: {sorted(self.under_way)}"  # empty: the click asked for nothing
            raise AssertionError(f"no new page came after {target} on {self.page.url} ({told}):\n{self.text()[:1500]}")
        self.page.wait_for_load_state()
        assert not self.failed, self.failed

    def text(self) -> str:
        """What main says."""
        return self.page.locator("main").inner_text()

    def faults(self, *widths: int) -> list[str]:
        """What is wrong with the page now: axe, content security policy, sideways scroll (here, and at `widths`)."""
        found = self.csp_faults()
        self.page.evaluate(AXE)
        result: Any = self.page.evaluate(f"axe.run(document,{{runOnly:{RULES}}})")
        for fault in result["violations"]:
            found += [f"{fault['id']}: {node['html'][:160]}" for node in fault["nodes"]]
        first = self.page.viewport_size or {"width": 1280, "height": 900}
        for width in (first["width"], *widths):
            self.page.set_viewport_size({"width": width, "height": 900})
            found += [f"scrolls sideways at {width}: {wide}" for wide in self.page.evaluate(TOO_WIDE)]
        self.page.set_viewport_size(first)
        return found

    @contextlib.contextmanager
    def in_english(self, *, width: int) -> Iterator[None]:
        """Pages in English in a window of this width, then as before."""
        first = self.page.viewport_size or {"width": 1280, "height": 900}
        self.context.add_cookies([{"name": LANGUAGE, "value": "en", "url": self.base}])
        self.page.set_viewport_size({"width": width, "height": 900})
        yield
        self.context.clear_cookies(name=LANGUAGE)
        self.page.set_viewport_size(first)

    def csp_faults(self) -> list[str]:
        """Content security policy violations on the page now."""
        return [str(b) for b in self.page.evaluate("window.__broken")]
