"""What a browser would send if the page's main form were sent untouched: read from the page's own HTML."""

from html.parser import HTMLParser

from django.db import connection
from django.test.utils import CaptureQueriesContext


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.data: dict[str, list[str]] = {}
        self.inside = False
        self.text_of = self.select = ""
        self.first: dict[str, str] = {}

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        known = dict(attrs)
        if tag == "form":
            self.inside = "form" in (known.get("class") or "").split()
        if not self.inside:
            return
        name, value = known.get("name") or "", known.get("value")
        if tag == "input" and name and (known.get("type") not in ("radio", "checkbox") or "checked" in known):
            self._add(name, "on" if value is None and known.get("type") == "checkbox" else value or "")
        if tag == "textarea":
            self.text_of = name
            self._add(name, "")
        if tag == "select":
            self.select = name
        if tag == "option" and self.select:
            self.first.setdefault(self.select, value or "")
            if "selected" in known:
                self._add(self.select, value or "")

    def handle_data(self, data: str) -> None:
        if self.text_of:
            self.data[self.text_of][-1] += data.removeprefix("\n")

    def handle_endtag(self, tag: str) -> None:
        if tag == "textarea":
            self.text_of = ""
        if tag == "select":
            if self.select not in self.data and self.select:
                self._add(self.select, self.first.get(self.select, ""))
            self.select = ""
        if tag == "form":
            self.inside = False

    def _add(self, name: str, value: str) -> None:
        self.data.setdefault(name, []).append(value)


def as_opened(client: object, address: str) -> dict[str, object]:
    """Field names and values of the form with class "form" at `address`."""
    reader = _Reader()
    reader.feed(client.get(address).content.decode())  # type: ignore[attr-defined]
    return {name: values if len(values) > 1 else values[0] for name, values in reader.data.items()}


def queries_of(client: object, address: str) -> int:
    """How many queries the page costs when it is opened for the second time."""
    client.get(address)  # type: ignore[attr-defined]
    with CaptureQueriesContext(connection) as asked:
        assert client.get(address).status_code == 200  # type: ignore[attr-defined]
    return len(asked)
