"""Who reaches ratings and the smaller parts of modules: the one rule for items."""

from samsyn.entry.case.rules import register_content
from samsyn.journey.ladder.models import ModuleParts, Rating

register_content(Rating)
register_content(ModuleParts)
