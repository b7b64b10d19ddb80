"""Trying and taking in a list in small steps, so that nobody else waits: in the request when it is short, else by
the task worker. What was stopped goes on where it was."""

import uuid
from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext

from django.utils import translation
from django.utils.translation import gettext as _
from django_tasks import task

from samsyn.access import db
from samsyn.access.actor import Actor, acting
from samsyn.basis.staff.models import Staff
from samsyn.basis.staff.queries import actor_of
from samsyn.entry.enrolment.counting import load_of
from samsyn.journey.participant_list import actions
from samsyn.journey.participant_list.matching import Match, match
from samsyn.journey.participant_list.models import ParticipantList

SHORT = 20  # rows that are done at once
STEP = 10  # rows in one transaction
State = ParticipantList.State
Frame = Callable[[], AbstractContextManager[None]]


def go_on(list_: ParticipantList, *, by: Actor) -> None:
    """Now when it is short, else as soon as the worker comes by."""
    if list_.of <= SHORT:
        work(list_, by=by, step=SHORT)
    else:
        work_waiting.enqueue(str(list_.pk), translation.get_language() or "sv")


@task()
def work_waiting(list_id: str, language: str) -> None:
    """By the worker, as whoever sent the list in, in their language; a list that is gone or done is left alone."""
    found = actions.pick_up(uuid.UUID(list_id), by=None)
    if found is None:
        return
    actor = actor_of(Staff.objects.select_related("party", "unit", "user").get(pk=found.by_id))
    with acting(actor), translation.override(language):
        work(found, by=actor, frame=lambda: db.request_scope(actor))


def work(list_: ParticipantList, *, by: Actor, step: int = STEP, frame: Frame = nullcontext) -> None:
    """Every row that is left; `frame` stands around each transaction."""
    with frame():
        matches = match(list_, by)
    if list_.state == State.TRYING:
        _try(list_, matches, by, step, frame)
    elif list_.state == State.TAKING:
        _take(list_, matches, by, step, frame)


def _try(list_: ParticipantList, matches: list[Match], by: Actor, step: int, frame: Frame) -> None:
    for part in _parts(matches[list_.done :], step):
        with frame():
            list_ = actions.try_rows(list_, by=by, matches=part)
        db.let_others_write()
    with frame():
        actions.all_tried(list_, by=by, beyond_places=_beyond_places(list_, matches))


def _take(list_: ParticipantList, matches: list[Match], by: Actor, step: int, frame: Frame) -> None:
    people: dict[str, uuid.UUID] = {}
    for part in _parts(matches, step):
        with frame():
            actions.take_rows(list_, by=by, matches=part, people=people)
        db.let_others_write()
    with frame():
        actions.all_taken(list_, by=by)


def _parts(matches: list[Match], step: int) -> list[list[Match]]:
    return [matches[at : at + step] for at in range(0, len(matches), step)]


def _beyond_places(list_: ParticipantList, matches: list[Match]) -> dict[int, str]:
    """Each row is tried alone: of those that would each get the last places, the later ones get none."""
    free = load_of(list_.intervention).free
    good = {row["line"] for row in list_.told() if row["kind"] != "faulty"}
    new = [one.row for one in matches if one.enrolment is None and one.row.line in good]
    coming = [row.line for row in new if "last_day" not in row.values]
    if free is None or len(coming) <= free:
        return {}
    told = _("Platserna räcker inte: %(free)s är lediga, och listan har %(coming)s nya som inte har slutat.")
    return dict.fromkeys(coming[free:], told % {"free": free, "coming": len(coming)})
