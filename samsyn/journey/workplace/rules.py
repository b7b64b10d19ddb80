"""Who reaches workplaces: the one rule for items."""

from samsyn.entry.case.rules import register_content
from samsyn.journey.workplace import protection
from samsyn.journey.workplace.models import Workplace

__all__ = ["protection"]

register_content(Workplace)
