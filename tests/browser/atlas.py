"""Which pages each role reaches by links, found with plain requests; at most two addresses a page name."""

from collections import Counter
from dataclasses import dataclass, field
from html.parser import HTMLParser
from urllib.parse import urljoin, urlsplit

from django.urls import Resolver404, resolve
from playwright.sync_api import APIResponse

from tests.browser.surf import Surfer

NOT_PAGES = {"account_logout", "attachment:download"}
MOST_OF_A_NAME = 2


class Links(HTMLParser):
    """The addresses in the links of a page, and where its GET forms lead."""

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
    """One role's pages: an address for each name, and the links that led nowhere."""

    pages: dict[str, str] = field(default_factory=dict)
    broken: list[str] = field(default_factory=list)

    def explore(self, surfer: Surfer) -> "Atlas":
        """Breadth first from the start page."""
        queue, seen, opened = [("/", "")], {"/"}, Counter[str]()
        for path, where in queue:
            name = view_name(path)
            if name in NOT_PAGES or (name and opened[name] >= MOST_OF_A_NAME):
                continue
            if name is None:
                self.broken.append(f"{where} → {path}: no such page")
                continue
            opened[name] += 1
            for link in self._open(surfer, name, path, where):
                if link not in seen:
                    seen.add(link)
                    queue.append((link, path))
        return self

    def _open(self, surfer: Surfer, name: str, path: str, where: str) -> list[str]:
        """The links of a page within Samsyn; notes the page, or that it does not open."""
        answer = surfer.context.request.get(surfer.base + path)
        if answer.status != 200:
            self.broken.append(f"{where} → {path}: {answer.status}")
            return []
        if "text/html" not in answer.headers["content-type"]:
            return []
        here = answer.url.removeprefix(surfer.base)
        self.pages.setdefault(view_name(here) or name, here)
        return inner_links(answer)


def inner_links(answer: APIResponse) -> list[str]:
    """Paths of a page's links to the same server, each once."""
    found: dict[str, None] = {}
    for href in Links(answer.text()).found:
        there = urlsplit(urljoin(answer.url, href))
        if there.scheme == "http" and there.netloc == urlsplit(answer.url).netloc:
            found[there.path + (f"?{there.query}" if there.query else "")] = None
    return list(found)
