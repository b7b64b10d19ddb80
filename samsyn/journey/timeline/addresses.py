"""Where things lead: the page of each kind of item, and of each act."""

import uuid
from functools import lru_cache

from django.urls import reverse

from samsyn.entry.case.models import ItemKind

ANY_ITEM = "case:item_text"
PAGES: dict[str, str] = {
    ItemKind.NOTE: "note:read",
    ItemKind.CONSENT: "consent:read",
    ItemKind.REFERRAL: "referral:page",
    ItemKind.ENROLMENT: "enrolment:page",
    ItemKind.FILED_COPY: "case:filed_copy",
    ItemKind.ASSESSMENT: "assessment:read",
    ItemKind.REQUEST: "request:read",
    ItemKind.ACTIVITY: "activity:read",
    ItemKind.WORKPLACE: "workplace:read",
    ItemKind.MEETING: "meeting:read",
    ItemKind.MINUTES: "meeting:read_minutes",
    ItemKind.STEP_MOVE: "progress:read",
    ItemKind.EXIT: "exit:read",
    ItemKind.FOLLOW_UP: "follow_up:do",
    ItemKind.ATTACHMENT: "attachment:read",
    ItemKind.HANDOVER: "handover:read",
    ItemKind.DEVIATION: "deviation:read",
    ItemKind.FORM: "form:read",
    ItemKind.DOCUMENT: "document:read",
    ItemKind.COURSE: "course:place",
    ItemKind.RATING: "ladder:read",
    ItemKind.MODULE_PARTS: "ladder:read_parts",
    ItemKind.PURCHASE: "purchase:read",
}
# Read on a page of the whole case.
OF_THE_CASE: dict[str, str] = {
    ItemKind.PLAN: "plan:page",
    ItemKind.LINKED_PLAN: "plan:page",
    ItemKind.GOAL: "plan:page",
    ItemKind.MILESTONE: "plan:page",
    ItemKind.LIVELIHOOD: "livelihood:edit",
    ItemKind.OCCUPATION: "livelihood:edit",
}
NOBODY = uuid.UUID(int=0)


@lru_cache(maxsize=256)
def _around(name: str) -> tuple[str, str]:
    """Address of a page with one key, split around the key: `reverse` costs too much for every row."""
    before, _key, after = reverse(name, args=[NOBODY]).partition(str(NOBODY))
    return before, after


def address(name: str, key: uuid.UUID) -> str:
    """Address of the page `name` about one thing."""
    before, after = _around(name)
    return f"{before}{key}{after}"


def item_address(kind: str, item_id: uuid.UUID, case_id: uuid.UUID) -> str:
    """Where an item is read."""
    if kind in OF_THE_CASE:
        return address(OF_THE_CASE[kind], case_id)
    return address(PAGES.get(kind, ANY_ITEM), item_id)
