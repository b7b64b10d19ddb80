"""Taking, confirming and withdrawing a consent (OSL 10 kap. 1 §; withdrawal works forward, at once)."""

import datetime as dt
import uuid
from collections.abc import Iterable
from itertools import permutations
from typing import Any

from django.utils.translation import gettext_lazy as _

from samsyn.access import clock
from samsyn.access.action import action, touch
from samsyn.access.actor import Actor
from samsyn.access.errors import RuleBroken
from samsyn.basis.party.models import Unit
from samsyn.basis.staff.rules import CASE_WRITERS, PERSONAL_ROLES
from samsyn.entry.case import writing
from samsyn.entry.case.models import Case, CaseAssignment, Category, Disclosure, Item, ItemKind, StandingDisclosure
from samsyn.entry.case.queries import open_assignments
from samsyn.entry.consent import gate
from samsyn.entry.consent.models import Consent, ConsentConfirmation, ConsentRow


@action(verb="consent.register", sentence=_("skrev in ett samtycke"), roles=CASE_WRITERS, elevated=True)
def register_consent(
    case: Case,
    *,
    by: Actor,
    kind: str,
    given_on: dt.date,
    circle: Iterable[uuid.UUID] = (),
    categories: Iterable[str] = tuple(Category.values),
    starts_on: dt.date | None = None,
    ends_on: dt.date | None = None,
    **said: Any,
) -> Consent:
    """Write one conversation down: the consent, its directional rows, and the taker's own confirmation.

    `said` takes the other fields of `Consent` (how, given_as, representative, not_covered ...).
    Raises ENDS_BEFORE_START, EMPTY_CIRCLE, REPRESENTATIVE_MISSING.
    """
    starts = starts_on or given_on
    consent = Consent(kind=kind, given_on=given_on, starts_on=starts, ends_on=ends_on, taken_by_id=by.staff_id, **said)
    parties = list(dict.fromkeys([by.party_id, *circle]))
    _check(consent, parties)
    writing.write(consent, case=case, kind=ItemKind.CONSENT, category=Category.OTHER, by=by)
    if consent.is_refusal or kind not in gate.SHARING_KINDS:
        return consent
    _write_rows(consent, parties, list(categories))
    for party_id in parties[1:]:
        _let_in(case, consent, party_id, by)
    _confirm(consent, by)
    return consent


def _check(consent: Consent, parties: list[uuid.UUID]) -> None:
    if consent.ends_on and consent.ends_on <= consent.starts_on:
        raise RuleBroken("ENDS_BEFORE_START", _("Samtycket slutar innan det börjar. Ändra datumen."), field="ends_on")
    sharing = consent.kind in gate.SHARING_KINDS and not consent.is_refusal
    if sharing and len(parties) < 2:
        raise RuleBroken("EMPTY_CIRCLE", _("Välj minst en part som får läsa, eller skriv in ett nej."), field="circle")
    if consent.given_as != Consent.Capacity.PERSON and consent.representative is None:
        raise RuleBroken(
            "REPRESENTATIVE_MISSING", _("Välj vilken ställföreträdare som lämnade samtycket."), field="representative"
        )


def _write_rows(consent: Consent, parties: list[uuid.UUID], categories: list[str]) -> None:
    rows = [
        ConsentRow(consent=consent, from_party_id=one, to_party_id=other, categories=categories)
        for one, other in permutations(parties, 2)
    ]
    ConsentRow.objects.bulk_create(rows)
    touch(consent, ["rows"])


def _let_in(case: Case, consent: Consent, party_id: uuid.UUID, by: Actor) -> None:
    """Show the party the consent, and put the case in its inbox unless somebody there has it already."""
    writing.release_on(
        consent.item, party_id, by=by, ground=Disclosure.Ground.CONSENT, consent_id=consent.pk,
        expires_at=gate.expiry(consent),
    )  # fmt: skip
    if case.person.is_protected or open_assignments(case.pk).filter(party_id=party_id).exists():
        return
    if unit := Unit.objects.filter(party_id=party_id, is_active=True).order_by("-is_intake", "name").first():
        writing.assign_inbox(case, unit)
        writing.tell(party_id=party_id, unit_id=unit.pk, kind="consent_to_confirm", case_number=case.number)


@action(verb="consent.confirm", sentence=_("bekräftade ett samtycke"), roles=PERSONAL_ROLES, elevated=True)
def confirm_consent(consent: Consent, *, by: Actor) -> Consent:
    """The holder has examined it: from now its items may go to the receivers. Twice is once.

    Raises CONSENT_NOT_LIVE.
    """
    if consent.is_refusal or not Consent.objects.filter(gate.live_consents(), pk=consent.pk).exists():
        raise RuleBroken("CONSENT_NOT_LIVE", _("Samtycket gäller inte längre. Ta ett nytt."))
    _confirm(consent, by)
    return consent


def _confirm(consent: Consent, by: Actor) -> None:
    row, is_new = ConsentConfirmation.objects.get_or_create(
        consent=consent, party_id=by.party_id, defaults={"by_id": by.staff_id}
    )
    if not is_new:
        return
    touch(row, ["party"])
    directions = ConsentRow.objects.filter(consent=consent, from_party_id=by.party_id)
    StandingDisclosure.objects.bulk_create(
        StandingDisclosure(
            case=consent.case, holder_id=by.party_id, to_party_id=d.to_party_id, categories=d.categories,
            consent=consent, set_by_id=by.staff_id,
        )
        for d in directions
    )  # fmt: skip
    identity = Item.objects.filter(case=consent.case, kind=ItemKind.IDENTITY, holder_id=by.party_id).first()
    for direction in directions if identity else ():
        writing.release_on(
            identity, direction.to_party_id, by=by, ground=Disclosure.Ground.CONSENT, consent_id=consent.pk,
            expires_at=gate.expiry(consent),
        )  # fmt: skip


@action(verb="consent.withdraw", sentence=_("återkallade ett samtycke"), roles=PERSONAL_ROLES, elevated=True)
def withdraw_consent(consent: Consent, *, by: Actor, via: str = "") -> Consent:
    """End the consent, its presets and its disclosures in one transaction. Filed copies stay.

    Anyone the person tells may do it. Twice is once.
    """
    if consent.withdrawn_at:
        return consent
    now = clock.now()
    Consent.objects.filter(pk=consent.pk).update(withdrawn_at=now, withdrawn_by_id=by.staff_id, withdrawn_via=via)
    consent.withdrawn_at = now
    writing.show_face(consent)
    StandingDisclosure.objects.filter(consent=consent, ended_at__isnull=True).update(ended_at=now)
    Disclosure.objects.filter(consent=consent, ended_at__isnull=True).update(
        ended_at=now, ended_because="consent_withdrawn"
    )
    touch(consent, ["withdrawn_at"], person_id=consent.case.person_id)
    _tell_parties(consent, by)
    return consent


def _tell_parties(consent: Consent, by: Actor) -> None:
    rows: list[CaseAssignment] = list(open_assignments(consent.item.case_id).exclude(staff_id=by.staff_id))
    for row in rows:
        writing.tell(
            party_id=row.party_id, staff_id=row.staff_id, unit_id=None if row.staff_id else row.unit_id,
            kind="consent_withdrawn", case_number=consent.case.number,
        )  # fmt: skip
