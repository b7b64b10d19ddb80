"""Who reaches deviations: the one rule for items."""

from samsyn.entry.case.rules import register_content
from samsyn.learning.deviation.models import Deviation

register_content(Deviation)
