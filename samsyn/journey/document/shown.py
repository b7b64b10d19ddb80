"""What the pages show of a document."""

from typing import Any

from django.utils.translation import gettext as _

from samsyn.access.actor import Actor
from samsyn.access.http import StaffRequest, asked_for
from samsyn.basis.method import words
from samsyn.basis.method.content import Document as InText
from samsyn.entry.case.rules import may_write
from samsyn.journey.document import pdf
from samsyn.journey.document.fingerprint import is_unchanged
from samsyn.journey.document.models import Document
from samsyn.journey.document.parts import words_of
from samsyn.journey.document.queries import scans_of, signatures_of
from samsyn.journey.document.signers import may_sign_here

LANGUAGES = ("sv", "easy", "en")


def language_of(request: StaffRequest) -> str:
    """What the page was asked for, otherwise the language of the reader."""
    asked = asked_for(request, "sprak")
    return asked if asked in LANGUAGES else words.language()


def languages(document: InText, chosen: str) -> list[dict[str, Any]]:
    """The languages that the text has for this document; none where it has one only."""
    said = [*words_of(document), document.name]
    there = [code for code in LANGUAGES if code == "sv" or any(getattr(text, code) for text in said)]
    names = {"sv": _("Svenska"), "easy": _("Lättläst"), "en": _("Engelska")}
    found = [{"code": code, "name": names[code], "is_chosen": code == chosen} for code in there]
    return found if len(found) > 1 else []


def context(document: Document, actor: Actor) -> dict[str, Any]:
    """Everything on the page of one document."""
    signed, holds = signatures_of(document, actor), document.item.holder_id == actor.party_id
    is_newest = document.item.superseded_at is None
    may_be_signed = is_newest and may_write(actor) and document.state == Document.State.MADE
    signers = [
        {
            **one, "signature": signed.get(one["who"]),
            "may_note": may_be_signed and (holds or may_sign_here(document, one["who"], actor)),
        }
        for one in document.signers
    ]  # fmt: skip
    may_change = holds and is_newest and may_write(actor)
    return {
        "case": document.case, "found": document, "signers": signers, "scans": scans_of(document, actor),
        "may_change": may_change, "may_tick": may_change and not signed, "pdf_lacks": pdf.lacks(),
        "is_unchanged": is_unchanged(document), "is_newest": is_newest,
        "has_checks": any(part["kind"] == "checks" for part in document.parts),
    }  # fmt: skip
