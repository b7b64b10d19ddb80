"""Accounts, the hash-chained trace, the keys that make a double-sent form harmless, and the mail outbox."""

from typing import Any, ClassVar

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager
from django.db import models

from samsyn.access import clock
from samsyn.access.ids import new_id


class UserManager(BaseUserManager["User"]):
    """Creates accounts; there are no superusers, rights come from assignments."""

    def create_user(self, email: str, password: str | None = None, **fields: Any) -> "User":
        """An account that signs in with its e-mail address."""
        user = self.model(email=self.normalize_email(email).lower(), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user


class User(AbstractBaseUser):
    """Someone who can sign in. What they may do is said by their assignments, never here."""

    email = models.EmailField(unique=True, db_comment="Sign-in name, lower case.")
    name = models.CharField(max_length=120, db_comment="Name at work, shown to colleagues.")
    language = models.CharField(max_length=10, default="sv", db_comment="Interface language.")
    is_active = models.BooleanField(default=True, db_comment="False closes the account at the next request.")
    created_at = models.DateTimeField(default=clock.now, db_comment="When the account was made.")

    USERNAME_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["name"]
    objects = UserManager()

    class Meta:
        db_table_comment = "Someone who can sign in."

    def __str__(self) -> str:
        return self.name


class ChainHead(models.Model):
    """The last link of one party's trace; locked while a new link is forged."""

    party_id = models.UUIDField(primary_key=True, db_comment="The party (zero UUID: the system itself).")
    seq = models.BigIntegerField(default=0, db_comment="Number of the last entry.")
    hash = models.CharField(max_length=64, default="", db_comment="SHA-256 of the last entry, hex.")

    class Meta:
        db_table_comment = "Head of each party's audit chain."


class AuditEntry(models.Model):
    """One act or one page read: who, when, as what, which object and field names. Never contents."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    party_id = models.UUIDField(db_comment="Whose chain: the acting party.")
    seq = models.BigIntegerField(db_comment="Number in the chain, without holes.")
    at = models.DateTimeField(db_comment="When, UTC.")
    user_id = models.BigIntegerField(null=True, db_comment="Account; no foreign key, the trace outlives it.")
    staff_id = models.UUIDField(null=True, db_comment="The assignment acted through.")
    unit_id = models.UUIDField(null=True, db_comment="The unit acted from.")
    role = models.CharField(max_length=30, blank=True, db_comment="Role acted in.")
    kind = models.CharField(max_length=8, db_comment="read, change, refused or system.")
    verb = models.CharField(max_length=60, db_comment="What was done; for a read, the page's name.")
    objects_touched = models.TextField(blank=True, db_comment="type:id(fields) lines; names only.")
    purpose = models.CharField(max_length=60, blank=True, db_comment="Purpose, where one was stated.")
    request_id = models.UUIDField(db_comment="Groups what one request did.")
    parent_id = models.UUIDField(null=True, db_comment="The act this one was part of.")
    outcome = models.CharField(max_length=60, blank=True, db_comment="ok, or the code of the refusal.")
    persons_digest = models.CharField(max_length=64, blank=True, db_comment="SHA-256 of the persons shown.")
    prev_hash = models.CharField(max_length=64, blank=True)
    hash = models.CharField(max_length=64)

    class Meta:
        db_table_comment = "Hash-chained trace, one chain per party. Refuses update and delete."
        constraints: ClassVar = [models.UniqueConstraint(fields=["party_id", "seq"], name="audit_seq_once")]

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Insert only."""
        if not self._state.adding:
            raise TypeError("the trace is never changed")
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        """Refused; see `audit.seal`."""
        raise TypeError("the trace is never deleted row by row")


class AuditPerson(models.Model):
    """Which persons an entry concerned: the look-up for "who has read about me"."""

    id = models.BigAutoField(primary_key=True)
    entry_id = models.UUIDField(db_index=True, db_comment="The audit entry.")
    person_id = models.UUIDField(db_index=True, db_comment="A person shown or changed.")

    class Meta:
        db_table_comment = "Persons per audit entry."


class ChainSegment(models.Model):
    """A stretch of a chain whose time was up: the rows are gone, their first and last hash remain."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    party_id = models.UUIDField()
    first_seq = models.BigIntegerField()
    last_seq = models.BigIntegerField()
    first_prev_hash = models.CharField(max_length=64, blank=True)
    last_hash = models.CharField(max_length=64)
    sealed_at = models.DateTimeField(default=clock.now)

    class Meta:
        db_table_comment = "Sealed stretches of audit chains."


class IdempotencyKey(models.Model):
    """A form that was sent: sent again, it gives the same thing back and does nothing."""

    id = models.BigAutoField(primary_key=True)
    staff_id = models.UUIDField(null=True)
    key = models.CharField(max_length=64)
    object_type = models.CharField(max_length=60, blank=True, db_comment="app_label.Model of the result.")
    object_id = models.CharField(max_length=40, blank=True)
    at = models.DateTimeField(default=clock.now)

    class Meta:
        db_table_comment = "Forms already received, by their hidden key."
        constraints: ClassVar = [models.UniqueConstraint(fields=["staff_id", "key"], name="sent_once")]


class OutboxMail(models.Model):
    """A mail written in the same transaction as what caused it; sent later by the task worker."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    to = models.EmailField()
    subject = models.CharField(max_length=200)
    body = models.TextField()
    calendar = models.TextField(blank=True, db_comment="An iCalendar file to attach, if any.")
    calendar_method = models.CharField(max_length=10, blank=True)
    party_id = models.UUIDField(null=True, db_comment="The party whose act wrote the mail.")
    guard = models.CharField(max_length=40, blank=True, db_comment="Name of the check made before sending.")
    guard_id = models.CharField(max_length=80, blank=True, db_comment="What the check looks at.")
    created_at = models.DateTimeField(default=clock.now)
    sent_at = models.DateTimeField(null=True)
    dropped_at = models.DateTimeField(null=True, db_comment="Not sent: its ground was gone by then.")
    tries = models.PositiveSmallIntegerField(default=0)
    last_error = models.CharField(max_length=200, blank=True)

    class Meta:
        db_table_comment = "Mail waiting to be sent, sent or dropped."
        indexes: ClassVar = [models.Index(fields=["sent_at", "dropped_at"], name="outbox_waiting")]



class SharedCount(models.Model):
    """What several server processes count together: failed sign-ins, forms from one place. Django's cache keeps it."""

    cache_key = models.CharField(max_length=255, primary_key=True, db_comment="What is counted, digested.")
    value = models.TextField(db_comment="The moments, packed by the cache.")
    expires = models.DateTimeField(db_index=True, db_comment="When it no longer counts.")

    class Meta:
        db_table_comment = "Counts of attempts, shared by all server processes."
