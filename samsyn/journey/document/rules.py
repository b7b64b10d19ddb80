"""Who reaches documents: the one rule for items, and their signatures with them."""

from samsyn.entry.case.rules import register_belonging, register_content
from samsyn.journey.document.models import Document, Signature

register_content(Document)
register_belonging(Signature, "document_id")
