"""Moving somebody to another version of the method: what differs, and what it would mean for this person."""

import uuid
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field

from django.db.models import Exists, OuterRef, QuerySet

from samsyn.access import clock
from samsyn.access.actor import Actor
from samsyn.access.policy import Policy
from samsyn.basis.method import words
from samsyn.basis.method.difference import Change, differences, raw
from samsyn.basis.method.models import Method, MethodVersion
from samsyn.basis.method.queries import read_once
from samsyn.entry.case.models import Case
from samsyn.entry.enrolment.models import Enrolment
from samsyn.journey.method.models import MethodMark
from samsyn.journey.method.queries import InMethod, standings
from samsyn.journey.method.standing import Standing
from samsyn.journey.timeline.queries import happenings

MOST_MOVED = 200


@dataclass(frozen=True, slots=True)
class Effects:
    """What a move would mean for one person: names of what is expected, each list in the order of the text."""

    kept: list[str]
    lost: list[str]
    late: list[str]
    new: list[str]
    gone: list[str]


@dataclass(frozen=True, slots=True)
class Difference:
    """Two versions beside each other, and what the step between them would mean."""

    old: MethodVersion
    new: MethodVersion
    changes: list[Change]
    lines: list[str]
    effects: Effects | None = None


@dataclass(slots=True)
class Told:
    """Which version an enrolment follows, the newest there is, and the moves made."""

    number: int
    newest: int
    moves: list[MethodMark] = field(default_factory=list)


def between(old: MethodVersion, new: MethodVersion, effects: Effects | None = None) -> Difference:
    """The difference in words and in lines."""
    changes = differences(read_once(old.text), read_once(new.text))
    return Difference(old, new, changes, raw(old.text, new.text), effects)


def for_person(enrolment: Enrolment, now: MethodVersion, version: MethodVersion, actor: Actor) -> Difference | None:
    """The same, with what it means for one person on what the reader's party may see; nothing from one to itself."""
    if now.pk == version.pk:
        return None
    view = happenings(enrolment.item.case, actor)
    ways = {view.way.case_id: view.way}
    before, after = (
        _of(enrolment, standings(ways, actor, today=clock.today(), instead=instead))
        for instead in (None, {enrolment.pk: version.pk})
    )
    return between(now, version, effects(before, after))


def _of(enrolment: Enrolment, found: Iterable[InMethod]) -> Standing:
    return next(one.standing for one in found if one.enrolment_id == enrolment.pk)


def effects(before: Standing, after: Standing) -> Effects:
    """What is done and goes on counting or no longer does, becomes late, is asked anew or no more."""
    done, still = _in(before, "done", "skipped"), _in(after, "done", "skipped")
    asked, then = _in(before, "expected", "late"), _in(after, "expected", "late", "coming", "waiting")
    late_before, late_after = _in(before, "late"), _in(after, "late")
    known = _in(before)
    return Effects(
        [name for key, name in done.items() if key in still],
        [name for key, name in done.items() if key not in still],
        [name for key, name in late_after.items() if key not in late_before],
        [name for key, name in then.items() if key not in known],
        [name for key, name in asked.items() if key not in _in(after)],
    )


def _in(standing: Standing, *states: str) -> dict[str, str]:
    """Things in some states (in any, when none is named) by id, with their names."""
    return {o.one.id: words.say(o.one.name) for o in standing.occasions if not states or o.state in states}


def versions(version: MethodVersion, actor: Actor) -> QuerySet[MethodVersion]:
    """Every version of the same method, the newest first."""
    return Policy.all(MethodVersion, actor).filter(method_id=version.method_id).order_by("-number")


def told(enrolment_ids: Iterable[uuid.UUID], actor: Actor) -> dict[uuid.UUID, Told]:
    """Of some enrolments; three questions however many."""
    keys = list(enrolment_ids)
    if not keys:
        return {}
    rows = Policy.all(Enrolment, actor).filter(pk__in=keys, method_version__isnull=False)
    of = list(rows.values_list("pk", "method_version__number", "method_version__method_id"))
    published = MethodVersion.objects.filter(method_id__in={method for _key, _number, method in of})
    last: dict[uuid.UUID, int] = defaultdict(int)
    for method, number in published.values_list("method_id", "number"):
        last[method] = max(last[method], number)
    found = {key: Told(number, last[method]) for key, number, method in of}
    moves = Policy.all(MethodMark, actor).filter(enrolment_id__in=keys, state=MethodMark.State.MOVED)
    for move in moves.select_related("item__author__user").order_by("item__at"):
        found[move.enrolment_id].moves.append(move)
    return found


def on_older(method: Method, actor: Actor) -> list[Enrolment]:
    """The own party's people who follow an older version, by version and name."""
    newer = MethodVersion.objects.filter(
        method_id=OuterRef("method_version__method_id"), number__gt=OuterRef("method_version__number")
    )
    rows = Policy.all(Enrolment, actor).filter(
        Exists(newer), method_version__method=method, item__holder_id=actor.party_id, ends_on__isnull=True,
        item__superseded_at__isnull=True, item__case__in=Policy.all(Case, actor),
    )  # fmt: skip
    related = ("item__case__person", "intervention", "method_version")
    return list(rows.select_related(*related).order_by("method_version__number", "item__case__number")[:MOST_MOVED])


def for_many(rows: Iterable[Enrolment], to: MethodVersion) -> list[Difference]:
    """From each of their versions to another."""
    olds = {row.method_version.pk: row.method_version for row in rows if row.method_version}
    return [between(old, to) for old in olds.values()]
