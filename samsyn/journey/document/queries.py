"""Documents of an enrolment as a page lists them, and the texts they are made from."""

from collections.abc import Sequence
from dataclasses import dataclass

from samsyn.access.actor import Actor
from samsyn.access.policy import Policy
from samsyn.basis.method.schema import Method
from samsyn.basis.method.words import say
from samsyn.journey.attachment.models import Attachment
from samsyn.journey.document.models import Document, Signature


@dataclass(frozen=True, slots=True)
class Listed:
    """A document of a method on a case: its id and name in the text, and those that were made of it."""

    id: str
    name: str
    made: list[Document]


def listed(method: Method, made: Sequence[Document]) -> list[Listed]:
    """Every document of the method, with what was made."""
    return [
        Listed(one.id, say(one.name), [row for row in made if row.document == one.id]) for one in method.documents
    ]


def signatures_of(document: Document, actor: Actor) -> dict[str, Signature]:
    """Who has signed, by which of the signers."""
    rows = Policy.all(Signature, actor).filter(document=document).select_related("noted_by__user")
    return {one.who: one for one in rows}


def scans_of(document: Document, actor: Actor) -> list[Attachment]:
    """Files attached to it, such as the signed paper."""
    rows = Policy.all(Attachment, actor).filter(belongs_to=document.item_id, item__superseded_at__isnull=True)
    return list(rows.order_by("pk"))
