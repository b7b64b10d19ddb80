"""Pages that no link leads to, each opened the way it is met: before signing in, by a secret link, by a script."""

import base64
import hashlib
import hmac
import re
import struct
import time
from collections.abc import Callable, Iterator
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser

from samsyn.web.demo.world import PASSWORD
from tests.browser.atlas import view_name
from tests.browser.escaped import BY_HAND
from tests.browser.surf import Surfer
from tests.browser.test_every_page import english_faults

pytestmark = pytest.mark.browser
Window = Callable[..., Surfer]
WHO = "handlaggare.amn"


@pytest.fixture(scope="module")
def met() -> set[str]:
    """Names of the pages looked at here."""
    return set()


@pytest.fixture
def look(met: set[str]) -> Callable[[Surfer, str], None]:
    """Looks at the page a window shows, which must have this name: Swedish at three widths, then English."""

    def at(surfer: Surfer, name: str) -> None:
        here = surfer.page.url.removeprefix(surfer.base)
        assert view_name(here) == name, here
        found = surfer.faults(375, 320)
        with surfer.in_english(width=320):
            found += english_faults(surfer.go(here))
        surfer.go(here)
        assert found == [], here
        met.add(name)

    return at


def code_of(secret: str) -> str:
    """What an authenticator app shows now (RFC 6238)."""
    key = base64.b32decode(secret + "=" * (-len(secret) % 8))
    digest = hmac.new(key, struct.pack(">Q", int(time.time()) // 30), hashlib.sha1).digest()
    start = digest[-1] & 15
    return f"{(struct.unpack('>I', digest[start : start + 4])[0] & 0x7FFFFFFF) % 1_000_000:06d}"


def test_before_signing_in(window: Window, look: Callable[..., None]):
    look(window().go("/konto/logga-in/"), "account_login")


def test_a_new_password_by_the_link_in_the_mail(window: Window, look: Callable[..., None]):
    admin = window("systemadmin").go("/grunddata/personal/")
    row = admin.page.locator("main tr:has-text('Amanda Marknad')")
    row.locator("summary").first.click()
    admin._leaving(row.locator("form[action$='/lank/'] button").first)

    look(window().go(link_in_mail(admin, "/konto/nytt-losenord/")), "account_reset_password_from_key")


def link_in_mail(admin: Surfer, start: str) -> str:
    """The newest link that begins so in the demo's mail."""
    admin.go("/post/")
    for path in admin.page.eval_on_selector_all("main a[href^='/post/']", "all => all.map(a => a.pathname)"):
        found = re.search(rf"https?://\S+?({re.escape(start)}\S+)", admin.go(path).text())
        if found:
            return found[1]
    raise AssertionError(f"no mail holds a link to {start}")


def test_choosing_between_two_assignments(window: Window, look: Callable[..., None]):
    look(window("gruppmedlem.region").go("/konto/uppdrag/"), "choose_assignment")


def test_an_answer_to_a_meeting_by_the_link_in_the_mail(window: Window, look: Callable[..., None]):
    look(window().go(link_in_mail(window("systemadmin"), "/svar/")), "meeting:public_answer")


def test_a_question_without_an_account(window: Window, look: Callable[..., None]):
    surfer = window().go("/lots/")
    look(surfer, "pilot:public_ask")
    surfer.page.locator("main textarea[name=question]").fill("Vart ringer man när ersättningen tar slut?")
    for radio in surfer.page.locator("main input[type=radio][name=origin]").all()[:1]:
        radio.check()
    surfer._leaving(surfer.page.locator("main button[type=submit]").first)
    assert surfer.faults(375, 320) == []
    key = re.search(r"(?:[A-Z2-9]{5}-){3}[A-Z2-9]{5}", surfer.text())
    assert key, surfer.text()

    surfer.go("/lots/svar/")
    look(surfer, "pilot:public_answer")
    surfer.page.locator("main input[name=key]").fill(key[0])
    surfer._leaving(surfer.page.locator("main button[type=submit]").first)
    assert "Vart ringer man" in surfer.text()
    assert surfer.faults(375, 320) == []


def test_what_a_page_of_its_own_refuses(window: Window, look: Callable[..., None]):
    surfer = window("samordnare").go("/arenden/")
    surfer._leaving(surfer.page.locator("main a:has-text('Exempelsson')").first)
    case = urlsplit(surfer.page.url).path
    surfer.go(case + "sus/")
    surfer.page.locator("main input[name=on]").first.fill("2026-13-45")
    surfer._leaving(surfer.page.locator("main form button[type=submit]").first)
    assert surfer.faults(375, 320) == []
    look(surfer, "case:sus_register")


def test_a_case_without_an_owner_gets_one(window: Window, look: Callable[..., None]):
    surfer = window("samordnare").go("/arenden/")
    surfer._leaving(surfer.page.locator("main a:has-text('Exempelsson')").first)
    look(surfer.go(urlsplit(surfer.page.url).path + "ansvarig/"), "handover:appoint")


def test_a_part_of_a_page_fetched_by_a_script(window: Window):
    surfer = window("samordnare").go("/arenden/")
    surfer._leaving(surfer.page.locator("main a:has-text('Exempelsson')").first)
    surfer.go(urlsplit(surfer.page.url).path + "anteckning/ny/")
    with surfer.page.expect_response(lambda r: "/anteckning/mottagare/" in r.url) as answer:
        surfer.page.locator("main select[name=category]").select_option("health")
    assert answer.value.status == 200
    assert surfer.faults(375, 320) == []


def test_an_address_that_is_not_there(window: Window):
    surfer = window("samordnare").go("/finns-inte/")
    assert surfer.faults(375, 320) == []


@pytest.fixture
def at_localhost(chromium: Browser, server: str) -> Iterator[Surfer]:
    """A window at a host name: passkeys do not work at a bare number."""
    surfer = Surfer(chromium, server.replace("127.0.0.1", "localhost"))
    yield surfer
    surfer.close()


def test_the_second_step(at_localhost: Surfer, look: Callable[..., None]):
    """An app and a key are added, used and removed, as the user meets each page."""
    s = at_localhost.sign_in(f"{WHO}@demo.example", PASSWORD)
    _again(s, "/konto/sakerhet/app/")
    look(s, "mfa_activate_totp")
    secret = re.search(r"\b[A-Z2-7]{32}\b", s.text().replace(" ", ""))
    assert secret, s.text()
    s.page.locator("main input[name=code]").fill(code_of(secret[0]))
    s._leaving(s.page.locator("main form button[type=submit]").last)
    look(s.go("/konto/sakerhet/reservkoder/"), "mfa_view_recovery_codes")
    look(s.go("/konto/sakerhet/reservkoder/nya/"), "mfa_generate_recovery_codes")
    look(s.go("/konto/bekrafta/kod/"), "mfa_reauthenticate")
    _with_a_key(s, look)
    look(s.go("/konto/sakerhet/app/ta-bort/"), "mfa_deactivate_totp")
    s.context.clear_cookies()
    s.go("/konto/logga-in/")
    s.page.locator("input[name=login]").fill(f"{WHO}@demo.example")
    s.page.locator("input[name=password]").fill(PASSWORD)
    s._leaving(s.page.locator("main button[type=submit]").first)
    look(s, "mfa_authenticate")


def _with_a_key(s: Surfer, look: Callable[..., None]) -> None:
    """A key of the browser's own making is added, asked for, and offered to be removed."""
    devtools = s.context.new_cdp_session(s.page)
    devtools.send("WebAuthn.enable")
    device = {"protocol": "ctap2", "transport": "internal", "hasResidentKey": True, "hasUserVerification": True}
    device |= {"isUserVerified": True, "automaticPresenceSimulation": True}
    devtools.send("WebAuthn.addVirtualAuthenticator", {"options": device})
    _again(s, "/konto/sakerhet/nycklar/ny/")
    look(s, "mfa_add_webauthn")
    for name in s.page.locator("main input[name=name]").all():
        name.fill("Min nyckel")
    s._leaving(s.page.locator("main form button").last)
    look(s.go("/konto/bekrafta/nyckel/"), "mfa_reauthenticate_webauthn")
    s.go("/konto/sakerhet/nycklar/")
    s._leaving(s.page.locator("main a[href$='/ta-bort/']").first)
    look(s, "mfa_remove_webauthn")


def _again(s: Surfer, path: str) -> None:
    """Open a page, giving the password once more when it is asked for."""
    s.go(path)
    if s.page.locator("main input[name=password]").count():
        s.page.locator("main input[name=password]").fill(PASSWORD)
        s._leaving(s.page.locator("main form button[type=submit]").first)


def test_all_of_them_are_looked_at(met: set[str]):
    """Runs last in this file."""
    assert met == set(BY_HAND)
