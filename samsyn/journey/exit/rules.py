"""Who reaches exits: the one rule for items."""

from samsyn.entry.case.rules import register_content
from samsyn.journey.exit.models import Exit

register_content(Exit)
