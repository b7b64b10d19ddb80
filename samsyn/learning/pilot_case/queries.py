"""Reads for pilot cases: by key, by the one who asked, and which "what then?" are due."""

import datetime as dt
import hashlib
import secrets

from django.db.models import Q, QuerySet
from django.utils.crypto import salted_hmac

from samsyn.access import clock
from samsyn.access.actor import Actor
from samsyn.access.policy import Policy
from samsyn.basis.party.models import Association
from samsyn.learning.pilot_case.models import PilotCase

LETTERS = "ABCDEFGHJKMNPQRSTUVWXYZ23456789"
GROUPS_OF_LETTERS = 4
LETTERS_IN_GROUP = 5
CLOSED = (PilotCase.State.CLOSED,)


def new_key() -> str:
    """A key that nobody guesses and a tired person can copy from paper: 20 letters, 98 bits."""
    groups = (
        "".join(secrets.choice(LETTERS) for _ in range(LETTERS_IN_GROUP)) for _ in range(GROUPS_OF_LETTERS)
    )
    return "-".join(groups)


def key_of(sending: str) -> str:
    """The key for one sending of the public form: received twice, the same one is shown twice. Else a new key."""
    if not sending:
        return new_key()
    number, letters = int.from_bytes(salted_hmac("pilot_case.key", sending, algorithm="sha256").digest()), ""
    for _turn in range(GROUPS_OF_LETTERS * LETTERS_IN_GROUP):
        number, place = divmod(number, len(LETTERS))
        letters += LETTERS[place]
    return "-".join(letters[at : at + LETTERS_IN_GROUP] for at in range(0, len(letters), LETTERS_IN_GROUP))


def digest(key: str) -> str:
    """What is stored of a key, however it was typed."""
    plain = "".join(letter for letter in key.upper() if letter.isalnum())
    return hashlib.sha256(plain.encode()).hexdigest()


def by_key(key: str) -> PilotCase | None:
    """The question that a key opens."""
    return PilotCase.objects.filter(key_digest=digest(key)).first()


def associations() -> QuerySet[Association]:
    """Where a question can be asked."""
    return Association.objects.order_by("name")


def listed(actor: Actor) -> QuerySet[PilotCase]:
    """Questions in reach: those without advice first, then the newest."""
    rows = Policy.all(PilotCase, actor).select_related("asked_from", "advised_by__user", "group")
    return rows.order_by("advised_at", "-asked_at")


def due_question(pilot: PilotCase, day: dt.date) -> int | None:
    """Which "what then?" is due: 30 or 90 days after the question, not yet answered."""
    if pilot.state in CLOSED:
        return None
    days = (day - clock.local(pilot.asked_at).date()).days
    if days >= 90 and pilot.then_90_at is None:
        return 90
    return 30 if days >= 30 and pilot.then_30_at is None and pilot.then_90_at is None else None


def due_questions(today: dt.date) -> list[tuple[PilotCase, int]]:
    """Every question whose asker has an account and is to be asked what happened then."""
    long_ago = clock.start_of(today - dt.timedelta(days=29))
    waiting = Q(then_30_at__isnull=True) | Q(then_90_at__isnull=True)
    rows = PilotCase.objects.filter(waiting, asked_by__isnull=False, asked_at__lt=long_ago).exclude(
        state__in=CLOSED
    )
    due = (
        (row, due_question(row, today)) for row in rows.select_related("asked_by__user").order_by("asked_at")
    )
    return [(row, days) for row, days in due if days]
