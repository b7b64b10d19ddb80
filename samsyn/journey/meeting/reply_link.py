"""The answer link of somebody called without an account: its secret is the right, for one meeting, until it starts."""

import hashlib

from samsyn.access import clock, db
from samsyn.journey.meeting.models import MeetingReplyToken


def digest_of(secret: str) -> str:
    """What is kept of the secret in an answer link."""
    return hashlib.sha256(secret.encode()).hexdigest()


def token_of(secret: str) -> MeetingReplyToken | None:
    """The answer link and its meeting, until the meeting starts. Nobody is signed in: the wall is lifted for it."""
    with db.elevated(None):
        rows = MeetingReplyToken.objects.filter(digest=digest_of(secret), expires_at__gt=clock.now())
        return rows.select_related("invitee").first()
