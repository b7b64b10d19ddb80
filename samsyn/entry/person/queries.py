"""Looking a person up: by name, identity number or case number only, among the actor's own cases."""

import re
from collections.abc import Iterable
from contextlib import suppress

from django.db.models import Q, QuerySet

from samsyn.access import clock, crypto
from samsyn.access.actor import Actor
from samsyn.access.policy import NOTHING, Policy
from samsyn.basis.party.models import Party
from samsyn.entry.case.models import Case, CaseAssignment, InboxAssignment, OwnAssignment
from samsyn.entry.person.identity_number import IdentityNumberError, parse
from samsyn.entry.person.models import Identifier, Person, ProtectionStep, Representative
from samsyn.entry.person.name_key import search_key, word_starts

CASE_NUMBER = re.compile(r"\d{4}-[A-Z0-9]{6}", re.ASCII)
MOST_FOUND = 50
MOST_WORDS = 6


def found_by(words: str, actor: Actor) -> list[CaseAssignment]:
    """One assignment a case, by name; at most fifty. Two queries, four for a number."""
    wanted = _names(words.strip(), actor)
    seen: dict[object, CaseAssignment] = {}
    for kind in (OwnAssignment, InboxAssignment):  # apart: each is a walk along one index
        rows = Policy.all(kind, actor).filter(wanted).select_related("case__person").order_by("sort_key", "id")
        for row in rows[:MOST_FOUND]:
            seen.setdefault(row.case_id, row)
    return sorted(seen.values(), key=lambda row: (row.sort_key, row.pk))[:MOST_FOUND]


def _names(words: str, actor: Actor) -> Q:
    """Condition on `CaseAssignment`: what the words name, in one of the three ways there are."""
    if CASE_NUMBER.fullmatch(words.upper()):
        return Q(case__number=words.upper())
    if any(letter.isdigit() for letter in words):
        return _has_number(words, actor)
    return _has_name(search_key(words).split()[:MOST_WORDS])


def _has_name(parts: Iterable[str]) -> Q:
    """Each part begins a word of the name, as it stands on an assignment whose party may know it."""
    found = Q()
    for part in parts:
        first, later = word_starts(part)
        begins = Q(sort_key__startswith=first)
        for start in later:
            begins |= Q(sort_key__contains=start)
        found &= begins
    return found or NOTHING


def _has_number(words: str, actor: Actor) -> Q:
    """The number's fingerprint in every vault: asking which ones the actor's cases lie in costs more."""
    values = {" ".join(words.split())}
    with suppress(IdentityNumberError):  # then it can still be a reserve number
        values.add(parse(words, today=clock.today()).value)
    holders = Party.objects.values_list("pk", flat=True)
    prints = [crypto.blind_index(value, vault=str(holder)) for holder in holders for value in values]
    owners = Policy.all(Identifier, actor).filter(blind_index__in=prints).values_list("person_id", flat=True)
    return Q(case__person_id__in=set(owners))


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
