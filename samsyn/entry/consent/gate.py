"""The gate: to whom may this holder release a category now, and if not, why not (shown before saving)."""

import datetime as dt
import uuid
from dataclasses import dataclass, replace

from django.core.exceptions import ObjectDoesNotExist
from django.db.models import F, Q
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from samsyn.access import clock, db
from samsyn.access.actor import Actor
from samsyn.entry.case.models import Case, Category, StandingDisclosure
from samsyn.entry.case.queries import open_assignments
from samsyn.entry.consent.models import Consent, ConsentConfirmation, ConsentRow

# What each kind can be the ground for: a yes to a plan shares the plan (and who it is about), nothing else.
COVERS: dict[str, tuple[str, ...]] = {
    Consent.Kind.SECRECY: tuple(Category.values),
    Consent.Kind.PLAN: (Category.PLAN.value,),
}
SHARING_KINDS = tuple(COVERS)
NOBODY_THERE = _("Ingen där har ärendet: bara namngivna får läsa. Ta ett nytt samtycke och välj vem som tar emot.")


@dataclass(frozen=True)
class Receiver:
    """A party that could read, whether it may, and why not."""

    party_id: uuid.UUID
    name: str
    allowed: bool
    preset: bool = False
    why: str | Promise = ""
    consent_id: uuid.UUID | None = None
    expires_at: dt.datetime | None = None
    purpose: str = ""


def live_consents(day: dt.date | None = None, prefix: str = "") -> Q:
    """Condition on `Consent` (through `prefix`): a yes, begun, not ended, not withdrawn."""
    day = day or clock.today()
    p = prefix
    ended = Q(**{f"{p}ends_on__isnull": True}) | Q(**{f"{p}ends_on__gt": day})
    yes = Q(**{f"{p}is_refusal": False, f"{p}withdrawn_at__isnull": True, f"{p}starts_on__lte": day})
    return yes & ended


def expiry(consent: Consent) -> dt.datetime | None:
    """The moment a consent runs out."""
    return clock.start_of(consent.ends_on) if consent.ends_on else None


def receivers(case: Case, actor: Actor, category: str, *, is_named_next: bool = False) -> list[Receiver]:
    """Every party named as receiver of the actor's party in this case, allowed ones first.

    Where several consents cover it, the one that lasts longest is the ground, the newest of equals. Where only
    named people may read and nobody is, nothing can be received, unless somebody `is_named_next`. Uses
    three queries (four for a protected person), however many parties and consents there are.
    """
    rows = ConsentRow.objects.filter(
        consent__item__case_id=case.pk, from_party_id=actor.party_id, consent__kind__in=SHARING_KINDS
    ).select_related("consent", "to_party")
    rows = rows.order_by(F("consent__ends_on").desc(nulls_first=True), "-consent_id")
    confirmed = set(
        ConsentConfirmation.objects.filter(
            party_id=actor.party_id, consent__item__case_id=case.pk
        ).values_list("consent_id", flat=True)
    )
    presets = _presets(case, actor)
    empty = set() if is_named_next or not _is_protected(case) else _without_anybody(case, actor)
    best: dict[uuid.UUID, Receiver] = {}
    for row in rows:
        found = _judge(row, category, confirmed, presets)
        if found.allowed and found.party_id in empty:
            found = replace(found, allowed=False, preset=False, why=NOBODY_THERE)
        if row.to_party_id not in best or (found.allowed and not best[row.to_party_id].allowed):
            best[row.to_party_id] = found
    return sorted(best.values(), key=lambda r: (not r.allowed, r.name))


def _is_protected(case: Case) -> bool:
    """As far as the reader may know the person; who may not has no live consent to share on either."""
    try:
        return case.person.is_protected
    except ObjectDoesNotExist:
        return False


def _without_anybody(case: Case, actor: Actor) -> set[uuid.UUID]:
    """Parties where nobody has the case by name. Asked past the wall: the person's consent names them all."""
    with db.elevated(actor):
        there = open_assignments(case.pk).filter(staff__isnull=False).values_list("party_id", flat=True)
        rows = ConsentRow.objects.filter(consent__item__case_id=case.pk, from_party_id=actor.party_id)
        return set(rows.exclude(to_party_id__in=list(there)).values_list("to_party_id", flat=True))


def _presets(case: Case, actor: Actor) -> set[tuple[uuid.UUID, str]]:
    rows = StandingDisclosure.objects.filter(case_id=case.pk, holder_id=actor.party_id, ended_at__isnull=True)
    return {(r.to_party_id, category) for r in rows for category in r.categories}


def _judge(
    row: ConsentRow, category: str, confirmed: set[uuid.UUID], presets: set[tuple[uuid.UUID, str]]
) -> Receiver:
    why = _why_not(row, category, confirmed)
    return Receiver(
        party_id=row.to_party_id, name=row.to_party.name, allowed=not why, why=why,
        preset=not why and (row.to_party_id, category) in presets,
        consent_id=row.consent_id, expires_at=expiry(row.consent), purpose=row.consent.purpose[:80],
    )  # fmt: skip


def _why_not(row: ConsentRow, category: str, confirmed: set[uuid.UUID]) -> str | Promise:
    consent, today = row.consent, clock.today()
    if consent.is_refusal:
        return _("Personen har sagt nej.")
    if consent.withdrawn_at:
        return _("Samtycket är återkallat.")
    if row.ended_at:
        return _("Personen har tagit bort den här parten ur samtycket.")
    if consent.ends_on and consent.ends_on <= today:
        return _("Samtycket har gått ut.")
    if consent.starts_on > today:
        return _("Samtycket har inte börjat gälla.")
    if category not in row.categories:
        return _("Samtycket omfattar inte den här sortens uppgift.")
    if row.consent_id not in confirmed:
        return _("Ni har inte bekräftat samtycket än.")
    return ""


def category_choices() -> list[tuple[str, str]]:
    """Code and words of every category."""
    return [(code, str(label)) for code, label in Category.choices]
