"""Carrying a change forward: a new version goes to those who read the one before."""

import dataclasses
import uuid

from samsyn.access.actor import Actor
from samsyn.entry.case.models import Item
from samsyn.entry.case.queries import live_disclosures
from samsyn.entry.consent import gate


def carried(item: Item, *, by: Actor) -> list[uuid.UUID]:
    """Who gets the next version of `item` unasked: its live receivers that the gate still lets in.

    A version is disclosed, never a thing: whoever reads version 1 would not see version 2 by itself. When
    only the state moved, the holder has already chosen the receivers; asking again for every click would
    leave readers with an old state. Nobody is added here, and one whose consent is gone is dropped.
    """
    readers = set(live_disclosures().filter(item_id=item.pk).values_list("to_party_id", flat=True))
    allowed = [r.party_id for r in gate.receivers(item.case, by, item.category) if r.allowed]
    return [party_id for party_id in allowed if party_id in readers]


def as_holder(item: Item, by: Actor) -> Actor:
    """The actor, writing into the vault of the item's holder; for elevated acts that checked the right."""
    return by if item.holder_id == by.party_id else dataclasses.replace(by, party_id=item.holder_id)
