"""What methods wait for, on the start page: a row a person, those with something late first."""

import uuid
from collections import defaultdict
from collections.abc import Mapping, Sequence
from itertools import islice

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from samsyn.access import clock
from samsyn.access.actor import Actor
from samsyn.basis.method import words
from samsyn.entry.case.rules import may_write
from samsyn.journey.method import kept
from samsyn.journey.method.shown import WITHIN_DAYS, states, to_do
from samsyn.journey.method.standing import Awaited
from samsyn.journey.method.things import soon, together
from samsyn.journey.timeline.addresses import address
from samsyn.journey.timeline.my_cases import Assigned
from samsyn.journey.timeline.way import Way
from samsyn.web.start.section import MOST_ROWS, Section, Task

MORE = 2
Group = list[Awaited]


def section(known: Mapping[uuid.UUID, Way], cases: Mapping[uuid.UUID, Assigned], actor: Actor) -> Section:
    """What is late, what is expected now and what could start, each with a way to do it."""
    by_case: dict[uuid.UUID, list[Group]] = defaultdict(list)
    for group in together(soon(kept.expected(known, actor), clock.today(), within=WITHIN_DAYS)):
        by_case[group[0].case_id].append(group)
    shown = [_row(groups, cases[key], actor) for key, groups in islice(by_case.items(), MOST_ROWS)]
    empty = _("Inget väntas just nu, så långt er part ser.")
    return Section(_("Väntas i metoderna"), shown, empty, not_made=len(by_case) - len(shown))


def _row(groups: Sequence[Group], case: Assigned, actor: Actor) -> Task:
    """The most urgent thing, and the next ones after it."""
    first, *others = groups
    state, tone = states()[first[0].occasion.state]
    writes, way = may_write(actor), address("method:way", case.case_id)
    more = [(_words(group), _until(group[0]), to_do(group[0]) if writes else "") for group in others[:MORE]]
    if (left := len(others) - MORE) > 0:
        more.append((ngettext("och %(n)d till", "och %(n)d till", left) % {"n": left}, "", way))
    href = to_do(first[0]) if writes else way
    return Task(
        case.name, _words(first), href, _("Gör det") if writes else _("Öppna"), tone, str(state), case.href,
        case.person_id, _until(first[0]), tuple(more),
    )  # fmt: skip


def _words(group: Group) -> str:
    """What, and in which methods where several expect it."""
    said = [words.say(group[0].occasion.one.name)]
    if len(group) > 1:
        said.append(", ".join(words.say(one.method.name) for one in group))
    return " · ".join(said)


def _until(thing: Awaited) -> str:
    if thing.occasion.due_on:
        return _("senast %(day)s") % {"day": thing.occasion.due_on}
    return _("kan börja nu") if thing.occasion.could_start else ""
