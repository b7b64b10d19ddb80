"""Methods as read: the text of a version never changes, so what was read of it is kept in the process."""

import re
import uuid
from collections.abc import Iterable
from functools import lru_cache

from django.db.models import Exists, F, OuterRef, QuerySet, Subquery

from samsyn.access.actor import Actor
from samsyn.access.policy import Policy
from samsyn.basis.method.content import Document, Form
from samsyn.basis.method.models import Method as MethodRow
from samsyn.basis.method.models import MethodVersion
from samsyn.basis.method.reading import read
from samsyn.basis.method.schema import Method

MOST_KEPT = 256
VERSION_LINE = re.compile(r"^version:.*$", re.MULTILINE)
_texts: dict[uuid.UUID, Method] = {}


@lru_cache(maxsize=MOST_KEPT)
def read_once(text: str) -> Method:
    """The method that a published text says."""
    return read(text)


def of_versions(version_ids: Iterable[uuid.UUID]) -> dict[uuid.UUID, Method]:
    """What these versions say; asks the database once for those that were not read before."""
    wanted = set(version_ids)
    if missing := wanted - _texts.keys():
        if len(_texts) > MOST_KEPT:
            _texts.clear()
            missing = wanted
        for key, text in MethodVersion.objects.filter(pk__in=missing).values_list("pk", "text"):
            _texts[key] = read_once(text)
    return {key: _texts[key] for key in wanted if key in _texts}


def form_of(version: MethodVersion, form: str) -> Form | None:
    """A form of a version's text."""
    return next((one for one in read_once(version.text).forms if one.id == form), None)


def document_of(version: MethodVersion, document: str) -> Document | None:
    """A document of a version's text."""
    return next((one for one in read_once(version.text).documents if one.id == document), None)


def newest(method: MethodRow) -> MethodVersion | None:
    """The published version with the highest number."""
    return MethodVersion.objects.filter(method=method).order_by("-number").first()


def text_to_change(method: MethodRow) -> str:
    """The draft, or else the newest version with the next number."""
    version = None if method.draft else newest(method)
    if version is None:
        return method.draft
    return VERSION_LINE.sub(f"version: {version.number + 1}", version.text, count=1)


def to_choose(actor: Actor) -> QuerySet[MethodRow]:
    """Those with a published version, by name."""
    published = MethodVersion.objects.filter(method=OuterRef("pk"))
    return Policy.all(MethodRow, actor).filter(Exists(published)).order_by("name")


def listed(actor: Actor) -> QuerySet[MethodRow]:
    """For the list: own ones first, each with the number of its newest version."""
    numbers = MethodVersion.objects.filter(method=OuterRef("pk")).order_by("-number").values("number")
    rows = Policy.all(MethodRow, actor).annotate(newest=Subquery(numbers[:1]))
    return rows.order_by(F("association").asc(nulls_last=True), "name")


def versions_of(method: MethodRow) -> QuerySet[MethodVersion]:
    """Every published version, newest first."""
    return MethodVersion.objects.filter(method=method).select_related("published_by__user").order_by("-number")
