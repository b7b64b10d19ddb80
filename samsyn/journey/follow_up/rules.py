"""Who reaches follow-ups: the one rule for items."""

from samsyn.entry.case.rules import register_content
from samsyn.journey.follow_up.models import FollowUp

register_content(FollowUp)
