"""From an item to its content, whichever topic it belongs to: by the models that have items as their key."""

from functools import cache

from django.core.exceptions import ObjectDoesNotExist

from samsyn.entry.case.models import Item, ItemContent, ItemKind

OTHERWISE_NAMED = {
    ItemKind.PLAN: "jointplan", ItemKind.DECISION: "selectiondecision", ItemKind.FORM: "filledform",
    ItemKind.COURSE: "courseplace",
}  # fmt: skip


@cache
def accessors() -> tuple[str, ...]:
    """Attribute names on `Item` that lead to a content."""
    related = Item._meta.related_objects
    return tuple(r.name for r in related if r.one_to_one and issubclass(r.related_model, ItemContent))


@cache
def accessor_of(kind: str) -> str | None:
    """The attribute that leads from an item of this kind to its content; None for kinds without one."""
    name = OTHERWISE_NAMED.get(ItemKind(kind), kind.replace("_", ""))
    return name if name in accessors() else None


def content_of(item: Item) -> ItemContent | None:
    """What the item holds, or None (an identity item holds nothing). Whoever reaches the item reaches it."""
    name = accessor_of(item.kind)
    try:
        return getattr(item, name) if name else None
    except ObjectDoesNotExist:
        return None


def words_of(item: Item) -> list[tuple[str, str]]:
    """Label and value of each thing the item says."""
    content = content_of(item)
    return told(content) if content else []


def own_words(item: Item) -> list[tuple[str, str]]:
    """What it says to its holder who may not know the person: nothing but what stands in it, and no place."""
    content = content_of(item)
    return filled(content.words()) if content else []


def told(content: ItemContent) -> list[tuple[str, str]]:
    """What may leave the content's own page: copied, filed, exported. Nobody protected is to be found by it."""
    return [*filled(content.words()), *places_of(content)]


def places_of(content: ItemContent) -> list[tuple[str, str]]:
    """Of that, what tells where the person is to be found."""
    return [] if content.case.person.is_protected else filled(content.whereabouts())


def filled(rows: list[tuple[str, str]]) -> list[tuple[str, str]]:
    """Rows that say something."""
    return [(str(label), str(value)) for label, value in rows if str(value).strip()]
