"""What a method asks before somebody is referred or enrolled: what must hold, who may order, what it is meant for.

Only `requires` and `orderers` refuse. What the text merely describes (ages, livelihoods, parties, group size) is told.
What cannot be known here is asked of whoever refers.
"""

import datetime as dt
import re
from collections.abc import Collection, Iterable
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from samsyn.access import clock
from samsyn.access.actor import Actor
from samsyn.access.errors import RuleBroken
from samsyn.access.policy import Policy
from samsyn.basis.code_list import queries as code_lists
from samsyn.basis.intervention.models import Intervention
from samsyn.basis.method import words
from samsyn.basis.method.conditions import holds
from samsyn.basis.method.queries import newest, read_once
from samsyn.basis.method.schema import Method, Need
from samsyn.basis.party.queries import kinds
from samsyn.entry.case.models import Case, Item, ItemKind
from samsyn.entry.case.record import of_person

SEEN = (ItemKind.LIVELIHOOD, ItemKind.OCCUPATION, ItemKind.ACTIVITY, ItemKind.WORKPLACE, ItemKind.MEETING)
ASKED = re.compile(r"\bp\.(\w+)")
PARTY = "party"
NOT_KNOWN = gettext_lazy("Samsyn vet inte om det här stämmer. Bekräfta det du vet, eller ta reda på det först.")


@dataclass(frozen=True, slots=True)
class Needs:
    """What does not hold for a person, and what nobody here can know."""

    unmet: tuple[Need, ...] = ()
    unknown: tuple[Need, ...] = ()


def method_of(intervention: Intervention) -> Method | None:
    """What the intervention's method says now."""
    version = newest(intervention.method) if intervention.method else None
    return read_once(version.text) if version else None


def said(need: Need) -> str:
    """What must hold, in words."""
    return words.say(need.name) or words.say(need.otherwise)


def needs_of(
    method: Method | None, actor: Actor, *, case: Case | None, born: dt.date | None = None,
    birth_year: int | None = None,
) -> Needs:  # fmt: skip
    """How it is for a person, on what the actor's party may see. Of somebody new only the age is known."""
    if method is None or not method.who.requires:
        return Needs()
    year = case.person.birth_year if case else birth_year
    known = _known(method, case, actor)
    found = [(need, _holds(need, known, _ages(born, year), is_new=case is None)) for need in method.who.requires]
    return Needs(
        tuple(need for need, held in found if held is False), tuple(need for need, held in found if held is None)
    )


def _known(method: Method, case: Case | None, actor: Actor) -> dict[str, object]:
    rows: Iterable[Item] = ()
    if case and any(_asks(need) for need in method.who.requires):
        rows = Policy.all(Item, actor).filter(case_id=case.pk, kind__in=SEEN, superseded_at__isnull=True)
    parties = kinds() if method.asks_party else {}
    return of_person(rows, started=clock.today(), today=clock.today(), party_kinds=parties)


def _asks(need: Need) -> set[str]:
    """What it asks beside the age."""
    return set(ASKED.findall(need.when)) - {"age"}


def settled_by_age(need: Need) -> bool:
    """Whether the age alone answers it."""
    return not _asks(need)


def _ages(born: dt.date | None, year: int | None) -> set[int | None]:
    """The age, or the two that a birth year leaves."""
    today = clock.today()
    if born:
        return {today.year - born.year - ((today.month, today.day) < (born.month, born.day))}
    return {today.year - year, today.year - year - 1} if year else {None}


def _holds(need: Need, known: dict[str, object], ages: set[int | None], *, is_new: bool) -> bool | None:
    if is_new and _asks(need):
        return None
    answers = {holds(need.when, known | {"age": age}) for age in ages}
    return answers.pop() if len(answers) == 1 else None


def check_needs(
    method: Method | None, actor: Actor, *, case: Case, confirmed: Collection[str], field: str | None = None
) -> None:
    """Raises NEED_NOT_MET, NEED_UNKNOWN for what neither holds nor was confirmed."""
    found = needs_of(method, actor, case=case)
    if unmet := [need for need in found.unmet if need.id not in confirmed]:
        raise RuleBroken("NEED_NOT_MET", words.say(unmet[0].otherwise), field=field)
    if unknown := [need for need in found.unknown if need.id not in confirmed]:
        told = _("Bekräfta först: %(what)s") % {"what": said(unknown[0])}
        raise RuleBroken("NEED_UNKNOWN", told, field="confirmed_needs")


def orderer_misfit(method: Method | None, origin: str, actor: Actor) -> str:
    """Why it cannot be ordered by who refers, and what to do; empty when it can, or when the text says nothing."""
    if method is None or not method.who.orderers:
        return ""
    orderer = actor.party_kind if origin == PARTY else origin
    if not orderer or orderer in method.who.orderers:
        return ""
    told = _("Remissen ska komma från: %(who)s. Välj vem den kommer från, eller ring enheten och fråga.")
    return told % {"who": words.people(method.who.orderers, method)}


def told_of(method: Method | None) -> list[tuple[str, str]]:
    """What the text describes of those it is meant for; told, never tested."""
    if method is None:
        return []
    who = method.who
    needed = [one.kind for one in who.parties if one.needed]
    rows = [
        (_("Förutsätter"), "; ".join(said(need) for need in who.requires)),
        (_("Remitteras av"), words.people(who.orderers, method)),
        (_("Ålder"), words.between(who.ages, _("år"))),
        (_("Försörjning"), code_lists.words_of("livelihood", who.livelihoods)),
        (_("Parter som behövs"), words.people(needed, method)),
        (_("Grupper om"), words.between(who.group_size, _("personer"))),
    ]
    return [(label, value) for label, value in rows if value]


def kept(method: Method | None, confirmed: Iterable[str]) -> list[dict[str, str]]:
    """What was confirmed, as it was said then."""
    chosen = set(confirmed)
    needs = method.who.requires if method else ()
    return [{"id": need.id, "text": (need.name or need.otherwise).sv} for need in needs if need.id in chosen]
