"""Sign in as each role of a served demo and take pictures of what it sees. Called by scripts/screenshots."""

import sys
import time
import urllib.request
from pathlib import Path

import django
from playwright.sync_api import Browser, Page, sync_playwright

ARGUMENTS = [
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync",
]  # fmt: skip
WIDTHS = (1280, 375)
LANGUAGES = ("sv", "en")
FULLEST = "Kim Exempelsson"  # the demo's case with most in it


def wait_for(base: str) -> None:
    """Until the server answers."""
    for _ in range(300):
        try:
            urllib.request.urlopen(f"{base}/konto/logga-in/", timeout=2).close()  # noqa: S310 - our own address
            return
        except OSError:
            time.sleep(0.1)
    raise SystemExit("the server did not answer")


def sign_in(browser: Browser, base: str, email: str, password: str, width: int, language: str) -> Page:
    """A page signed in as one account."""
    context = browser.new_context(viewport={"width": width, "height": 900}, reduced_motion="reduce")
    context.add_cookies([{"name": "samsyn_language", "value": language, "url": base}])
    page = context.new_page()
    page.goto(f"{base}/konto/logga-in/")
    page.fill("input[name=login]", email)
    page.fill("input[name=password]", password)
    page.press("input[name=password]", "Enter")
    page.wait_for_url(f"{base}/")
    return page


def links(page: Page, words: str = "") -> list[str]:
    """Addresses that the page leads to, of links that say these words."""
    found = page.locator("main a[href^='/']", has_text=words)
    return list(found.evaluate_all("all => all.map(a => a.getAttribute('href'))"))


def shots(page: Page, base: str, role: str) -> list[tuple[str, str]]:
    """(name, address) of what to take: start page, the fullest case, and for a caseworker the pages of the case."""
    found = [(f"{role}-start", "/")]
    every = links(page, FULLEST) + links(page)
    cases = [link for link in every if link.startswith("/arende/") and link.count("/") == 3]
    if cases:
        found.append((f"{role}-case", cases[0]))
    if cases and role == "caseworker":
        page.goto(base + cases[0])
        inside = links(page)
        mine = [link for link in dict.fromkeys(inside) if link.startswith(cases[0]) and link != cases[0]]
        names = {link: link.removeprefix(cases[0]).strip("/").replace("/", "-") for link in mine}
        found += [(f"{role}-{name}", link) for link, name in names.items()]
    return found


def main(base: str, folder: Path) -> None:
    """Every role, width and language."""
    from samsyn.web import demo

    folder.mkdir(exist_ok=True)
    wait_for(base)
    accounts = demo.accounts()
    with sync_playwright() as play:
        browser = play.chromium.launch(executable_path="/usr/bin/chromium", args=ARGUMENTS)
        for width in WIDTHS:
            for language in LANGUAGES:
                for account in accounts:
                    page = sign_in(browser, base, account.email, demo.PASSWORD, width, language)
                    for name, address in shots(page, base, account.role.replace(" ", "_")):
                        page.goto(base + address)
                        page.screenshot(path=folder / f"{name}-{width}-{language}.png", full_page=True)
                    page.context.close()
        browser.close()


if __name__ == "__main__":
    import os

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "samsyn.web.settings")
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "yes"
    django.setup()
    main(sys.argv[1], Path(sys.argv[2]))
    print(f"{len(list(Path(sys.argv[2]).glob('*.png')))} pictures in {sys.argv[2]}/")
