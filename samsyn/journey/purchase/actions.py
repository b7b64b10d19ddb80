"""Asking for money from the purse, deciding, and saying that it is bought."""

import datetime as dt
import uuid
from collections.abc import Iterable
from decimal import Decimal

from django.utils.translation import gettext_lazy as _

from samsyn.access import clock
from samsyn.access.action import action, touch
from samsyn.access.actor import Actor
from samsyn.access.days import not_ahead
from samsyn.access.errors import RuleBroken
from samsyn.basis.staff.rules import CASE_WRITERS
from samsyn.entry.case import writing
from samsyn.entry.case.models import Category, ItemKind
from samsyn.entry.case.queries import live_disclosures
from samsyn.entry.enrolment.models import Enrolment
from samsyn.entry.person.models import Person
from samsyn.journey.purchase.models import Purchase
from samsyn.journey.purchase.queries import spent
from samsyn.journey.purchase.rules import DECIDERS, may_decide, purse_of

State = Purchase.State


@action(verb="purchase.ask", sentence=_("bad om pengar till ett inköp"), roles=CASE_WRITERS)
def ask(
    enrolment: Enrolment, *, by: Actor, kind: str, what_for: str, amount: Decimal, share: Iterable[uuid.UUID] = ()
) -> Purchase:
    """Ask for an amount from the purse of the person's method.

    Raises NO_PURSE, UNKNOWN_KIND, NO_AMOUNT, CONSENT_MISSING.
    """
    version = enrolment.method_version
    purse = purse_of(version)
    if version is None or purse is None:
        raise RuleBroken("NO_PURSE", _("Metoden har inga pengar att köpa för."))
    known = {option.id: option.text.sv for option in purse.kinds}
    if (known or kind) and kind not in known:
        raise RuleBroken("UNKNOWN_KIND", _("Välj ett av slagen i listan."), field="kind")
    _check_amount(amount)
    made = Purchase(
        enrolment=enrolment, intervention=enrolment.intervention, method_version=version, kind=kind,
        kind_name=known.get(kind, "")[:200], what_for=what_for, asked=amount,
    )
    return writing.write(
        made, case=enrolment.item.case, kind=ItemKind.PURCHASE, category=Category.PLAN, by=by, share=share
    )


def _check_amount(amount: Decimal) -> None:
    if amount <= 0:
        raise RuleBroken("NO_AMOUNT", _("Skriv ett belopp över noll kronor."), field="amount")


@action(verb="purchase.decide", sentence=_("beslutade om ett inköp"), roles=DECIDERS, elevated=True)
def decide(
    purchase: Purchase, *, by: Actor, outcome: str, amount: Decimal | None = None, said: str = ""
) -> Purchase:
    """Yes to an amount, or no. The person is locked while the purse is counted, so it is never overdrawn.

    Raises NOT_YOURS, DECIDED_ALREADY, NO_AMOUNT, OVER_LIMIT, REASON_MISSING.
    """
    found = _locked(purchase)
    if not (_reads(found, by) and may_decide(found, by)):
        raise RuleBroken("NOT_YOURS", _("Metoden säger vem som beslutar om inköp. Be dem om ett beslut."))
    if found.state != State.ASKED:
        raise RuleBroken("DECIDED_ALREADY", _("Det finns redan ett beslut. Ladda om sidan och läs det."))
    if outcome == State.APPROVED:
        found.amount = found.asked if amount is None else amount
        _check_amount(found.amount)
        _check_room(found, by)
    elif not said.strip():
        raise RuleBroken("REASON_MISSING", _("Skriv varför det blev avslag."), field="said")
    found.decided_on, found.decided_by_id, found.decided_in_id = clock.today(), by.staff_id, by.party_id
    found.said = said.strip()
    approved = outcome == State.APPROVED
    return _moved(found, State.APPROVED if approved else State.DECLINED, "decided_on decided_by decided_in said amount")


def _reads(purchase: Purchase, by: Actor) -> bool:
    """The holder, or a party that the version is disclosed to now."""
    given = live_disclosures().filter(item_id=purchase.pk, to_party_id=by.party_id)
    return purchase.item.holder_id == by.party_id or given.exists()


def _locked(purchase: Purchase) -> Purchase:
    """The person first, in every act that counts or changes: two decisions at once come one after the other."""
    Person.objects.select_for_update(of=("self",)).get(pk=purchase.item.case.person_id)
    rows = Purchase.objects.select_related("item__case__person", "method_version")
    return rows.get(pk=purchase.pk)


def _kronor(amount: Decimal) -> str:
    return f"{amount:.2f}".replace(".", ",")


def _check_room(purchase: Purchase, by: Actor) -> None:
    purse = purse_of(purchase.method_version)
    if purse is None or purse.most_per_person is None:
        return
    before = spent(purchase, by)
    left = purse.most_per_person - before.amount
    if purchase.amount <= left:
        return
    told = str(_("Det ryms inte i det som får användas för en person."))
    if before.is_seen:
        words = _("Högst %(most)s kronor får användas för en person. Det finns %(left)s kronor kvar.")
        told = str(words) % {"most": f"{purse.most_per_person}", "left": _kronor(max(left, Decimal(0)))}
    raise RuleBroken("OVER_LIMIT", told, field="amount")


@action(verb="purchase.buy", sentence=_("köpte något för någon"), roles=CASE_WRITERS, elevated=True)
def buy(purchase: Purchase, *, by: Actor, amount: Decimal, on: dt.date | None = None) -> Purchase:
    """It is bought, for what was decided or less.

    Raises NOT_YOURS, NOT_APPROVED, OVER_DECISION, NO_AMOUNT, DAY_AHEAD, BEFORE_DECISION.
    """
    found, day = _locked(purchase), on or clock.today()
    if by.party_id not in (found.item.holder_id, found.decided_in_id) or not _reads(found, by):
        raise RuleBroken("NOT_YOURS", _("Bara den som bad om inköpet eller beslutade om det kan säga att det är köpt."))
    if found.state != State.APPROVED:
        raise RuleBroken("NOT_APPROVED", _("Inköpet är inte beviljat, eller redan köpt. Ladda om sidan."))
    not_ahead(day, field="on")
    _check_amount(amount)
    if amount > found.amount:
        words = _("Beslutet gäller %(most)s kronor. Be om ett nytt beslut för resten.")
        told = str(words) % {"most": _kronor(found.amount)}
        raise RuleBroken("OVER_DECISION", told, field="amount")
    if found.decided_on and day < found.decided_on:
        raise RuleBroken("BEFORE_DECISION", _("Dagen är före beslutet. Skriv en senare dag."), field="on")
    found.amount, found.bought_on = amount, day
    return _moved(found, State.BOUGHT, "amount bought_on")


@action(verb="purchase.withdraw", sentence=_("tog tillbaka ett inköp"), roles=CASE_WRITERS, elevated=True)
def withdraw(purchase: Purchase, *, by: Actor) -> Purchase:
    """It is not to be bought; the money is free again. Raises NOT_YOURS, BOUGHT_ALREADY."""
    found = _locked(purchase)
    if by.party_id != found.item.holder_id:
        raise RuleBroken("NOT_YOURS", _("Bara den part som bad om inköpet kan ta tillbaka det."))
    if found.state not in (State.ASKED, State.APPROVED):
        raise RuleBroken("BOUGHT_ALREADY", _("Inköpet är redan gjort eller avslutat. Ladda om sidan."))
    return _moved(found, State.WITHDRAWN, "")


def _moved(purchase: Purchase, state: str, fields: str) -> Purchase:
    purchase.state = state
    names = ["state", *fields.split()]
    purchase.save(update_fields=names)
    writing.show_face(purchase)
    touch(purchase, names, person_id=purchase.item.case.person_id)
    return purchase
