"""The forms of a page as a browser has them: read from the page's own HTML, sent back untouched or changed."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser

from django.db import connection
from django.test.utils import CaptureQueriesContext

TICKED = ("radio", "checkbox")
BUTTONS = ("submit", "button", "reset", "image")


@dataclass
class Control:
    """All inputs of one name: what sort, what stands in it, what can be chosen, where its errors are told."""

    name: str
    kind: str
    attrs: dict[str, str]
    values: list[str] = field(default_factory=list)
    choices: list[str] = field(default_factory=list)
    ids: list[str] = field(default_factory=list)
    described: str = ""

    @property
    def has_choices(self) -> bool:
        """Whether one of a few is taken."""
        return self.kind in ("select", "radio") or (self.kind == "checkbox" and self.choices not in ([], ["on"]))


@dataclass
class PageForm:
    """One form of a page."""

    attrs: dict[str, str]
    controls: dict[str, Control] = field(default_factory=dict)
    buttons: list[tuple[str, str]] = field(default_factory=list)

    @property
    def data(self) -> dict[str, list[str]]:
        """What is sent when nothing is changed and a button without a name is used."""
        return {c.name: c.values for c in self.controls.values() if c.values}


class Html(HTMLParser):
    """A page read once: its forms, the ids in it, the texts by id, and where its error summary leads."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.forms: list[PageForm] = []
        self.ids: set[str] = set()
        self.summary: list[str] = []
        self.errors: set[str] = set()
        self._form: PageForm | None = None
        self._area = self._select = ""
        self._frames: list[str] = []
        self._in_summary = 0
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        known = {k: v or "" for k, v in attrs}
        self.ids.add(known.get("id", ""))
        if known.get("id", "").endswith("-error"):
            self.errors.add(known["id"])
        if "data-error-summary" in known or (self._in_summary and tag == "div"):
            self._in_summary += 1
        if self._in_summary and tag == "a":
            self.summary.append(known.get("href", "").removeprefix("#"))
        if tag == "form":
            self._form = PageForm(known)
            self.forms.append(self._form)
        if tag == "fieldset":
            self._frames.append(known.get("aria-describedby", ""))
        if self._form:
            self._of_form(self._form, tag, known, {k for k, _ in attrs})

    def _of_form(self, form: PageForm, tag: str, known: dict[str, str], said: set[str]) -> None:
        name, kind = known.get("name", ""), known.get("type", "text") if tag == "input" else tag
        if tag == "button" and known.get("type", "submit") == "submit":
            form.buttons.append((name, known.get("value", "")))
        if tag == "option" and self._select:
            self._option(form.controls[self._select], known.get("value", ""), "selected" in said)
        if not name or tag not in ("input", "textarea", "select") or kind in BUTTONS or "disabled" in said:
            return
        control = form.controls.setdefault(name, Control(name, kind, known))
        control.ids.append(known.get("id", ""))
        control.described += f" {known.get('aria-describedby', '')} {' '.join(self._frames)}"
        if tag == "input":
            self._input(control, known.get("value", "on" if kind == "checkbox" else ""), "checked" in said)
        elif tag == "textarea":
            self._area = name
            control.values.append("")
        else:
            self._select = name

    def _input(self, control: Control, value: str, checked: bool) -> None:
        if control.kind in TICKED:
            control.choices.append(value)
        if checked or control.kind not in (*TICKED, "file"):
            control.values.append(value)

    def _option(self, control: Control, value: str, selected: bool) -> None:
        control.choices.append(value)
        if selected:
            control.values.append(value)

    def handle_data(self, data: str) -> None:
        if self._form and self._area:
            self._form.controls[self._area].values[-1] += data

    def handle_endtag(self, tag: str) -> None:
        if tag == "textarea" and self._form and self._area:
            values = self._form.controls[self._area].values
            values[-1] = values[-1].removeprefix("\n")
            self._area = ""
        if tag == "select" and self._form and self._select:
            control = self._form.controls[self._select]
            control.values = control.values or control.choices[:1]
            self._select = ""
        if tag == "fieldset" and self._frames:
            self._frames.pop()
        if tag == "div" and self._in_summary:
            self._in_summary -= 1
        if tag == "form":
            self._form = None

    def main_forms(self) -> Iterator[PageForm]:
        """Those with class "form": the page's own."""
        return (f for f in self.forms if "form" in f.attrs.get("class", "").split())


def as_opened(client: object, address: str) -> dict[str, object]:
    """Field names and values of the form with class "form" at `address`."""
    found = Html(client.get(address).content.decode())  # type: ignore[attr-defined]
    data: dict[str, list[str]] = {}
    for form in found.main_forms():
        for name, values in form.data.items():
            data[name] = data.get(name, []) + values
    return {name: values if len(values) > 1 else values[0] for name, values in data.items()}


def queries_of(client: object, address: str) -> int:
    """How many queries the page costs when it is opened for the second time."""
    client.get(address)  # type: ignore[attr-defined]
    with CaptureQueriesContext(connection) as asked:
        assert client.get(address).status_code == 200  # type: ignore[attr-defined]
    return len(asked)
