"""The fingerprint of what a document says: what was signed can be compared with what stands there."""

import hashlib
import json
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from samsyn.journey.document.models import Document


def fingerprint(document: "Document") -> str:
    """sha256 of everything that a reader of the paper relies on, in one order."""
    said = {
        "document": document.document, "name": document.name, "kind": document.kind, "on": str(document.on),
        "language": document.language, "parts": document.parts, "signers": document.signers,
        "enrolment": str(document.enrolment_id), "method_version": str(document.method_version_id),
    }  # fmt: skip
    text = json.dumps(said, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def is_unchanged(document: "Document") -> bool:
    """Whether it says what it said when it was kept, and what everybody signed."""
    now = fingerprint(document)
    return now == document.sha256 and all(one.sha256 == now for one in document.signatures.all())
