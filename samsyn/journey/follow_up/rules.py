"""Who reaches follow-ups: the one rule for items. Loads what is done when somebody is enrolled."""

from samsyn.entry.case.rules import register_content
from samsyn.journey.follow_up import actions
from samsyn.journey.follow_up.models import FollowUp

__all__ = ["actions"]

register_content(FollowUp)
