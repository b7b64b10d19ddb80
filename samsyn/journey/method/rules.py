"""Who reaches what is ticked off in a method: the one rule for items."""

from samsyn.entry.case.rules import register_content
from samsyn.journey.method.models import MethodMark

register_content(MethodMark)
