"""A small browser for drills: cookies, forms with their hidden fields, one address at a time."""

import re
import urllib.error
import urllib.parse
import urllib.request
from dataclasses import dataclass
from http.cookiejar import CookieJar


@dataclass(frozen=True)
class Answer:
    """What came back."""

    status: int
    text: str
    address: str


class _Halt(urllib.request.HTTPRedirectHandler):
    """Goes nowhere by itself."""

    def redirect_request(self, *_: object) -> None:
        """Never."""


class Browser:
    """Signed in as one account of the demo."""

    def __init__(self, base: str) -> None:
        self.base = base
        cookies = urllib.request.HTTPCookieProcessor(CookieJar())
        self.opener = urllib.request.build_opener(cookies)
        self.halting = urllib.request.build_opener(cookies, _Halt)

    def get(self, path: str) -> Answer:
        """Open a page."""
        return self._ask(urllib.request.Request(self.base + path))

    def post(self, path: str, **typed: str) -> Answer:
        """Open the page, fill its form and send it; hidden fields go along."""
        return self.send(path, {**self.form(path), **typed})

    def form(self, path: str) -> dict[str, str]:
        """The hidden fields of the page's main form."""
        found = re.findall(r"<input[^>]*>", self.get(path).text)
        fields = {
            self._of(tag, "name"): self._of(tag, "value")
            for tag in found
            if self._of(tag, "type") == "hidden"
        }
        return {name: value for name, value in fields.items() if name and name not in {"next", "language"}}

    def send(self, path: str, fields: dict[str, str]) -> Answer:
        """Send a filled form."""
        data = urllib.parse.urlencode(fields).encode()
        return self._ask(urllib.request.Request(self.base + path, data, {"Referer": self.base + path}))

    def acknowledged(self, path: str, fields: dict[str, str]) -> bool:
        """Send a filled form; whether the answer said that it was saved (and where to go next)."""
        data = urllib.parse.urlencode(fields).encode()
        request = urllib.request.Request(self.base + path, data, {"Referer": self.base + path})
        try:
            self.halting.open(request, timeout=30).close()
        except urllib.error.HTTPError as error:
            return error.code == 302
        except OSError:
            return False
        return False

    def sign_in(self, email: str, password: str) -> Answer:
        """Through the sign-in page."""
        return self.post("/konto/logga-in/", login=email, password=password)

    def _ask(self, request: urllib.request.Request) -> Answer:
        try:
            with self.opener.open(request, timeout=30) as response:
                return Answer(response.status, response.read().decode(), response.geturl())
        except urllib.error.HTTPError as error:
            return Answer(error.code, error.read().decode(), request.full_url)

    @staticmethod
    def _of(tag: str, name: str) -> str:
        found = re.search(rf'\b{name}="([^"]*)"', tag)
        return found.group(1) if found else ""
