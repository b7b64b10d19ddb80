"""How often the pages without an account may be used from one place. Nothing about who is stored."""

from allauth.core.internal.ratelimit import consume
from django.http import HttpRequest

LIMITS = {"pilot_ask": "5/h/ip", "pilot_key": "10/10m/ip"}


def within_limit(request: HttpRequest, action: str) -> bool:
    """Count one sent form; False when too many came from one place. All server processes count together."""
    return consume(request, app="samsyn", action=action, config=LIMITS) is not None
