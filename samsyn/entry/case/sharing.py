"""Releasing what is already written, stopping it, and taking what was received into one's own file."""

import secrets
import uuid
from collections.abc import Iterable

from django.utils.translation import gettext_lazy as _

from samsyn.access import clock
from samsyn.access.action import action, touch
from samsyn.access.actor import Actor
from samsyn.access.errors import RuleBroken
from samsyn.basis.staff.rules import CASE_WRITERS
from samsyn.entry.case import writing
from samsyn.entry.case.contents import content_of, filled, places_of
from samsyn.entry.case.filed import FiledCopy, FiledMark
from samsyn.entry.case.models import Disclosure, Item, ItemKind
from samsyn.entry.case.queries import live_disclosures
from samsyn.entry.case.receiving import let_in
from samsyn.entry.case.sharing_queries import parties_reachable, permits_disclosure, readers

GROUNDS = (Disclosure.Ground.STATUTE, Disclosure.Ground.PERSON)
OTHER_STATUTE = "other_statute"
NEVER_FILED = (ItemKind.IDENTITY, ItemKind.CONSENT, ItemKind.FILED_COPY)


def _must_hold(item: Item, by: Actor) -> None:
    if item.holder_id != by.party_id:
        raise RuleBroken("NOT_HOLDER", _("Bara den part som skrev uppgiften kan dela den."))


@action(verb="item.share", sentence=_("delade en äldre uppgift"), roles=CASE_WRITERS)
def share_item(item: Item, *, by: Actor, share: Iterable[uuid.UUID]) -> Item:
    """Release an item that was written before, on consent. Who reads it already stays as it is.

    Raises NOT_HOLDER, NOBODY_CHOSEN, CONSENT_MISSING.
    """
    _must_hold(item, by)
    new = [party for party in share if party not in readers(item)]
    if not new:
        raise RuleBroken("NOBODY_CHOSEN", _("Välj minst en part som ska läsa."), field="share")
    writing.release(item, new, by=by)
    touch(item, ["disclosures"], person_id=item.case.person_id)
    return item


@action(
    verb="item.share_on_ground",
    sentence=_("lämnade ut en uppgift utan samtycke"),
    roles=CASE_WRITERS,
    elevated=True,
)
def share_on_ground(
    item: Item, *, by: Actor, ground: str, to_party: uuid.UUID, purpose: str, statute: str = "",
    statute_words: str = "", named: uuid.UUID | None = None,
) -> Disclosure:  # fmt: skip
    """Release one item to one party on a law or at the person's own wish; with it, who the person is.

    Raises NOT_HOLDER, WRONG_GROUND, PURPOSE_MISSING, STATUTE_MISSING, NOT_REACHABLE, READS_ALREADY,
    NAMED_ACCESS_ONLY.
    """
    _must_hold(item, by)
    words = _ground_words(ground, purpose, statute, statute_words)
    if to_party not in {p.pk for p in parties_reachable(item.case, by)}:
        raise RuleBroken("NOT_REACHABLE", _("Den parten kan inte ta emot uppgiften här."), field="to_party")
    if to_party in readers(item):
        raise RuleBroken("READS_ALREADY", _("Parten läser redan uppgiften."), field="to_party")
    _show_person(item, to_party, by, ground, words, purpose)
    let_in(item.case, to_party, named, kind="item_shared", field="named")
    row = writing.release_on(item, to_party, by=by, ground=ground, statute=words, purpose=purpose[:80])
    touch(item, ["disclosures"], person_id=item.case.person_id)
    return row


def _ground_words(ground: str, purpose: str, statute: str, statute_words: str) -> str:
    """The law by its code, or as named; nothing for the person's own wish."""
    if ground not in GROUNDS:
        raise RuleBroken("WRONG_GROUND", _("Välj grund: lag eller personens önskan."), field="ground")
    if not purpose.strip():
        raise RuleBroken("PURPOSE_MISSING", _("Skriv vad uppgiften behövs till."), field="purpose")
    if ground == Disclosure.Ground.PERSON:
        return ""
    if not permits_disclosure(statute):
        raise RuleBroken("STATUTE_MISSING", _("Välj den bestämmelse som ger stöd."), field="statute")
    if statute == OTHER_STATUTE and not statute_words.strip():
        raise RuleBroken("STATUTE_MISSING", _("Skriv vilken bestämmelse det är."), field="statute_words")
    return statute_words.strip()[:80] if statute == OTHER_STATUTE else statute


def _show_person(item: Item, to_party: uuid.UUID, by: Actor, ground: str, statute: str, purpose: str) -> None:
    """The receiver must know whom it is about; released only by the party that holds it."""
    identity = Item.objects.get(case_id=item.case_id, kind=ItemKind.IDENTITY, superseded_at__isnull=True)
    if identity.holder_id == by.party_id and to_party not in readers(identity):
        writing.release_on(identity, to_party, by=by, ground=ground, statute=statute, purpose=purpose[:80])


@action(verb="item.stop_sharing", sentence=_("slutade dela en uppgift"), roles=CASE_WRITERS, elevated=True)
def stop_sharing(row: Disclosure, *, by: Actor) -> Disclosure:
    """One receiver no longer reads one version; a filed copy stays filed. Raises NOT_HOLDER."""
    if row.by_party_id != by.party_id:
        raise RuleBroken("NOT_HOLDER", _("Bara den part som delade uppgiften kan sluta dela den."))
    writing.end_disclosures([row], "stopped")
    touch(row, ["ended_at"], person_id=row.case.person_id)
    return row


def new_receipt() -> str:
    """Random, so that it counts nothing."""
    return f"K-{clock.today().year}-{''.join(secrets.choice(writing.LETTERS) for _at in range(8))}"


@action(
    verb="item.take_to_file", sentence=_("tog en uppgift till egen akt"), roles=CASE_WRITERS, elevated=True
)
def take_to_file(item: Item, *, by: Actor, needed_for: str) -> FiledCopy:
    """A dated copy with receipt, held by the receiver from now on; the holder sees that it was taken.

    Raises OWN_ITEM, NOTHING_TO_COPY, FILED_ALREADY, NOT_DISCLOSED.
    """
    content = content_of(item)
    if item.holder_id == by.party_id:
        raise RuleBroken("OWN_ITEM", _("Uppgiften är er egen och finns redan hos er."))
    if content is None or item.kind in NEVER_FILED:
        raise RuleBroken("NOTHING_TO_COPY", _("Det här kan inte tas till egen akt."))
    given = live_disclosures().filter(item_id=item.pk, to_party_id=by.party_id).select_for_update().first()
    if given is None:
        raise RuleBroken("NOT_DISCLOSED", _("Uppgiften är inte längre delad med er."))
    if given.filed_at:
        raise RuleBroken("FILED_ALREADY", _("Uppgiften finns redan i er akt. Se listan över egna kopior."))
    where = [[*row, "where"] for row in places_of(content)]
    copy = FiledCopy(
        source_item=item.pk, source_party_id=item.holder_id, source_kind=item.kind, receipt=new_receipt(),
        needed_for=needed_for, content=[*(list(row) for row in filled(content.words())), *where],
    )  # fmt: skip
    writing.write(copy, case=item.case, kind=ItemKind.FILED_COPY, category=item.category, by=by)
    given.filed_at, given.receipt = clock.now(), copy.receipt
    given.save(update_fields=["filed_at", "receipt"])
    writing.tell_author(item, kind="copy_taken")
    return copy


@action(verb="item.mark_filed", sentence=_("förde in en uppgift i det egna systemet"), roles=CASE_WRITERS)
def mark_filed(item: Item, *, by: Actor) -> FiledMark:
    """The text was copied to the authority's own system. Once a party and version."""
    known = FiledMark.objects.filter(item_id=item.pk, party_id=by.party_id).first()
    if known:
        return known
    row = FiledMark.objects.create(item_id=item.pk, party_id=by.party_id, by_id=by.staff_id)
    touch(row, ["item"], person_id=item.case.person_id)
    return row
