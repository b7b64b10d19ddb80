"""Who reaches step moves: the one rule for items."""

from samsyn.entry.case.rules import register_content
from samsyn.journey.progress.models import StepMove

register_content(StepMove)
