"""Mail is written where it is caused and sent later; what its ground no longer carries is dropped."""

import datetime as dt
import uuid
from collections.abc import Callable
from email.mime.base import MIMEBase
from email.mime.text import MIMEText

from django.core.mail import EmailMessage
from django.db import transaction
from django.db.models import Q

from samsyn.access import clock, db
from samsyn.access.actor import Actor
from samsyn.access.models import OutboxMail

Guard = Callable[[str], bool]
GUARDS: dict[str, Guard] = {}
MOST_TRIES = 12


def guard(name: str) -> Callable[[Guard], Guard]:
    """Register a check `name(guard_id) -> may still be sent`, asked just before sending."""

    def decorate(check: Guard) -> Guard:
        GUARDS[name] = check
        return check

    return decorate


def queue(
    *, to: str, subject: str, body: str, by: Actor | None, checked_by: str = "", checked_id: object = "",
    calendar: str = "", method: str = "",
) -> OutboxMail:  # fmt: skip
    """Put a mail in the outbox, inside the running action's transaction. Never name a person in it."""
    return OutboxMail.objects.create(
        to=to, subject=subject, body=body, party_id=by.party_id if by else None, guard=checked_by,
        guard_id=str(checked_id), calendar=calendar, calendar_method=method,
    )  # fmt: skip


def send_waiting(limit: int = 50) -> int:
    """Send what waits, oldest first; returns how many were sent. Called by the task worker."""
    waiting = OutboxMail.objects.filter(_due(clock.now()), sent_at=None, dropped_at=None)
    return sum(_send_one(mail.pk) for mail in waiting.order_by("created_at")[:limit])


def _due(now: dt.datetime) -> Q:
    """Condition: never tried, or 1, 3, 7, 15 … minutes after it was written, up to a day and a half."""
    ways = (Q(tries=n, created_at__lte=now - dt.timedelta(minutes=2**n - 1)) for n in range(MOST_TRIES))
    found = Q(pk__in=[])
    for way in ways:
        found |= way
    return found


def _send_one(pk: uuid.UUID) -> bool:
    """Claim, send, mark: the claim is saved first, so that no lock is held while a mail server thinks."""
    mail = OutboxMail.objects.get(pk=pk)
    if drop_groundless(mail):
        return False
    claim = OutboxMail.objects.filter(pk=pk, tries=mail.tries, sent_at=None, dropped_at=None)
    if not claim.update(tries=mail.tries + 1):
        return False
    try:
        _message(mail).send()
    except OSError as error:
        OutboxMail.objects.filter(pk=pk).update(last_error=type(error).__name__)
        return False
    OutboxMail.objects.filter(pk=pk).update(sent_at=clock.now(), last_error="")
    return True


def drop_groundless(mail: OutboxMail) -> bool:
    """Empty and drop a mail whose ground is gone; whether it was."""
    with transaction.atomic(), db.elevated(None):
        stands = not mail.guard or GUARDS[mail.guard](mail.guard_id)
    if stands:
        return False
    OutboxMail.objects.filter(pk=mail.pk).update(dropped_at=clock.now(), body="", calendar="")
    return True


def drop_all_groundless() -> int:
    """Do so with everything that waits; for an installation that holds its mail."""
    waiting = OutboxMail.objects.filter(sent_at=None, dropped_at=None).exclude(guard="")
    return sum(drop_groundless(mail) for mail in waiting)


def _message(mail: OutboxMail) -> EmailMessage:
    message = EmailMessage(mail.subject, mail.body, to=[mail.to])
    if mail.calendar:
        part: MIMEBase = MIMEText(mail.calendar, "calendar", "utf-8")
        part.set_param("method", mail.calendar_method)
        part.add_header("Content-Disposition", "attachment", filename="mote.ics")
        message.attach(part)
    return message
