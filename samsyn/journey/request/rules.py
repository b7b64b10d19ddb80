"""Who reaches requests: the one rule for items."""

from samsyn.entry.case.rules import register_content
from samsyn.journey.request.models import Request

register_content(Request)
