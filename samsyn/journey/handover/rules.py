"""Who reaches handovers: the one rule for items."""

from samsyn.entry.case.rules import register_content
from samsyn.journey.handover.models import Handover

register_content(Handover)
