"""What methods wait for, on the start page: a row a person, those with something late first."""

import uuid
from collections import defaultdict
from collections.abc import Mapping, Sequence

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
from samsyn.web.start.section import Section, Task

MORE = 3
Group = list[Awaited]


def section(known: Mapping[uuid.UUID, Way], cases: Mapping[uuid.UUID, Assigned], actor: Actor) -> Section:
    """What is late, what is expected now and what could start, each with a way to do it."""
    by_case: dict[uuid.UUID, list[Group]] = defaultdict(list)
    for group in together(soon(kept.expected(known, actor), clock.today(), within=WITHIN_DAYS)):
        by_case[group[0].case_id].append(group)
    rows = [_row(groups, cases[key], actor) for key, groups in by_case.items()]
    return Section(_("Väntas i metoderna"), rows, _("Inget väntas just nu, så långt er part ser."))


def _row(groups: Sequence[Group], case: Assigned, actor: Actor) -> Task:
    """The most urgent thing, and the next ones after it."""
    first, *others = groups
    state, tone = states()[first[0].occasion.state]
    writes, way = may_write(actor), address("method:way", case.case_id)
    shown = [(_words(group), to_do(group[0]) if writes else "") for group in others[:MORE]]
    if (left := len(others) - MORE) > 0:
        shown.append((ngettext("och %(n)d till", "och %(n)d till", left) % {"n": left}, way))
    href = to_do(first[0]) if writes else way
    return Task(
        case.name, _words(first), href, _("Gör det") if writes else _("Öppna"), tone, str(state), case.href,
        case.person_id, tuple(shown),
    )  # fmt: skip


def _words(group: Group) -> str:
    """What, until when, and in which methods where several expect it."""
    thing = group[0]
    said = [words.say(thing.occasion.one.name)]
    if thing.occasion.due_on:
        said.append(_("senast %(day)s") % {"day": thing.occasion.due_on})
    elif thing.occasion.could_start:
        said.append(_("kan börja nu"))
    if len(group) > 1:
        said.append(", ".join(words.say(one.method.name) for one in group))
    return " · ".join(said)
