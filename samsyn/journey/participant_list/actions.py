"""Taking in a project's own list: sent in, columns tied once, tried out, taken whole or by its good rows."""

import uuid
from collections.abc import Mapping, Sequence

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from samsyn.access import clock
from samsyn.access.action import action, touch
from samsyn.access.actor import Actor
from samsyn.access.errors import RuleBroken
from samsyn.basis.code_list import queries as code_list
from samsyn.basis.intervention.models import Intervention
from samsyn.basis.staff.rules import CASE_WRITERS
from samsyn.journey.participant_list import queries
from samsyn.journey.participant_list.fields import FIELDS, folded, guess
from samsyn.journey.participant_list.matching import Match
from samsyn.journey.participant_list.models import ListRow, ParticipantList
from samsyn.journey.participant_list.outcome import Outcome
from samsyn.journey.participant_list.reading import missing_columns
from samsyn.journey.participant_list.sheet import read
from samsyn.journey.participant_list.writing import People, take_row

State = ParticipantList.State
BEING_LOOKED_AT = (State.DRAFT, State.TRYING, State.TRIED)


@action(verb="participant_list.send_in", sentence=_("skickade in en deltagarlista"), roles=CASE_WRITERS)
def send_in(intervention: Intervention, *, by: Actor, name: str, data: bytes) -> ParticipantList:
    """Keep the file as a draft; columns are tied as last time, else guessed. An earlier draft of the actor's goes.

    Raises NOT_YOURS, EMPTY_FILE, WRONG_TYPE, UNREADABLE, NO_HEADINGS, DOUBLE_HEADING, NO_ROWS, LONG_CELL, TOO_LARGE.
    """
    if intervention.owner_party_id != by.party_id:
        raise RuleBroken("NOT_YOURS", _("Bara den som ansvarar för insatsen läser in deltagare."))
    sheet, last = read(name, data), queries.taken_list(intervention, by)
    drafts = ParticipantList.objects.filter(intervention=intervention, by_id=by.staff_id, state__in=BEING_LOOKED_AT)
    drafts.delete()
    made = ParticipantList(intervention=intervention, party_id=by.party_id, name=name[-160:], by_id=by.staff_id)
    known = last.columns if last else {}
    made.columns = _first_of_each({head: known.get(head) or guess(head) for head in sheet.headings})
    made.words, made.of = last.words if last else {}, len(sheet.lines)
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
    """Say what each column is, and what the file's own words mean. What was tried before is forgotten.

    Raises TWICE, UNKNOWN_CODE, COLUMNS_MISSING, TAKEN_ALREADY.
    """
    found = _locked(list_, BEING_LOOKED_AT)
    chosen = {heading: name for heading, name in columns.items() if name}
    for heading, name in chosen.items():
        if name not in FIELDS:
            raise RuleBroken("UNKNOWN_CODE", _("Välj ett av svaren i listan."), field=heading)
        if list(chosen.values()).count(name) > 1:
            told = _("Två kolumner kan inte vara samma sak: %(what)s.") % {"what": FIELDS[name].label}
            raise RuleBroken("TWICE", told, field=heading)
    if wanted := missing_columns(chosen):
        raise RuleBroken("COLUMNS_MISSING", _("Det här saknas: %(what)s.") % {"what": "; ".join(wanted)})
    found.columns, found.words = chosen, _known_words(words or {})
    found.state, found.done, found.outcomes = State.DRAFT, 0, b""
    found.save(update_fields=["columns", "words", "state", "done", "outcomes"])
    touch(found, ["columns", "words"])
    return found


def _known_words(words: Mapping[str, Mapping[str, str]]) -> dict[str, dict[str, str]]:
    for name, pairs in words.items():
        for code in pairs.values():
            if name not in FIELDS or not code_list.is_known(FIELDS[name].list_name, code):
                raise RuleBroken("UNKNOWN_CODE", _("Välj ett av svaren i listan."))
    return {name: {folded(text): code for text, code in pairs.items()} for name, pairs in words.items() if pairs}


def _locked(list_: ParticipantList, states: Sequence[str]) -> ParticipantList:
    """The list as it stands. Raises TAKEN_ALREADY where it has come further than `states`."""
    found = ParticipantList.objects.select_for_update(of=("self",)).select_related("intervention").get(pk=list_.pk)
    if found.state not in states:
        raise RuleBroken("TAKEN_ALREADY", _("Listan är redan inläst, eller håller på att läsas in."))
    return found


@action(verb="participant_list.begin_trial", sentence=_("började prova en deltagarlista"), roles=CASE_WRITERS)
def begin_trial(list_: ParticipantList, *, by: Actor) -> ParticipantList:
    """From the first row. Raises COLUMNS_MISSING, TAKEN_ALREADY."""
    found = _locked(list_, BEING_LOOKED_AT)
    if wanted := missing_columns(found.columns):
        raise RuleBroken("COLUMNS_MISSING", _("Det här saknas: %(what)s.") % {"what": "; ".join(wanted)})
    return _begin(found, State.TRYING)


@action(verb="participant_list.begin", sentence=_("började läsa in en deltagarlista"), roles=CASE_WRITERS)
def begin_taking(list_: ParticipantList, *, by: Actor, good_rows: bool = False) -> ParticipantList:
    """Take in all rows, or with `good_rows` those that were tried without faults.

    Raises NOT_YOURS, NOT_TRIED, FAULTY_ROWS, NO_GOOD_ROWS, TAKEN_ALREADY.
    """
    found = _locked(list_, BEING_LOOKED_AT)
    if found.intervention.owner_party_id != by.party_id:
        raise RuleBroken("NOT_YOURS", _("Bara den som ansvarar för insatsen läser in deltagare."))
    if found.state != State.TRIED:
        raise RuleBroken("NOT_TRIED", _("Prova listan först, så att du ser vad som skulle hända."))
    faulty = sum(row["kind"] == "faulty" for row in found.told())
    if faulty == found.of:
        raise RuleBroken("NO_GOOD_ROWS", _("Ingen rad går att läsa in. Rätta felen i filen."))
    if faulty and not good_rows:
        raise RuleBroken("FAULTY_ROWS", _("Några rader har fel. Inget är sparat."))
    found.good_rows = good_rows
    return _begin(found, State.TAKING)


def _begin(found: ParticipantList, state: str) -> ParticipantList:
    found.state, found.done, found.worked_at = state, 0, clock.now()
    if state == State.TRYING:
        found.outcomes = b""
    found.save(update_fields=["state", "done", "worked_at", "outcomes", "good_rows"])
    touch(found, ["state"])
    return found


@action(verb="participant_list.pick_up", sentence=_("tog vid med en deltagarlista"), elevated=True)
def pick_up(key: uuid.UUID, *, by: Actor | None) -> ParticipantList | None:
    """One that is being tried or taken in: for the task worker, which then acts as whoever sent it in."""
    rows = ParticipantList.objects.filter(pk=key, state__in=(State.TRYING, State.TAKING))
    return rows.select_related("intervention").first()


@action(verb="participant_list.try_rows", sentence=_("provade en deltagarlista"), roles=CASE_WRITERS, elevated=True)
def try_rows(list_: ParticipantList, *, by: Actor, matches: Sequence[Match]) -> ParticipantList:
    """What would become of some rows if they were taken in now; nothing of it is saved but what is told."""
    with transaction.atomic():
        outcomes = [take_row(one, by=by, intervention=list_.intervention, people={}) for one in matches]
        transaction.set_rollback(True)
    return _keep(list_, outcomes)


@action(verb="participant_list.take_rows", sentence=_("läste in en deltagarlista"), roles=CASE_WRITERS, elevated=True)
def take_rows(list_: ParticipantList, *, by: Actor, matches: Sequence[Match], people: People) -> ParticipantList:
    """Save some rows, each for itself, and say which line is whose. Done twice is done once."""
    there = set(queries.all_rows_of(list_))
    outcomes = [
        take_row(one, by=by, intervention=list_.intervention, people=people)
        for one in matches if one.row.line not in there
    ]  # fmt: skip
    lines = {one.match.row.line: one.enrolment for one in outcomes if one.enrolment and not one.faults}
    ListRow.objects.bulk_create(ListRow(participant_list=list_, line=line, enrolment=e) for line, e in lines.items())
    return _keep(list_, outcomes)


def _keep(list_: ParticipantList, outcomes: Sequence[Outcome]) -> ParticipantList:
    """Add what became of some rows; of a row that was told before, the latest holds."""
    found = ParticipantList.objects.select_for_update().get(pk=list_.pk)
    rows = {row["line"]: row for row in found.told()} | {one.match.row.line: one.told(list_) for one in outcomes}
    found.keep_outcomes([rows[line] for line in sorted(rows)])
    found.done, found.worked_at = min(found.of, found.done + len(outcomes)), clock.now()
    found.save(update_fields=["sealed", "key_id", "outcomes", "done", "worked_at"])
    touch(found, ["rows"])
    return found


@action(verb="participant_list.all_tried", sentence=_("hade provat en deltagarlista"), roles=CASE_WRITERS)
def all_tried(list_: ParticipantList, *, by: Actor, beyond_places: Mapping[int, str]) -> ParticipantList:
    """Every row is tried; those for whom no place is left (by line: what to say) are faulty too."""
    found = _locked(list_, (State.TRYING,))
    rows = found.told()
    for row in rows:
        if words := beyond_places.get(row["line"]):
            row["kind"], row["faults"] = "faulty", [{"heading": "", "words": words}]
    found.keep_outcomes(rows)
    found.state, found.done = State.TRIED, found.of
    found.save(update_fields=["sealed", "key_id", "outcomes", "state", "done"])
    touch(found, ["state"])
    return found


@action(verb="participant_list.all_taken", sentence=_("hade läst in en deltagarlista"), roles=CASE_WRITERS)
def all_taken(list_: ParticipantList, *, by: Actor) -> ParticipantList:
    """The list is now the one that holds; the one before goes."""
    found = _locked(list_, (State.TAKING,))
    ParticipantList.objects.filter(intervention=found.intervention, party_id=by.party_id, state=State.TAKEN).delete()
    found.state, found.at, found.done = State.TAKEN, clock.now(), found.of
    found.save(update_fields=["state", "at", "done"])
    touch(found, ["state"])
    return found


@action(verb="participant_list.drop", sentence=_("tog bort en deltagarlista som inte lästs in"), roles=CASE_WRITERS)
def drop(list_: ParticipantList, *, by: Actor) -> ParticipantList:
    """What is only looked at goes, file and all. Raises TAKEN_ALREADY."""
    found = _locked(list_, BEING_LOOKED_AT)
    touch(found, ["sealed"])
    ParticipantList.objects.filter(pk=found.pk).delete()
    return found
