"""Who reads one version of an item, and whether a newer one is within reach."""

from dataclasses import dataclass

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from samsyn.access.actor import Actor
from samsyn.access.policy import Policy
from samsyn.entry.case.models import Disclosure, Item
from samsyn.entry.case.queries import live_disclosures


@dataclass(frozen=True)
class Reader:
    """One party that can read a version, and on what ground; shaped for the component `who_can_read`."""

    party: str
    kind: str
    ground: str


def readers_of(item: Item, actor: Actor) -> list[Reader]:
    """Who reads this version now. The holder sees every receiver; a receiver sees the holder and itself."""
    holder = item.holder
    found = [Reader(holder.name, holder.kind, _("Skrev uppgiften"))]
    for row in _released(item, actor):
        found.append(Reader(row.to_party.name, row.to_party.kind, str(row.get_ground_display())))
    return list(dict.fromkeys(found))


def _released(item: Item, actor: Actor) -> QuerySet[Disclosure]:
    rows = Policy.all(Disclosure, actor).filter(
        pk__in=live_disclosures().filter(item_id=item.pk).values("pk")
    )
    if item.holder_id != actor.party_id:
        rows = rows.filter(to_party_id=actor.party_id)
    return rows.select_related("to_party").order_by("to_party__name")


def newer_of(item: Item, actor: Actor) -> Item | None:
    """The newest later version that this actor may read; a hidden one is not hinted at."""
    if not item.superseded_at:
        return None
    rows = Policy.all(Item, actor).filter(case_id=item.case_id, series=item.series, version__gt=item.version)
    return rows.order_by("-version").first()


def earlier_of(item: Item, actor: Actor) -> QuerySet[Item]:
    """Earlier versions that this actor may read, newest first."""
    rows = Policy.all(Item, actor).filter(case_id=item.case_id, series=item.series, version__lt=item.version)
    return rows.select_related("author__user").order_by("-version")
