"""Taking, confirming and withdrawing a consent (OSL 10 kap. 1 §; withdrawal works forward, at once)."""

import datetime as dt
import uuid
from collections.abc import Iterable, Mapping
from itertools import permutations
from typing import Any

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from samsyn.access import clock
from samsyn.access.action import action, touch
from samsyn.access.actor import Actor
from samsyn.access.errors import RuleBroken
from samsyn.basis.staff.rules import CASE_WRITERS, PERSONAL_ROLES
from samsyn.entry.case import writing
from samsyn.entry.case.models import (
    Case,
    Category,
    Disclosure,
    Item,
    ItemKind,
    Notice,
    StandingDisclosure,
)
from samsyn.entry.case.queries import open_assignments
from samsyn.entry.case.receiving import let_in, tell_row
from samsyn.entry.consent import gate
from samsyn.entry.consent.capacity import check_capacity
from samsyn.entry.consent.models import Consent, ConsentConfirmation, ConsentRow
from samsyn.entry.consent.terms import check_circle, check_period
from samsyn.entry.enrolment.writing import forget_without_consent
from samsyn.entry.referral.actions import make_all_known
from samsyn.entry.selection.writing import leave_unread

Named = Mapping[uuid.UUID, uuid.UUID]
Exceptions = Mapping[uuid.UUID, Iterable[str]]


@action(verb="consent.take", sentence=_("skrev in ett samtyckessamtal"), roles=CASE_WRITERS, elevated=True)
def take_consent(
    case: Case, *, by: Actor, kinds: Iterable[str], employer_may_know: str = "", **said: Any
) -> Consent:
    """One conversation, each kind the person said yes (or no) to as a consent of its own; gives the first.

    `said` is what `register_consent` takes. Raises KIND_MISSING, EMPLOYER_UNSAID, and what that act raises.
    """
    wanted = [kind for kind in Consent.Kind.values if kind in set(kinds)]
    if not wanted:
        raise RuleBroken("KIND_MISSING", _("Välj vad personen svarade på."), field="kinds")
    if Consent.Kind.CONTACT in wanted and not employer_may_know.strip() and not said.get("is_refusal"):
        raise RuleBroken(
            "EMPLOYER_UNSAID",
            _("Skriv vad arbetsgivaren eller den närstående får veta."),
            field="employer_may_know",
        )
    made = [_register_kind(case, kind, employer_may_know, by, said) for kind in wanted]
    return made[0]


def _register_kind(case: Case, kind: str, employer: str, by: Actor, said: dict[str, Any]) -> Consent:
    known = employer if kind == Consent.Kind.CONTACT else ""
    return register_consent(case, by=by, kind=kind, employer_may_know=known, **said)


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
    named: Named | None = None,
    except_for: Exceptions | None = None,
    **said: Any,
) -> Consent:
    """Write one consent (or one no): its directional rows, and the taker's own confirmation.

    `except_for` says which categories a party of the circle shall not read all the same; `said` takes the
    other fields of `Consent` (how, given_as, representative, not_covered ...); `named` the person who receives in
    each party, owed when the identity is protected.
    Raises ENDS_BEFORE_START, ENDED_ALREADY, FAR_AWAY, GIVEN_LATER, EMPTY_CIRCLE, NO_CATEGORY,
    REPRESENTATIVE_MISSING, REPRESENTATIVE_NOT_LIVE, OUTSIDE_SCOPE, GUARDIAN_NEEDED, DECIDES_SELF, NAMED_ACCESS_ONLY.
    """
    starts = starts_on or given_on
    consent = Consent(
        kind=kind, given_on=given_on, starts_on=starts, ends_on=ends_on, taken_by_id=by.staff_id, **said
    )
    parties = list(dict.fromkeys([by.party_id, *circle]))
    kinds_of = [c for c in categories if c in gate.COVERS.get(consent.kind, ())]
    check_period(consent)
    check_capacity(consent, case.person)
    of_each = {p: [c for c in kinds_of if c not in (except_for or {}).get(p, ())] for p in parties}
    check_circle(consent, of_each)
    writing.write(consent, case=case, kind=ItemKind.CONSENT, category=Category.OTHER, by=by)
    if consent.is_refusal:
        return consent
    if kind in gate.SHARING_KINDS:
        _write_rows(consent, of_each)
    for party_id in parties[1:]:
        _let_in(case, consent, party_id, by, named or {})
    _confirm(consent, by)
    return consent


def _write_rows(consent: Consent, of_each: dict[uuid.UUID, list[str]]) -> None:
    rows = [
        ConsentRow(consent=consent, from_party_id=one, to_party_id=other, categories=of_each[other])
        for one, other in permutations(of_each, 2)
    ]
    ConsentRow.objects.bulk_create(rows)
    touch(consent, ["rows"])


def _let_in(case: Case, consent: Consent, party_id: uuid.UUID, by: Actor, named: Named) -> None:
    """Show the party the consent, and see to that somebody there can confirm it."""
    writing.release_on(
        consent.item, party_id, by=by, ground=Disclosure.Ground.CONSENT, consent_id=consent.pk,
        expires_at=gate.expiry(consent),
    )  # fmt: skip
    if consent.kind not in gate.SHARING_KINDS:
        return
    let_in(case, party_id, named.get(party_id), kind="consent_to_confirm", field="circle")


@action(verb="consent.confirm", sentence=_("bekräftade ett samtycke"), roles=PERSONAL_ROLES, elevated=True)
def confirm_consent(consent: Consent, *, by: Actor) -> Consent:
    """The holder has examined it: from now its items may go to the receivers. Twice is once.

    Raises CONSENT_NOT_LIVE, NOT_IN_CIRCLE.
    """
    if consent.is_refusal or not Consent.objects.filter(gate.live_consents(), pk=consent.pk).exists():
        raise RuleBroken("CONSENT_NOT_LIVE", _("Samtycket gäller inte längre. Ta ett nytt."))
    _confirm(consent, by)
    return consent


def _confirm(consent: Consent, by: Actor) -> None:
    directions = list(
        ConsentRow.objects.filter(consent=consent, from_party_id=by.party_id, ended_at__isnull=True)
    )
    if not directions and consent.kind not in gate.SHARING_KINDS:
        return
    if not directions:
        raise RuleBroken(
            "NOT_IN_CIRCLE", _("Er part är inte med i det här samtycket. Det finns inget att bekräfta.")
        )
    row, is_new = ConsentConfirmation.objects.get_or_create(
        consent=consent, party_id=by.party_id, defaults={"by_id": by.staff_id}
    )
    if is_new:
        touch(row, ["party"])
        _set_presets(consent, directions, by)
        _show_person(consent, directions, by)
        make_all_known(consent.case, by=by)
        _no_longer_waits(consent.case, by)


def _no_longer_waits(case: Case, by: Actor) -> None:
    """The lines that asked the party for it are answered once nothing in the case is left to confirm."""
    live = Consent.objects.filter(gate.live_consents(), item__case=case)
    done = ConsentConfirmation.objects.filter(party_id=by.party_id).values("consent_id")
    left = ConsentRow.objects.filter(consent__in=live, from_party_id=by.party_id, ended_at__isnull=True)
    if not left.exclude(consent_id__in=done).exists():
        lines = Notice.objects.filter(party_id=by.party_id, kind="consent_to_confirm", case_number=case.number)
        lines.filter(seen_at__isnull=True).update(seen_at=clock.now())


def _set_presets(consent: Consent, directions: list[ConsentRow], by: Actor) -> None:
    StandingDisclosure.objects.bulk_create(
        StandingDisclosure(
            case=consent.case, holder_id=by.party_id, to_party_id=d.to_party_id, categories=d.categories,
            consent=consent, set_by_id=by.staff_id,
        )
        for d in directions
    )  # fmt: skip


def _show_person(consent: Consent, directions: list[ConsentRow], by: Actor) -> None:
    """Who the case is about, released by the party that holds it."""
    identity = Item.objects.filter(case=consent.case, kind=ItemKind.IDENTITY, holder_id=by.party_id).first()
    if identity is None:
        return
    for direction in directions:
        writing.release_on(
            identity, direction.to_party_id, by=by, ground=Disclosure.Ground.CONSENT, consent_id=consent.pk,
            expires_at=gate.expiry(consent),
        )  # fmt: skip


@action(verb="consent.withdraw", sentence=_("återkallade ett samtycke"), roles=PERSONAL_ROLES, elevated=True)
def withdraw_consent(consent: Consent, *, by: Actor, via: str = "") -> Consent:
    """End the consent, its presets and its disclosures in one transaction. Filed copies stay.

    Without a register consent the enrolment is counted anonymously from now, for good. Anyone the person
    tells may do it. Twice is once. Raises NOTHING_TO_WITHDRAW for a recorded no.
    """
    if consent.is_refusal:
        raise RuleBroken(
            "NOTHING_TO_WITHDRAW", _("Personen har sagt nej. Det finns inget samtycke att återkalla.")
        )
    if Consent.objects.select_for_update().get(pk=consent.pk).withdrawn_at:
        return consent
    now = clock.now()
    Consent.objects.filter(pk=consent.pk).update(
        withdrawn_at=now, withdrawn_by_id=by.staff_id, withdrawn_via=via
    )
    consent.withdrawn_at = now
    writing.show_face(consent)
    _end_what_it_carried(Q(consent=consent), Q(consent=consent), "consent_withdrawn")
    _let_go(consent.case)
    touch(consent, ["withdrawn_at"], person_id=consent.case.person_id)
    _tell_others(consent, by, "consent_withdrawn", address=reverse("case:own"))
    if consent.kind == Consent.Kind.REGISTER:
        enrolled_by = {row.item.holder_id for row in forget_without_consent(consent.case)}
        _tell(enrolled_by, "register_forgotten", consent.case, by)
    return consent


@action(
    verb="consent.withdraw_all", sentence=_("återkallade alla samtycken"), roles=PERSONAL_ROLES, elevated=True
)
def withdraw_all(case: Case, *, by: Actor, via: str = "") -> Case:
    """Everything the person said yes to in the case and that has not run out, at once.

    Also what the actor's party does not read. Twice is once.
    """
    over = Q(ends_on__lte=clock.today()) | Q(withdrawn_at__isnull=False)
    for consent in Consent.objects.filter(item__case=case, is_refusal=False).exclude(over).order_by("pk"):
        withdraw_consent(consent, by=by, via=via)
    return case


@action(
    verb="consent.take_out",
    sentence=_("tog bort en part ur ett samtycke"),
    roles=PERSONAL_ROLES,
    elevated=True,
)
def take_out(consent: Consent, *, by: Actor, party: uuid.UUID) -> Consent:
    """The person no longer wants one party in it: both directions end now, the rest of the consent holds.

    What was said stays written, with the day it ended. Twice is once. Raises NOT_IN_CIRCLE, LAST_PARTY.
    """
    rows = ConsentRow.objects.filter(consent=consent, ended_at__isnull=True)
    theirs = rows.filter(Q(from_party_id=party) | Q(to_party_id=party))
    if not theirs.exists():
        raise RuleBroken("NOT_IN_CIRCLE", _("Parten är inte längre med i samtycket."), field="party")
    if not rows.exclude(pk__in=theirs).exists():
        raise RuleBroken(
            "LAST_PARTY",
            _("Då blir ingen kvar att dela med. Återkalla hela samtycket i stället."),
            field="party",
        )
    theirs.update(ended_at=clock.now(), ended_by_id=by.staff_id)
    sides = Q(by_party_id=party) | Q(to_party_id=party)
    holds = Q(holder_id=party) | Q(to_party_id=party)
    _end_what_it_carried(Q(consent=consent) & sides, Q(consent=consent) & holds, "party_taken_out")
    _let_go(consent.case)
    touch(consent, ["rows"], person_id=consent.case.person_id)
    _tell_others(consent, by, "consent_narrowed")
    return consent


def _end_what_it_carried(disclosures: Q, presets: Q, because: str) -> None:
    """Its live disclosures and presets, from this moment."""
    now = clock.now()
    StandingDisclosure.objects.filter(presets, ended_at__isnull=True).update(ended_at=now)
    Disclosure.objects.filter(disclosures, ended_at__isnull=True).update(ended_at=now, ended_because=because)


def _let_go(case: Case) -> None:
    """What hung on the right that is gone: names to sort by, places in queues."""
    writing.keep_sort_keys(case)
    leave_unread(case)


def _tell_others(consent: Consent, by: Actor, kind: str, *, address: str = "") -> None:
    """Those who work with the case in a party of the circle, but the one who acts."""
    circle = set(ConsentRow.objects.filter(consent=consent).values_list("to_party_id", flat=True))
    _tell(circle, kind, consent.case, by, address=address)


def _tell(parties: set[uuid.UUID], kind: str, case: Case, by: Actor, *, address: str = "") -> None:
    for row in open_assignments(case.pk):
        if row.party_id in parties and row.staff_id != by.staff_id:
            tell_row(row, kind, case, address=address)
