"""The same file again, with what the record says now: cells that did not change are as they were."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from samsyn.access.action import action, touch
from samsyn.access.actor import Actor
from samsyn.basis.staff.rules import CASE_WRITERS
from samsyn.entry.enrolment.models import Enrolment
from samsyn.journey.participant_list import queries
from samsyn.journey.participant_list.fields import FIELDS, CellError, written
from samsyn.journey.participant_list.known import Known, known
from samsyn.journey.participant_list.models import ParticipantList
from samsyn.journey.participant_list.reading import read_cell
from samsyn.journey.participant_list.sheet import Sheet, read


@action(verb="participant_list.give_back", sentence=_("tog ut en deltagarlista"), roles=CASE_WRITERS, elevated=True)
def give_back(list_: ParticipantList, *, by: Actor) -> bytes:
    """The file with what has changed since, those who came later at the end; where nothing did, the same bytes.

    Lines whose person the actor does not reach, or that were never taken in, are left blank for everybody but
    who sent the list in.
    """
    sheet = read(list_.name, list_.data())
    lines = queries.rows_of(list_, by)
    everyone = queries.all_participations(list_.intervention, by)
    values = known(everyone, by)
    by_key = {one.pk: one for one in everyone}
    changes: dict[tuple[int, int], str] = {}
    for line, cells in sheet.cells():
        one = by_key.get(lines[line.number]) if line.number in lines else None
        if one is not None:
            changes.update(_changed(list_, sheet, line.number, cells, values[one.pk]))
        elif list_.by_id != by.staff_id:
            changes.update({(line.number, at): "" for at, text in enumerate(line.cells) if text})
    listed = set(lines.values())
    added = [_new_row(list_, sheet, values[one.pk]) for one in everyone if one.pk not in listed]
    _log(list_, everyone)
    return sheet.changed(changes, added)


def _changed(
    list_: ParticipantList, sheet: Sheet, line: int, cells: dict[str, str], record: Known
) -> dict[tuple[int, int], str]:
    found = {}
    for heading, name in list_.columns.items():
        text, now = cells.get(heading, ""), record.get(name)
        if name == "own_number" or now is None or _says(name, text, list_) == now:
            continue
        found[line, sheet.headings.index(heading)] = written(FIELDS[name], now, list_.words.get(name, {}))
    return found


def _says(name: str, text: str, list_: ParticipantList) -> Any:
    """What the cell means; nothing when it is empty or cannot be read."""
    try:
        return read_cell(FIELDS[name], text, list_.words.get(name, {})) if text else None
    except CellError:
        return None


def _new_row(list_: ParticipantList, sheet: Sheet, record: Known) -> list[str]:
    names = [list_.columns.get(heading, "") for heading in sheet.headings]
    return [written(FIELDS[name], record.get(name), list_.words.get(name, {})) if name else "" for name in names]


def _log(list_: ParticipantList, people: list[Enrolment]) -> None:
    touch(list_, ["sealed"])
    for one in people:
        touch(one, ["row"], person_id=one.item.case.person_id)
