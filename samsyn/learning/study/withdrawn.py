"""What was taken back since a snapshot was begun: it may not rest on that any longer."""

import datetime as dt
from collections.abc import Iterator

from django.db.models import Q

from samsyn.access import clock
from samsyn.entry.case.models import Disclosure, ItemKind
from samsyn.entry.consent.models import Consent
from samsyn.entry.person.models import ProtectionStep
from samsyn.learning.study.models import ReleaseDecision, Study


def first(study: Study, since: dt.datetime) -> dt.datetime | None:
    """The first moment after `since` at which something the study's tables may rest on ceased to hold."""
    return min(_moments(study, since), default=None)


def _moments(study: Study, since: dt.datetime) -> Iterator[dt.datetime]:
    yield from _consents(study, since)
    yield from _disclosures(study, since)
    yield from ProtectionStep.objects.filter(
        at__gt=since, person__holder__association_id=study.association_id
    ).values_list("at", flat=True)
    if study.needs_decisions:
        yield from _decisions(study, since)


def _ran_out(since: dt.datetime) -> Q:
    """Condition on a row with days: it ended between `since` and now."""
    return Q(ends_on__gt=clock.local(since).date(), ends_on__lte=clock.today())


def _consents(study: Study, since: dt.datetime) -> Iterator[dt.datetime]:
    rows = Consent.objects.filter(
        Q(withdrawn_at__gt=since) | Q(_ran_out(since), withdrawn_at__isnull=True), kind=Consent.Kind.REGISTER,
        item__holder__association_id=study.association_id,
    )  # fmt: skip
    for withdrawn, ends_on in rows.values_list("withdrawn_at", "ends_on"):
        if moment := withdrawn or (clock.start_of(ends_on) if ends_on else None):
            yield moment


def _disclosures(study: Study, since: dt.datetime) -> Iterator[dt.datetime]:
    """Of consents: the holder may no longer read that they were given. For a party's own, of anything it was given."""
    over = Q(ended_at__gt=since) | Q(expires_at__gt=since, expires_at__lte=clock.now(), ended_at__isnull=True)
    rows = Disclosure.objects.filter(over)
    if study.kind == Study.Kind.PARTY:
        rows = rows.filter(to_party_id=study.party_id)
    else:
        rows = rows.filter(item__kind=ItemKind.CONSENT, by_party__association_id=study.association_id)
    for ended, expired in rows.values_list("ended_at", "expires_at"):
        if moment := ended or expired:
            yield moment


def _decisions(study: Study, since: dt.datetime) -> Iterator[dt.datetime]:
    rows = ReleaseDecision.objects.filter(study=study, is_refusal=False)
    over = Q(withdrawn_at__gt=since) | Q(_ran_out(since), withdrawn_at__isnull=True)
    for withdrawn, ends_on in rows.filter(over).values_list("withdrawn_at", "ends_on"):
        if moment := withdrawn or (clock.start_of(ends_on) if ends_on else None):
            yield moment


def has_more(study: Study, since: dt.datetime) -> bool:
    """Whether a party has let more leave since then, or what it let leave later has begun."""
    rows = ReleaseDecision.objects.filter(study=study, is_refusal=False, withdrawn_at__isnull=True)
    begun = Q(starts_on__gt=clock.local(since).date(), starts_on__lte=clock.today())
    return rows.filter(Q(decided_at__gt=since) | begun).exists()
