"""Every page that links lead to: accessibility, content security policy, narrow screens, two languages.

Links are followed with plain requests, at most two addresses a page name and role; each page name is then
looked at once in a browser: in Swedish at three widths, and in English at 320 px.
"""

import gettext
from collections.abc import Callable
from pathlib import Path

import pytest

import samsyn
from tests.browser.atlas import Atlas
from tests.browser.escaped import NOT_REACHED, page_names
from tests.browser.surf import Surfer

pytestmark = pytest.mark.browser

ROLES = (
    "handlaggare.af", "handlaggare.soc", "samordnare", "coach", "gruppmedlem.fk", "enhetschef", "insatsansvarig",
    "utvarderare", "forbund", "loggranskare", "systemadmin",
)  # fmt: skip
SPEAKING = ("samordnare", "handlaggare.soc", "forbund", "systemadmin")
WIDTHS = (375, 320)
OWN_WORDS = "main label, main legend, main button, main th[scope=col], main dt, main summary, nav a, footer a"
CATALOGUE = gettext.translation("django", Path(samsyn.__file__).parent / "locale", ["en"])
NAMES = {"Arbetsförmedlingen", "Försäkringskassan"}  # what parties of the demo are called, in any language
Window = Callable[..., Surfer]


@pytest.fixture(scope="module")
def atlases() -> dict[str, Atlas]:
    """What each role has been found to reach."""
    return {}


def atlas_of(role: str, surfer: Surfer, atlases: dict[str, Atlas]) -> Atlas:
    """A role's pages, explored once."""
    if role not in atlases:
        atlases[role] = Atlas().explore(surfer)
    return atlases[role]


@pytest.mark.parametrize("role", ROLES)
def test_every_linked_page_opens_and_is_accessible(
    window: Window, role: str, visited: dict[str, str], atlases: dict[str, Atlas]
):
    surfer = window(role)
    atlas = atlas_of(role, surfer, atlases)
    fresh = {name: path for name, path in atlas.pages.items() if name not in visited}
    visited.update(fresh)

    wrong = {path: surfer.go(path).faults(*WIDTHS) for path in fresh.values()}

    assert atlas.broken == []
    assert {path: faults for path, faults in wrong.items() if faults} == {}
    assert "start" in atlas.pages


@pytest.mark.parametrize("role", SPEAKING)
def test_every_page_speaks_english_on_a_narrow_screen(
    window: Window, role: str, said: dict[str, str], atlases: dict[str, Atlas]
):
    """Headings, labels and buttons; what people have written stays in their language."""
    surfer = window(role, width=320, language="en")
    fresh = {n: p for n, p in atlas_of(role, surfer, atlases).pages.items() if n not in said}
    said.update(fresh)

    wrong = {path: faults for path in fresh.values() if (faults := english_faults(surfer.go(path)))}

    assert wrong == {}


@pytest.fixture(scope="module")
def said() -> dict[str, str]:
    """Pages already read in English, by view name."""
    return {}


def english_faults(surfer: Surfer) -> list[str]:
    """Words of the page that the catalogue translates but the page does not, and what is wrong with it at 320 px."""
    words = surfer.page.eval_on_selector_all(OWN_WORDS, "found => found.map(e => e.innerText.trim())")
    spoken = surfer.page.get_attribute("html", "lang")
    ours = [w for w in words if w and w not in NAMES and CATALOGUE.gettext(w) != w]
    left = [w for w in ours if CATALOGUE.gettext(w) not in words]
    return left + surfer.faults() + ([] if spoken == "en" else [f"lang={spoken}"])


def test_no_page_escapes(window: Window, atlases: dict[str, Atlas]):
    """Pages that no link of the demo leads to are listed with the reason, and only those."""
    reached = {name for role in ROLES for name in atlas_of(role, _signed_in(window, role, atlases), atlases).pages}

    assert page_names() - reached == set(NOT_REACHED)


def _signed_in(window: Window, role: str, atlases: dict[str, Atlas]) -> Surfer:
    return window() if role in atlases else window(role)
