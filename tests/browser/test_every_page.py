"""Every page that links lead to: accessibility, content security policy, narrow screens, two languages.

Links are followed with plain requests; each page name is then looked at once in a browser, by the first role that
met it: in Swedish at three widths, and in English at 320 px. Pages without a link are in `test_pages_by_hand`.
"""

import gettext
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser

import samsyn
from samsyn.web.demo.world import PASSWORD
from tests.browser.atlas import Atlas, chart
from tests.browser.escaped import NOT_LINKED, SOMETIMES, page_names
from tests.browser.surf import Surfer

pytestmark = pytest.mark.browser

ROLES = (
    "samordnare", "handlaggare.soc", "handlaggare.af", "handlaggare.fk", "coach", "gruppmedlem.fk", "enhetschef",
    "insatsansvarig", "utvarderare", "forbund", "loggranskare", "systemadmin",
)  # fmt: skip
WIDTHS = (375, 320)
OWN_WORDS = "main label, main legend, main button, main th[scope=col], main dt, main summary, nav a, footer a"
CATALOGUE = gettext.translation("django", Path(samsyn.__file__).parent / "locale", ["en"])
NAMES = {"Arbetsförmedlingen", "Försäkringskassan"}  # what parties of the demo are called, in any language


@pytest.fixture(scope="module")
def atlases(chromium: Browser, server: str) -> Iterator[dict[str, Atlas]]:
    """What each role reaches, found once."""
    known = {who: Atlas(Surfer(chromium, server)) for who in ROLES}
    for who, atlas in known.items():
        atlas.surfer.sign_in(f"{who}@demo.example", PASSWORD)
    chart(known.values(), page_names() - set(NOT_LINKED))
    yield known
    for atlas in known.values():
        atlas.surfer.close()


def own_pages(role: str, atlases: dict[str, Atlas]) -> list[str]:
    """An address of each page that no earlier role met."""
    before = {name for one in ROLES[: ROLES.index(role)] for name in atlases[one].pages}
    return [path for name, path in atlases[role].pages.items() if name not in before]


@pytest.mark.parametrize("role", ROLES)
def test_every_linked_page_opens_and_is_accessible(role: str, atlases: dict[str, Atlas]):
    surfer = atlases[role].surfer

    wrong = {path: surfer.go(path).faults(*WIDTHS) for path in own_pages(role, atlases)}

    assert atlases[role].broken == []
    assert {path: faults for path, faults in wrong.items() if faults} == {}
    assert "start" in atlases[role].pages


@pytest.mark.parametrize("role", ROLES)
def test_every_page_speaks_english_on_a_narrow_screen(role: str, atlases: dict[str, Atlas]):
    """Headings, labels and buttons; what people have written stays in their language."""
    surfer = atlases[role].surfer

    with surfer.in_english(width=320):
        wrong = {path: faults for path in own_pages(role, atlases) if (faults := english_faults(surfer.go(path)))}

    assert wrong == {}


def english_faults(surfer: Surfer) -> list[str]:
    """Words of the page that the catalogue translates but the page does not, and what is wrong with it at 320 px."""
    words = surfer.page.eval_on_selector_all(OWN_WORDS, "found => found.map(e => e.innerText.trim())")
    spoken = surfer.page.get_attribute("html", "lang")
    ours = [w for w in words if w and w not in NAMES and CATALOGUE.gettext(w) != w]
    left = [w for w in ours if CATALOGUE.gettext(w) not in words]
    return left + surfer.faults() + ([] if spoken == "en" else [f"lang={spoken}"])


def test_no_page_escapes(atlases: dict[str, Atlas]):
    """Pages that no link leads to are listed with the reason, and only those."""
    reached = {name for atlas in atlases.values() for name in atlas.pages}

    assert page_names() - reached - SOMETIMES == set(NOT_LINKED) - SOMETIMES
