"""Every page that can be reached by links: accessibility, content security policy, narrow screens, two languages."""

import re
from collections.abc import Callable
from urllib.parse import urlsplit

import pytest
from django.urls import Resolver404, resolve

from tests.browser.surf import Surfer

pytestmark = pytest.mark.browser

ROLES = (
    "handlaggare.af", "handlaggare.soc", "samordnare", "coach", "gruppmedlem.fk", "enhetschef", "insatsansvarig",
    "utvarderare", "forbund", "loggranskare", "systemadmin",
)  # fmt: skip
MOST_PAGES = 140
NOT_PAGES = {"account_logout", "attachment:download", "meeting:calendar"}


def view_name(path: str) -> str | None:
    """The name of the page an address leads to; None for what is not one of ours."""
    try:
        return resolve(urlsplit(path).path).view_name
    except Resolver404:
        return None


def links(surfer: Surfer) -> list[str]:
    """Paths of the links on the page, in order."""
    hrefs = surfer.page.eval_on_selector_all("a[href]", "found => found.map(a => a.href)")
    return [urlsplit(h).path + (f"?{urlsplit(h).query}" if urlsplit(h).query else "") for h in hrefs if h.startswith(surfer.base)]


def discover(surfer: Surfer, known: dict[str, str]) -> None:
    """Follow links breadth first; remember one address for each page not seen before."""
    queue, seen = ["/"], {"/"}
    opened: dict[str, int] = {}
    while queue and len(seen) < 1500:
        path = queue.pop(0)
        name = view_name(path)
        if name is None or name in NOT_PAGES or opened.get(name, 0) >= 2:
            continue
        response = surfer.page.goto(surfer.base + path)
        opened[name] = opened.get(name, 0) + 1
        assert response is not None
        assert response.status < 500, f"{path}: {response.status}"
        assert response.status == 200, f"a link leads to {path}: {response.status}"
        assert surfer.csp_faults() == [], path
        known.setdefault(name, path)
        for link in links(surfer):
            if link not in seen:
                seen.add(link)
                queue.append(link)


@pytest.mark.parametrize("role", ROLES)
def test_every_linked_page_opens_and_is_accessible(window: Callable[..., Surfer], role: str, visited: dict[str, str]):
    surfer = window(role)
    found: dict[str, str] = {}
    discover(surfer, found)
    fresh = {name: path for name, path in found.items() if name not in visited}
    visited.update(fresh)

    faults = {name: surfer.go(path).faults() for name, path in fresh.items()}

    assert {name: wrong for name, wrong in faults.items() if wrong} == {}
    assert "start" in found


@pytest.mark.parametrize(("width", "language"), [(375, "sv"), (320, "sv"), (320, "en"), (1280, "en")])
@pytest.mark.parametrize("role", ["samordnare", "forbund", "systemadmin"])
def test_pages_fit_narrow_screens_and_speak_both_languages(
    window: Callable[..., Surfer], role: str, width: int, language: str
):
    surfer = window(role, width=width, language=language)
    found: dict[str, str] = {}
    discover(surfer, found)

    wrong = {}
    for name, path in found.items():
        surfer.go(path)
        wide = surfer.page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        spoken = surfer.page.get_attribute("html", "lang")
        if wide > 1 or spoken != language or surfer.csp_faults():
            wrong[name] = (wide, spoken, surfer.csp_faults())

    assert wrong == {}
    assert len(found) > 3


SWEDISH = re.compile(r"\b(och|eller|inte|ärende|Spara|Avbryt|samtycke|datum|Skriv|Välj|för att)\b")


@pytest.mark.parametrize("role", ["samordnare", "handlaggare.soc", "forbund"])
def test_english_pages_have_no_swedish_words_of_our_own(window: Callable[..., Surfer], role: str):
    """Labels, headings and buttons; what people have written stays in their language."""
    surfer = window(role, language="en")
    found: dict[str, str] = {}
    discover(surfer, found)

    left = {}
    for name, path in found.items():
        surfer.go(path)
        words = surfer.page.eval_on_selector_all(
            "main h1, main h2, main label, main legend, main button, main th, main dt, nav a",
            "found => found.map(e => e.innerText)",
        )
        swedish = [w for w in words if SWEDISH.search(w)]
        if swedish:
            left[name] = swedish

    assert left == {}
