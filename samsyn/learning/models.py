"""All models of this phase, for Django."""

from samsyn.learning.deviation.models import Deviation
from samsyn.learning.pilot_case.models import PilotCase

__all__ = ["Deviation", "PilotCase"]
