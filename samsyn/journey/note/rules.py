"""Who reaches notes: the one rule for items."""

from samsyn.entry.case.rules import register_content
from samsyn.journey.note.models import Note

register_content(Note)
