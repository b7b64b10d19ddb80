"""Taking in a project's own list: sent in, columns tied once, tried out, taken whole or by its good rows."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from samsyn.access import clock
from samsyn.access.action import action, touch
from samsyn.access.actor import Actor
from samsyn.access.errors import NotPermitted, RuleBroken
from samsyn.basis.code_list import queries as code_list
from samsyn.basis.intervention.models import Intervention
from samsyn.basis.staff.rules import CASE_WRITERS
from samsyn.entry.enrolment.models import Enrolment
from samsyn.journey.participant_list import queries
from samsyn.journey.participant_list.fields import FIELDS, folded, guess
from samsyn.journey.participant_list.matching import Match, match
from samsyn.journey.participant_list.models import ListRow, ParticipantList
from samsyn.journey.participant_list.reading import Fault, missing_columns
from samsyn.journey.participant_list.sheet import read
from samsyn.journey.participant_list.writing import add_row, update_row

State = ParticipantList.State


@dataclass(frozen=True)
class Outcome:
    """What became, or would become, of a row: new, changed, same or faulty."""

    match: Match
    faults: tuple[Fault, ...] = ()
    enrolment: Enrolment | None = None

    @property
    def kind(self) -> str:
        """One of new, changed, same, faulty."""
        if self.faults:
            return "faulty"
        if self.match.enrolment is None:
            return "new"
        return "changed" if self.match.changes else "same"


class FaultyRows(RuleBroken):
    """Some rows cannot be taken in, and none were: `outcomes` says which and why."""

    def __init__(self, outcomes: list[Outcome]) -> None:
        super().__init__("FAULTY_ROWS", _("Några rader har fel. Inget är sparat."))
        self.outcomes = outcomes


@action(verb="participant_list.send_in", sentence=_("skickade in en deltagarlista"), roles=CASE_WRITERS)
def send_in(intervention: Intervention, *, by: Actor, name: str, data: bytes) -> ParticipantList:
    """Keep the file as a draft; columns are tied as last time, else guessed. An earlier draft of the actor's goes.

    Raises NOT_YOURS, EMPTY_FILE, WRONG_TYPE, UNREADABLE, NO_HEADINGS, DOUBLE_HEADING, NO_ROWS, LONG_CELL, TOO_LARGE.
    """
    if intervention.owner_party_id != by.party_id:
        raise RuleBroken("NOT_YOURS", _("Bara den som ansvarar för insatsen läser in deltagare."))
    sheet, last = read(name, data), queries.taken_list(intervention, by)
    ParticipantList.objects.filter(intervention=intervention, by_id=by.staff_id, state=State.DRAFT).delete()
    made = ParticipantList(intervention=intervention, party_id=by.party_id, name=name[-160:], by_id=by.staff_id)
    known = last.columns if last else {}
    made.columns = _first_of_each({head: known.get(head) or guess(head) for head in sheet.headings})
    made.words = last.words if last else {}
    made.seal(data)
    made.save(force_insert=True)
    touch(made, ["name"])
    return made


def _first_of_each(columns: Mapping[str, str]) -> dict[str, str]:
    """A thing is one column's: the first that claims it."""
    found: dict[str, str] = {}
    for heading, name in columns.items():
        if name in FIELDS and name not in found.values():
            found[heading] = name
    return found


@action(verb="participant_list.tie", sentence=_("knöt kolumner i en deltagarlista"), roles=CASE_WRITERS)
def tie_columns(
    list_: ParticipantList, *, by: Actor, columns: Mapping[str, str],
    words: Mapping[str, Mapping[str, str]] | None = None,
) -> ParticipantList:  # fmt: skip
    """Say what each column is, and what the file's own words mean. Raises TWICE, UNKNOWN_CODE, COLUMNS_MISSING."""
    chosen = {heading: name for heading, name in columns.items() if name}
    for heading, name in chosen.items():
        if name not in FIELDS:
            raise RuleBroken("UNKNOWN_CODE", _("Välj ett av svaren i listan."), field=heading)
        if list(chosen.values()).count(name) > 1:
            told = _("Två kolumner kan inte vara samma sak: %(what)s.") % {"what": FIELDS[name].label}
            raise RuleBroken("TWICE", told, field=heading)
    if wanted := missing_columns(chosen):
        raise RuleBroken("COLUMNS_MISSING", _("Det här saknas: %(what)s.") % {"what": "; ".join(wanted)})
    list_.columns, list_.words = chosen, _known_words(words or {})
    list_.save(update_fields=["columns", "words"])
    touch(list_, ["columns", "words"])
    return list_


def _known_words(words: Mapping[str, Mapping[str, str]]) -> dict[str, dict[str, str]]:
    for name, pairs in words.items():
        for code in pairs.values():
            if name not in FIELDS or not code_list.is_known(FIELDS[name].list_name, code):
                raise RuleBroken("UNKNOWN_CODE", _("Välj ett av svaren i listan."))
    return {name: {folded(text): code for text, code in pairs.items()} for name, pairs in words.items() if pairs}


@action(
    verb="participant_list.try_out", sentence=_("provade en deltagarlista"), roles=CASE_WRITERS, elevated=True
)
def try_out(list_: ParticipantList, *, by: Actor) -> list[Outcome]:
    """What would become of every row if it were taken in now; nothing of it is saved."""
    with transaction.atomic():
        outcomes = _take_rows(list_, by)
        transaction.set_rollback(True)
    touch(list_, ["rows"])
    return outcomes


@action(verb="participant_list.take", sentence=_("läste in en deltagarlista"), roles=CASE_WRITERS, elevated=True)
def take(list_: ParticipantList, *, by: Actor, good_rows: bool = False) -> ParticipantList:
    """Save the rows: all of them, or with `good_rows` those without faults. The list is then the one that holds.

    Raises TAKEN_ALREADY, FAULTY_ROWS (`FaultyRows`; nothing is saved), NO_GOOD_ROWS, NOT_YOURS.
    """
    found = ParticipantList.objects.select_for_update().get(pk=list_.pk)
    if found.intervention.owner_party_id != by.party_id:
        raise RuleBroken("NOT_YOURS", _("Bara den som ansvarar för insatsen läser in deltagare."))
    if found.state == State.TAKEN:
        raise RuleBroken("TAKEN_ALREADY", _("Listan är redan inläst."))
    outcomes = _take_rows(found, by)
    good = [one for one in outcomes if not one.faults]
    if len(good) < len(outcomes) and not good_rows:
        raise FaultyRows(outcomes)
    if not good:
        raise RuleBroken("NO_GOOD_ROWS", _("Ingen rad går att läsa in. Rätta felen i filen."))
    ParticipantList.objects.filter(intervention=found.intervention, party_id=by.party_id, state=State.TAKEN).delete()
    found.state, found.at = State.TAKEN, clock.now()
    found.save(update_fields=["state", "at"])
    lines = {one.match.row.line: one.enrolment for one in good if one.enrolment}
    ListRow.objects.bulk_create(ListRow(participant_list=found, line=line, enrolment=e) for line, e in lines.items())
    touch(found, ["state", "rows"])
    return found


def _take_rows(list_: ParticipantList, by: Actor) -> list[Outcome]:
    return [_take_row(one, list_, by) for one in match(list_, by)]


def _take_row(one: Match, list_: ParticipantList, by: Actor) -> Outcome:
    """Each row for itself: what one row breaks does not touch the others."""
    if one.row.faults:
        return Outcome(one, one.row.faults)
    if one.enrolment is not None and not one.changes:
        return Outcome(one, enrolment=one.enrolment)
    try:
        with transaction.atomic():
            return Outcome(one, enrolment=_write(one, list_, by))
    except RuleBroken as broken:
        heading = one.row.heading(broken.field or "")
        return Outcome(one, (Fault(str(broken.message), heading),))
    except NotPermitted:
        return Outcome(one, (Fault(str(_("Din roll får inte göra det som raden kräver."))),))


def _write(one: Match, list_: ParticipantList, by: Actor) -> Enrolment:
    if one.enrolment is None:
        return add_row(one.row, by=by, intervention=list_.intervention, person=one.person)
    return update_row(one.row, by=by, enrolment=one.enrolment, changes=dict(one.changes or {}))


@action(verb="participant_list.drop", sentence=_("tog bort en deltagarlista som inte lästs in"), roles=CASE_WRITERS)
def drop(list_: ParticipantList, *, by: Actor) -> ParticipantList:
    """A draft goes, file and all. Raises TAKEN_ALREADY."""
    if list_.state == State.TAKEN:
        raise RuleBroken("TAKEN_ALREADY", _("Listan är redan inläst."))
    touch(list_, ["sealed"])
    ParticipantList.objects.filter(pk=list_.pk).delete()
    return list_
