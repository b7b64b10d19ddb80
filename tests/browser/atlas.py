"""Which pages each role reaches by links, found with plain requests.

First every role opens two addresses of each page name. Where some page has not been met then, the links left over
are followed too, a few more of each name at a time: which rows come first decides how long it takes, not what is found.
"""

from collections import Counter, deque
from collections.abc import Iterable
from dataclasses import dataclass, field
from html.parser import HTMLParser
from urllib.parse import urljoin, urlsplit

from django.urls import Resolver404, resolve
from playwright.sync_api import APIResponse

from tests.browser.surf import Surfer

NOT_PAGES = {
    "account_logout", "attachment:download", "basis:method_text", "post:calendar", "goal:csv", "goal:json",
    "published:csv", "statistics:csv", "statistics:xlsx", "statistics:pdf", "statistics:release_csv",
    "statistics:api_answer", "statistics:api_questions",
}  # fmt: skip
MOST_OF_A_NAME = (2, 4, 8, 16)


class Links(HTMLParser):
    """The addresses in the links of a page."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.found: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Remember where an `a` leads."""
        href = dict(attrs).get("href")
        if tag == "a" and href:
            self.found.append(href)


def view_name(path: str) -> str | None:
    """The name of the page an address leads to; None for what is not one of ours."""
    try:
        return resolve(urlsplit(path).path).view_name
    except Resolver404:
        return None


@dataclass
class Atlas:
    """One role's pages: an address for each name, the links that led nowhere, and those not followed yet."""

    surfer: Surfer
    pages: dict[str, str] = field(default_factory=dict)
    broken: list[str] = field(default_factory=list)
    opened: Counter[str] = field(default_factory=Counter)
    left: deque[tuple[str, str]] = field(default_factory=lambda: deque([("/", "")]))
    seen: set[str] = field(default_factory=lambda: {"/"})

    def explore(self, most: int, wanted: set[str] | None = None) -> None:
        """Breadth first, at most so many addresses of a name; with `wanted`, until all of those are found."""
        kept: list[tuple[str, str]] = []
        while self.left and (wanted is None or wanted - self.pages.keys()):
            path, where = self.left.popleft()
            name = view_name(path)
            if name is None:
                self.broken.append(f"{where} → {path}: no such page")
            elif self.opened[name] >= most:
                kept.append((path, where))
            elif name not in NOT_PAGES:
                self._follow(name, path, where)
        self.left.extend(kept)

    def _follow(self, name: str, path: str, where: str) -> None:
        """Open a page and remember its links; note the page, or that it does not open."""
        self.opened[name] += 1
        answer = self.surfer.context.request.get(self.surfer.base + path)
        if answer.status != 200:
            self.broken.append(f"{where} → {path}: {answer.status}")
        elif "text/html" in answer.headers["content-type"]:
            here = answer.url.removeprefix(self.surfer.base)
            self.pages.setdefault(view_name(here) or name, here)
            fresh = [link for link in inner_links(answer) if link not in self.seen]
            self.seen.update(fresh)
            self.left.extend((link, path) for link in fresh)


def chart(atlases: Iterable[Atlas], wanted: set[str]) -> None:
    """Explore with every role until all wanted pages are met, or no more of any name may be opened."""
    roles = list(atlases)
    first, *further = MOST_OF_A_NAME
    for atlas in roles:
        atlas.explore(first)
    for most in further:
        for atlas in roles:
            missing = wanted - {name for one in roles for name in one.pages}
            if missing:
                atlas.explore(most, missing)


def inner_links(answer: APIResponse) -> list[str]:
    """Paths of a page's links to the same server, each once."""
    found: dict[str, None] = {}
    for href in Links(answer.text()).found:
        there = urlsplit(urljoin(answer.url, href))
        if there.scheme == "http" and there.netloc == urlsplit(answer.url).netloc:
            found[there.path + (f"?{there.query}" if there.query else "")] = None
    return list(found)
