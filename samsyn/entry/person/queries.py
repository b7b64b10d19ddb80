"""Looking a person up: by name, identity number or case number only, among the actor's own cases."""

import re
import uuid
from collections.abc import Callable
from contextlib import suppress
from typing import Any, TypeVar

from django.db.models import Q, QuerySet

from samsyn.access import clock, crypto
from samsyn.access.actor import Actor
from samsyn.access.policy import Policy
from samsyn.access.prepared import Prepared
from samsyn.basis.party.models import Party
from samsyn.entry.case.models import Case, CaseAssignment, InboxAssignment, OwnAssignment
from samsyn.entry.person.identity_number import IdentityNumber, IdentityNumberError, parse
from samsyn.entry.person.models import Identifier, Person, ProtectionStep, Representative
from samsyn.entry.person.name_key import search_key, word_starts

CASE_NUMBER = re.compile(r"\d{4}-[A-Z0-9]{6}", re.ASCII)
M = TypeVar("M", OwnAssignment, InboxAssignment)
MOST_FOUND = 50
MOST_WORDS = 6


def found_by(words: str, actor: Actor) -> list[CaseAssignment]:
    """One assignment a case, by name; at most fifty. Two queries, three for a number."""
    seen: dict[object, CaseAssignment] = {}
    wanted = _wanted(words.strip(), actor)
    for ask in (_own, _in_inbox) if wanted else ():  # apart: each is a walk along one index
        for row in ask(actor=actor, **wanted):
            seen.setdefault(row.case_id, row)
    return sorted(seen.values(), key=lambda row: (row.sort_key, row.pk))[:MOST_FOUND]


@Prepared
def _own(*, actor: Actor, **wanted: Any) -> QuerySet[OwnAssignment]:
    return _rows(Policy.all(OwnAssignment, actor), wanted)


@Prepared
def _in_inbox(*, actor: Actor, **wanted: Any) -> QuerySet[InboxAssignment]:
    return _rows(Policy.all(InboxAssignment, actor), wanted)


def _rows(reached: QuerySet[M], wanted: dict[str, Any]) -> QuerySet[M]:
    """Those whose case has the number, whose person is one of the people, or whose name has every word."""
    found = Q()
    for name, value in wanted.items():
        found &= CONDITIONS[name.split("_")[0]](value)
    return reached.filter(found).select_related("case__person").order_by("sort_key", "id")[:MOST_FOUND]


def _has_word(starts: tuple[str, ...]) -> Q:
    """A word of the name begins so, as it stands on an assignment whose party may know it."""
    begins = Q(sort_key__startswith=starts[0])
    for start in starts[1:]:
        begins |= Q(sort_key__contains=start)
    return begins


CONDITIONS: dict[str, Callable[[Any], Q]] = {
    "number": lambda number: Q(case__number=number),
    "people": lambda people: Q(case__person_id__in=people),
    "word": _has_word,
}


def _wanted(words: str, actor: Actor) -> dict[str, Any]:
    """What the words name, in one of the three ways there are; empty where they name nothing."""
    if CASE_NUMBER.fullmatch(words.upper()):
        return {"number": words.upper()}
    if any(letter.isdigit() for letter in words):
        people = tuple(sorted(_with_number(words, actor)))
        return {"people": people} if people else {}
    parts = search_key(words).split()[:MOST_WORDS]
    return {f"word_{place}": word_starts(part) for place, part in enumerate(parts)}


def _with_number(words: str, actor: Actor) -> set[uuid.UUID]:
    """Who has the number, by its fingerprint in every vault: asking which ones the actor's cases lie in costs more."""
    values = {" ".join(words.split())}
    with suppress(IdentityNumberError):  # then it can still be a reserve number
        values.add(parse(words, today=clock.today()).value)
    prints = crypto.blind_indexes(values, vaults=map(str, Party.objects.values_list("pk", flat=True)))
    return set(_owners(actor=actor, prints=tuple(prints)))


@Prepared
def _owners(*, actor: Actor, prints: tuple[str, ...]) -> QuerySet[Identifier, uuid.UUID]:
    return Policy.all(Identifier, actor).filter(blind_index__in=prints).values_list("person_id", flat=True)


def with_number(number: IdentityNumber, actor: Actor) -> QuerySet[Identifier]:
    """This very number, by kind and issuer, on the persons in the actor's own vault and reach."""
    prints = crypto.blind_indexes([number.value], vaults=[str(actor.party_id)])
    rows = Policy.all(Identifier, actor).filter(kind=number.kind, issuer=number.issuer, blind_index__in=prints)
    return rows.filter(person__holder_id=actor.party_id)


def cases_of_number(number: IdentityNumber, actor: Actor) -> list[str]:
    """The numbers of the cases about whoever has it, as far as the actor reaches."""
    people = with_number(number, actor).values("person_id")
    rows = Policy.all(Case, actor).filter(person_id__in=people).order_by("number")
    return list(rows.values_list("number", flat=True))


def numbers_of(person: Person, actor: Actor) -> QuerySet[Identifier]:
    """The person's numbers, masked."""
    return Policy.all(Identifier, actor).filter(person_id=person.pk).order_by("kind", "id")


def representatives_of(person: Person, actor: Actor) -> QuerySet[Representative]:
    """All, those of today first."""
    return Policy.all(Representative, actor).filter(person_id=person.pk).order_by("-starts_on", "id")


def cases_of(person: Person, actor: Actor) -> QuerySet[Case]:
    """The person's cases that the actor reaches."""
    return Policy.all(Case, actor).filter(person_id=person.pk).order_by("-opened_at")


def protection_steps(person: Person, actor: Actor) -> QuerySet[ProtectionStep]:
    """How the protection changed, newest first; nothing for other parties than the holder."""
    rows = Policy.all(ProtectionStep, actor).filter(person_id=person.pk)
    return rows.select_related("by__user").order_by("-at", "-pk")
