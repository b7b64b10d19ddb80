"""Every form of every page, found by opening the pages as those who reach them, and filled as a person would.

A form is known by where its answer goes and which fields one sees in it; a new form is found by itself.
"""

import datetime as dt
import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.db import connection, transaction
from django.http import HttpResponse
from django.test import Client
from django.urls import resolve

from samsyn.access import clock
from samsyn.access.ids import new_id
from samsyn.access.models import AuditEntry
from tests.access import marked_method
from tests.access.crawl import browser, pages
from tests.access.marks import Marked
from tests.factories.basis import PASSWORD
from tests.factories.form_page import Control, Html, PageForm
from tests.factories.identity_numbers import test_number

# Who opens which pages, in this order: those with the right to a thing before those without.
OPENERS: dict[str, Callable[[str], bool]] = {
    "own": lambda page: not page.startswith("basis:"),
    "live": lambda page: page.startswith(("case:", "consent:", "request:", "assessment:", "livelihood:", "plan:")),
    "system_administrator": lambda page: page.startswith("basis:"),
    "association_officer": lambda page: page.startswith(("basis:", "statistics:", "study:", "published:")),
    "manager outside": lambda page: page.startswith("study:"),
    "intervention_manager": lambda page: page.startswith("basis:"),
    "own in basis": lambda page: page.startswith("basis:"),
    "auditor": lambda page: page == "basis:log",
    "signed out": lambda page: page == "account_login",
}
# The shell's own: on every page, without fields of text.
SHELL = {"set_language", "account_logout"}
# A field may be named after a key, which is another in the next run.
KEY = re.compile(r"[0-9a-f]{8}-?(?:[0-9a-f]{4}-?){3}[0-9a-f]{12}")
Sent = dict[str, list[Any]]


@dataclass(frozen=True)
class Place:
    """A form: who reaches it, on which page, where it goes, and the fields one sees."""

    viewer: str
    page: str
    action: str
    seen: tuple[str, ...]

    def __str__(self) -> str:
        return f"{self.page} → {self.action} as {self.viewer}"


@dataclass
class Opened:
    """The same form opened in a world: the browser, the address it is sent to, and what it holds."""

    place: Place
    staff_id: object
    client: Client
    address: str
    form: PageForm

    def send(self, data: Sent, **files: Any) -> HttpResponse:
        """Send it; files make it multipart as in a browser."""
        return self.client.post(self.address, {**data, **files})

    def fresh(self) -> Sent:
        """Filled as a person would, with a key of its own against double sends."""
        own = OF_FORM.get(self.place.action, {})
        key = {"idempotency_key": [new_id().hex]} if "idempotency_key" in self.keys else {}
        return {**proper(self.form), **own, **key}

    @property
    def keys(self) -> dict[str, Control]:
        """The fields, hidden ones too."""
        return self.form.controls


_places: list[Place] = []


def places(m: Marked) -> list[Place]:
    """All forms there are; looked for once a process."""
    if not _places:
        found: dict[tuple[str, tuple[str, ...]], Place] = {}
        for viewer, opens in OPENERS.items():
            for place in _of(m, viewer.removesuffix(" in basis"), opens):
                if (place.action, place.seen) not in found and _may_send(m, place):
                    found[place.action, place.seen] = place
        _places.extend(found.values())
    return _places


def shown_in_vain(m: Marked, viewer: str) -> list[Place]:
    """Forms that a viewer is shown and may not send: what they type would be lost."""
    return [place for place in _of(m, viewer, lambda _page: True) if not _may_send(m, place)]


def _of(m: Marked, viewer: str, opens: Callable[[str], bool]) -> list[Place]:
    client, found = browser(m.viewers[viewer].actor), []
    for page in pages():
        if page.name not in SHELL and opens(page.name):
            address = page.url(m)
            found += [_place(viewer, page.name, address, f) for f in posted(client.get(address))]
    return [place for place in found if place.action not in SHELL]


def posted(response: HttpResponse) -> list[PageForm]:
    """The forms of an answer that are sent by POST."""
    if response.streaming or "html" not in response.get("Content-Type", ""):
        return []
    forms = Html(response.content.decode()).forms
    return [f for f in forms if f.attrs.get("method", "").lower() == "post"]


def _place(viewer: str, page: str, address: str, form: PageForm) -> Place:
    action = (form.attrs.get("action") or address).partition("?")[0]
    seen = tuple(sorted({KEY.sub("…", c.name) for c in form.controls.values() if c.kind != "hidden"}))
    return Place(viewer, page, resolve(action).view_name, seen)


def _may_send(m: Marked, place: Place) -> bool:
    """Whether it is answered to this viewer at all; some pages show a form whose act asks for another role."""
    with transaction.atomic():
        answer = opened(m, place)
        status = answer.send(answer.fresh()).status_code
        transaction.set_rollback(True)
    return status not in (403, 404)


def opened(m: Marked, place: Place) -> Opened:
    """Open the page anew and find the form in it."""
    actor = m.viewers[place.viewer].actor
    client = browser(actor)
    address = next(p for p in pages() if p.name == place.page).url(m)
    for form in posted(client.get(address)):
        if _place(place.viewer, place.page, address, form) == place:
            return Opened(place, actor and actor.staff_id, client, form.attrs.get("action") or address, form)
    raise AssertionError(f"{place} is not there any more")


# What a field wants that its sort does not tell.
BY_NAME: dict[str, Callable[[], str]] = {
    "number": lambda: test_number(777),
    "birth_year": lambda: "1980",
    "starts": lambda: "09:00",
    "ends": lambda: "10:00",
    "age_from": lambda: "18",
    "age_to": lambda: "60",
    "others": lambda: "Anna Ord, anna@exempel.test",
    "phone": lambda: "070-174 06 05",
    "direct_number": lambda: "010-123 45 67",
    "substitute_number": lambda: "010-123 45 68",
    "contact_number": lambda: "010-123 45 69",
    "to_name": lambda: "",
    "oldpassword": lambda: PASSWORD,
}


# What a form wants that its fields do not tell: a method's text, and a form whose questions are all shown.
OF_FORM: dict[str, Sent] = {
    "basis:import_method": {"text": [marked_method.FROM_OTHERS]},
    "basis:method_draft": {"text": [marked_method.DRAFT]},
    "form:fill": {"well-person": ["5"], "well-staff": ["5"]},
}


def sort_of(control: Control) -> str:
    """What may be typed: day, moment, time, number, email, text, choice, tick, file, secret, hidden."""
    if control.has_choices:
        return "choice"
    if control.attrs.get("data-kind") in ("date", "moment"):
        return {"date": "day"}.get(control.attrs["data-kind"], "moment")
    if control.attrs.get("inputmode") in ("numeric", "decimal"):
        return "number"
    known = {"checkbox": "tick", "textarea": "text", "password": "secret", "email": "email", "file": "file"}
    return known.get(control.kind, "hidden" if control.kind == "hidden" else "text")


def proper(form: PageForm) -> Sent:
    """What stands in the form, and something fitting in what is empty."""
    data: Sent = {name: list(values) for name, values in form.data.items()}
    for control in form.controls.values():
        if not any(data.get(control.name, [])) and control.kind != "hidden":
            if (value := _fitting(control)) is not None:
                data[control.name] = [value]
    name, value = form.buttons[0] if form.buttons else ("", "")
    return {**data, name: [value]} if name else data


def _fitting(control: Control) -> Any:
    if made := BY_NAME.get(control.name):
        return made()
    sort = sort_of(control)
    if sort == "choice":
        return next((c for c in control.choices if c), None)
    today = clock.today()
    later = any(word in control.name for word in ("ends", "last", "due", "by", "follow"))
    fitting = {
        "day": (today + dt.timedelta(days=30 if later else 0)).isoformat(),
        "moment": f"{today + dt.timedelta(days=3)} 10:00",
        "number": "2",
        "email": f"ny{new_id().hex[-6:]}@exempel.test",
        "text": f"Ord om {control.name}",
        "secret": PASSWORD,
    }
    return fitting.get(sort)


def written() -> tuple[Any, ...]:
    """What tells that something was stored: rows of every table but the sessions', and the changes in the trace."""
    tables = [t for t in connection.introspection.table_names() if t not in NOT_COUNTED]
    with connection.cursor() as cursor:
        cursor.execute(" UNION ALL ".join(f"SELECT '{t}', count(*) FROM {t}" for t in tables))
        counts = tuple(sorted(cursor.fetchall()))
    return counts, AuditEntry.objects.filter(kind="change").count()


# Sessions, and the trace of reads and refusals, grow with every page.
NOT_COUNTED = {"django_session", "access_auditentry", "access_auditperson", "access_chainhead"}
