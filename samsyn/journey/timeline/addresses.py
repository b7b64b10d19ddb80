"""Where things lead: the page of each kind of item, and of each act."""

import uuid
from functools import lru_cache

from django.urls import NoReverseMatch, reverse

from samsyn.entry.case.models import ItemKind

ANY_ITEM = "case:item_text"
PAGES = {
    ItemKind.NOTE: "note:read",
    ItemKind.REFERRAL: "referral:page",
    ItemKind.ASSESSMENT: "assessment:page",
    ItemKind.REQUEST: "request:page",
    ItemKind.PLAN: "plan:page",
    ItemKind.CONSENT: "consent:read",
    ItemKind.ACTIVITY: "activity:read",
    ItemKind.STEP_MOVE: "progress:read",
    ItemKind.MEETING: "meeting:page",
    ItemKind.EXIT: "exit:page",
}
NOBODY = uuid.UUID(int=0)


@lru_cache(maxsize=256)
def _pattern(name: str) -> tuple[str, str] | None:
    """Address of a page with one key, split around the key: `reverse` costs too much for every row."""
    try:
        before, _key, after = reverse(name, args=[NOBODY]).partition(str(NOBODY))
    except NoReverseMatch:
        return None
    return before, after


def address(name: str, key: uuid.UUID) -> str | None:
    """Address of the page `name` about one thing; None when there is no such page."""
    found = _pattern(name)
    return f"{found[0]}{key}{found[1]}" if found else None


def item_address(kind: str, item_id: uuid.UUID) -> str:
    """Where an item is read."""
    name = PAGES.get(ItemKind(kind), ANY_ITEM)
    return address(name, item_id) or address(ANY_ITEM, item_id) or ""
