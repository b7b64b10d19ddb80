"""The eight ways a party can stand to an item, built by the same actions as in use; with the truth beside."""

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass

from samsyn.access import clock
from samsyn.access.action import action
from samsyn.access.actor import Actor
from samsyn.basis.party.models import Party
from samsyn.basis.staff.models import Role
from samsyn.entry.case import writing
from samsyn.entry.case.filed import FiledCopy
from samsyn.entry.case.models import Case, CaseAssignment, Category, ItemKind
from samsyn.entry.consent.actions import withdraw_consent
from samsyn.entry.person.models import Protection
from samsyn.journey.note.actions import write_note
from samsyn.journey.note.models import Note
from tests.factories.basis import World
from tests.factories.basis import actor as make_actor
from tests.factories.entry import confirmed_consent, ids, open_case

RELATIONS = ("own", "live", "expired", "withdrawn", "plan_left", "excepted", "protected", "taken_to_file", "none")
SEES_PERSONS = {"caseworker", "coordinator", "coach", "group_member", "unit_manager"}
READS_ITEM = {"own", "live"}
READS_CASE = {"own", "live", "plan_left", "excepted"}


@dataclass
class Situation:
    """A case with one marked note, and somebody who stands to it in one of the ways."""

    relation: str
    viewer: Actor
    case: Case
    note: Note
    marker: str
    copy: FiledCopy | None = None

    def reads_item(self) -> bool:
        """The truth: may the viewer read the note?"""
        return self.viewer.role in SEES_PERSONS and self.relation in READS_ITEM

    def reads_case(self) -> bool:
        """The truth: may the viewer know whom the case is about?"""
        return self.viewer.role in SEES_PERSONS and self.relation in READS_CASE


@action(verb="test.relation_assign", sentence="gav ett uppdrag i ett test", elevated=True)
def assign(case: Case, *, by: Actor, to: Actor) -> CaseAssignment:
    """Name somebody in the case."""
    return writing.assign(case, party_id=to.party_id, staff_id=to.staff_id, unit_id=to.unit_id, part="participant")


@action(verb="test.relation_copy", sentence="tog en kopia i ett test", elevated=True)
def file_copy(note: Note, *, by: Actor) -> FiledCopy:
    """A copy of a note in the receiver's own file."""
    copy = FiledCopy(
        source_item=note.pk,
        source_party_id=note.item.holder_id,
        source_kind="note",
        receipt=note.pk.hex[:20],
        needed_for="beslut",
        content=[["Anteckning", note.text]],
    )
    return writing.write(copy, case=note.case, kind=ItemKind.FILED_COPY, category=Category.OTHER, by=by)


def situation(w: World, relation: str, *, role: str, party: Party, marker: str) -> Situation:
    """Build one; the holder is always another party than the viewer's, except for `own`."""
    viewer = make_actor(party, role)
    worker = make_actor(party, Role.CASEWORKER)
    holder = worker if relation == "own" else make_actor(next(p for p in w.parties if p != party))
    case = open_case(by=holder, family_name=f"Prov{marker}")
    build = _BUILD.get(relation, _nothing)
    return build(Situation(relation, viewer, case, Note(), marker), holder, worker)


def _nothing(s: Situation, holder: Actor, worker: Actor) -> Situation:
    s.note = write_note(s.case, by=holder, text=s.marker)
    return s


def _own(s: Situation, holder: Actor, worker: Actor) -> Situation:
    assign(s.case, by=holder, to=s.viewer)
    return _nothing(s, holder, worker)


def _live(s: Situation, holder: Actor, worker: Actor) -> Situation:
    assign(s.case, by=holder, to=s.viewer)
    confirmed_consent(s.case, by=holder, to=[worker])
    s.note = write_note(s.case, by=holder, text=s.marker, share=ids(worker))
    return s


def _expired(s: Situation, holder: Actor, worker: Actor) -> Situation:
    day = clock.today()
    with clock.at(day - dt.timedelta(days=60)):
        assign(s.case, by=holder, to=s.viewer)
        start = day - dt.timedelta(days=60)
        confirmed_consent(s.case, by=holder, to=[worker], given_on=start, ends_on=day)
        s.note = write_note(s.case, by=holder, text=s.marker, share=ids(worker))
    return s


def _withdrawn(s: Situation, holder: Actor, worker: Actor) -> Situation:
    assign(s.case, by=holder, to=s.viewer)
    given = confirmed_consent(s.case, by=holder, to=[worker])
    s.note = write_note(s.case, by=holder, text=s.marker, share=ids(worker))
    withdraw_consent(given, by=holder)
    return s


def _plan_left(s: Situation, holder: Actor, worker: Actor) -> Situation:
    """Secrecy is taken back and the plan is not: the person is known, what was shared is not read."""
    assign(s.case, by=holder, to=s.viewer)
    confirmed_consent(s.case, by=holder, to=[worker], kind="plan")
    given = confirmed_consent(s.case, by=holder, to=[worker], ends_on=clock.today() + dt.timedelta(days=9))
    s.note = write_note(s.case, by=holder, text=s.marker, share=ids(worker))
    withdraw_consent(given, by=holder)
    return s


def _excepted(s: Situation, holder: Actor, worker: Actor) -> Situation:
    assign(s.case, by=holder, to=s.viewer)
    confirmed_consent(s.case, by=holder, to=[worker], categories=["plan"])
    s.note = write_note(s.case, by=holder, text=s.marker, category="health")
    return s


def _protected(s: Situation, holder: Actor, worker: Actor) -> Situation:
    s.case.person.protection = Protection.MARKED
    s.case.person.save()
    assign(s.case, by=holder, to=worker)
    confirmed_consent(s.case, by=holder, to=[worker])
    s.note = write_note(s.case, by=holder, text=s.marker, share=ids(worker))
    return s


def _taken(s: Situation, holder: Actor, worker: Actor) -> Situation:
    s = _live(s, holder, worker)
    assign(s.case, by=holder, to=worker)
    s.copy = file_copy(s.note, by=worker)
    for disclosure in list(s.note.item.disclosures.all()):
        withdraw_consent(disclosure.consent, by=holder)
    return s


_BUILD: dict[str, Callable[[Situation, Actor, Actor], Situation]] = {
    "own": _own, "live": _live, "expired": _expired, "withdrawn": _withdrawn,
    "plan_left": _plan_left, "excepted": _excepted, "protected": _protected, "taken_to_file": _taken,
}  # fmt: skip
