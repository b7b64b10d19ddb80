"""One person with a mark of its own in every text field of everything around it, and everyone who could look.

The rows are filled from the models themselves, so a new field or table is marked without being named here.
"""

import datetime as dt
import hashlib
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import count
from typing import Any

from django.apps import apps
from django.db import models

from samsyn.access import clock, db
from samsyn.access.action import action, touch
from samsyn.access.actor import Actor
from samsyn.access.ids import new_id
from samsyn.access.models import User
from samsyn.access.outbox import queue
from samsyn.basis.agreement.models import Agreement
from samsyn.basis.code_list.models import Code
from samsyn.basis.contact_route.models import ContactRoute
from samsyn.basis.group.models import Group, GroupKind, GroupMember
from samsyn.basis.party.models import Party, PartyKind, Unit
from samsyn.basis.staff.models import Role, Staff
from samsyn.entry.case import contents, writing
from samsyn.entry.case.models import (
    Case,
    CaseAssignment,
    Category,
    Disclosure,
    FiledCopy,
    Item,
    ItemContent,
    ItemKind,
    Notice,
)
from samsyn.entry.consent.actions import withdraw_consent
from samsyn.entry.consent.models import Consent
from samsyn.entry.person import identity_number
from samsyn.entry.person.models import Identifier, Person
from samsyn.entry.person.writing import new_person
from samsyn.entry.selection.models import SelectionMeeting
from samsyn.journey.attachment import storage
from samsyn.journey.attachment.models import Attachment
from samsyn.journey.note.actions import write_note
from samsyn.learning.pilot_case.models import PilotCase
from tests.access.relations import assign
from tests.factories.basis import World, intervention
from tests.factories.basis import actor as make_actor
from tests.factories.entry import confirmed_consent
from tests.factories.identity_numbers import test_number

MARK = re.compile(r"zq(?:mark|side|kept)\d{3}", re.IGNORECASE)
_serial = count(31)
SECRET = "svarslank-i-ett-prov"
NO_PERSONS = [
    Role.INTERVENTION_MANAGER, Role.EVALUATOR, Role.ASSOCIATION_OFFICER, Role.AUDITOR, Role.SYSTEM_ADMINISTRATOR,
]  # fmt: skip
# Text columns that hold no free text: codes, keys, digests, what is derived from marked names.
NO_FREE_TEXT = {
    "entry.Identifier.issuer", "entry.Identifier.key_id", "entry.Identifier.value", "entry.Identifier.blind_index",
    "entry.Identifier.masked", "entry.Case.number", "entry.CaseAssignment.sort_key", "entry.Person.name_key",
    "entry.Person.sort_key", "entry.FiledCopy.receipt", "entry.Disclosure.receipt", "entry.Disclosure.ended_because",
    "entry.CaseAssignment.ended_because", "entry.QueueEntry.left_because", "entry.Item.label", "entry.Item.state", "entry.Item.lanes",
    "journey.Attachment.content_type", "journey.Attachment.sha256", "journey.Attachment.key_id",
    "journey.MeetingReplyToken.digest", "entry.ConsentRow.categories", "entry.StandingDisclosure.categories",
    "entry.Enrolment.background", "journey.Activity.depends_on", "journey.Handover.moved",
}  # fmt: skip
CODES_WITHOUT_A_LIST = {"entry.Referral.reason": "reason", "entry.ReferralStep.reason": "decline_reason"}


@dataclass
class Viewer:
    """Somebody who looks, and which marks they have a right to."""

    relation: str
    actor: Actor | None
    sees: frozenset[str] = frozenset()


@dataclass
class Marked:
    """The marked person, each row around it, which field each mark stands in, and everyone who looks."""

    world: World
    by: Actor
    case: Case
    rows: dict[type[models.Model], models.Model] = field(default_factory=dict)
    fields: dict[str, str] = field(default_factory=dict)
    viewers: dict[str, Viewer] = field(default_factory=dict)
    numbers: list[str] = field(default_factory=list)
    secret: str = SECRET
    live_consent: Any = None
    mail: Any = None
    agreement: Any = None
    route: Any = None
    pilot: Any = None
    notice: Any = None

    @property
    def person(self) -> Person:
        """Whom it is about."""
        return self.case.person

    def mark(self, name: str) -> str:
        """A new mark for one field."""
        mark = f"Zqmark{len(self.fields):03d}"
        self.fields[mark.lower()] = name
        return mark

    def scope(self, mark: str) -> str:
        """What sort of secret a mark is: of the person, of an item, of the protection, a side note, a filed copy."""
        if mark.startswith(("zqside", "zqkept")):
            return mark[2:6]
        label = self.fields[mark].rsplit(".", 1)[0]
        if label == "entry.ProtectionStep":
            return "protection"
        return "person" if label in {"entry.Person", "entry.Representative"} else "item"

    def found_in(self, text: str) -> set[str]:
        """Every mark in a text; the number counts as a mark of the person."""
        marks = {m.lower() for m in MARK.findall(text)}
        return marks | {next(iter(self.fields)) for n in self.numbers if n in text}

    def out_of_right(self, viewer: Viewer, text: str) -> list[str]:
        """Marks in a text that this viewer has no right to, by the field they stand in."""
        return sorted(self.fields.get(m, m) for m in self.found_in(text) if self.scope(m) not in viewer.sees)


def person_bound() -> list[type[models.Model]]:
    """Every table that hangs on a person, by walking the keys from Person."""
    bound: dict[type[models.Model], None] = {Person: None}
    ours = [m for m in apps.get_models() if m.__module__.startswith("samsyn.")]
    while True:
        more = [m for m in ours if m not in bound and any(_target(f) in bound for f in m._meta.concrete_fields)]
        if not more:
            return list(bound)
        bound.update(dict.fromkeys(more))


def _target(f: Any) -> Any:
    return f.related_model if f.is_relation else None


def text_fields(model: type[models.Model]) -> Iterator[models.Field]:
    """Fields somebody can write words in: no keys, no choices, no codes."""
    for f in model._meta.concrete_fields:
        if isinstance(f, models.CharField | models.TextField | models.JSONField) and not f.choices and not code_list(f):
            if _name(f) not in NO_FREE_TEXT and not isinstance(f, models.UUIDField):
                yield f


def _name(f: Any) -> str:
    return f"{f.model._meta.label}.{f.name}"


def code_list(f: Any) -> str:
    """The code list a field takes its value from, as its comment says; empty for none."""
    said = re.search(r"[Cc]ode of (?:code list )?(\w+)", f.db_comment or "") if isinstance(f, models.CharField) else None
    return said.group(1) if said else ""


@lru_cache
def _first_code(name: str) -> str:
    return Code.objects.filter(list_name=name).order_by("position").values_list("code", flat=True).first() or "unknown"


@action(verb="test.marked_mark", sentence="fyllde allt med märken i ett test", elevated=True)
def _fill_everything(m: Marked, *, by: Actor, share: list[Any]) -> Marked:
    todo = [t for t in person_bound() if t not in m.rows and t is not Item]
    while todo:
        ready = [t for t in todo if all(_known(m, f) for f in t._meta.concrete_fields if _must(f))]
        assert ready, f"nothing to hang these on: {todo}"
        for model in ready:
            m.rows[model] = _make(m, model, share)
            todo.remove(model)
    file = m.rows[Attachment]
    file.key_id = storage.keep(file.pk, m.mark("journey.Attachment.file").encode())
    file.save()
    return m


def fill_more(m: Marked) -> Marked:
    """Everything once more in the same case, by the same party, shared with nobody."""
    kept = {t: r for t, r in m.rows.items() if t._meta.label in _ONCE or t not in person_bound()}
    more = Marked(m.world, m.by, m.case, rows=kept, secret=f"{m.secret}-{new_id().hex}")
    return _fill_everything(more, by=m.by, share=[])


_ONCE = {
    "entry.Person", "entry.Case", "entry.Identifier", "entry.Representative", "entry.CaseAssignment", "entry.Disclosure",
    "entry.StandingDisclosure",
}  # fmt: skip


def _must(f: Any) -> bool:
    return f.is_relation and not f.null and not (f.primary_key and f.related_model is Item)


def _known(m: Marked, f: Any) -> bool:
    return _resolve(m, f) is not None


# What a key to Item points at, where the field's name does not say it.
ITEM_OF = {
    "entry.Disclosure.item": "note", "entry.FiledMark.item": "note", "journey.Attendance.item": "activity",
    "journey.AssessmentUse.item": "assessment", "journey.Invitee.meeting": "meeting",
    "journey.Minutes.meeting": "meeting",
}  # fmt: skip


def _resolve(m: Marked, f: Any) -> Any:
    target = f.related_model
    if target is Item:
        name = ITEM_OF.get(_name(f), f.name)
        return next((r.item for t, r in m.rows.items() if t._meta.model_name == name), None)
    basis = {Party: m.world.sia if f.name.startswith(("to_", "source_")) else m.world.pes, Staff: _staff(m), Unit: m.world.unit(m.world.pes)}
    return basis.get(target) or m.rows.get(target)


def _staff(m: Marked) -> Staff:
    return Staff.objects.get(pk=m.by.staff_id)


def _make(m: Marked, model: type[models.Model], share: list[Any]) -> models.Model:
    values = {f.name: _value(m, f) for f in model._meta.concrete_fields if not f.primary_key}
    row = model(**{k: v for k, v in values.items() if v is not None}, **_fixed(m, model))
    if issubclass(model, ItemContent):
        kind = next(k for k in ItemKind if contents.accessor_of(k) == model._meta.model_name)
        return writing.write(row, case=m.case, kind=kind, category=Category.HEALTH, by=m.by, share=share)
    row.save(force_insert=True)
    touch(row)
    return row


def _fixed(m: Marked, model: type[models.Model]) -> dict[str, Any]:
    if model._meta.label == "journey.MeetingReplyToken":
        return {"digest": hashlib.sha256(m.secret.encode()).hexdigest()}
    if model._meta.label == "entry.FiledCopy":
        return {"receipt": f"prov-{new_id().hex[-12:]}", "source_item": new_id()}
    if model._meta.label == "entry.Disclosure":
        return {"consent": m.live_consent}
    if model._meta.label == "entry.CaseAssignment":
        return {"sort_key": "prov", "part": "coach"}
    return {}


def _value(m: Marked, f: Any) -> Any:
    label = f.model._meta.label
    if f.name in _fixed(m, f.model):
        return None
    if f.is_relation:
        return _resolve(m, f) if not f.null or _name(f) in {"entry.CaseAssignment.staff", "entry.SelectionDecision.agenda_item"} else None
    if f in set(text_fields(f.model)):
        return _marked_text(m, f)
    if code_list(f) or _name(f) in CODES_WITHOUT_A_LIST:
        return _first_code(CODES_WITHOUT_A_LIST.get(_name(f)) or code_list(f))
    if f.choices and not f.has_default():
        return f.choices[0][0]
    return _plain(f, label)


def _marked_text(m: Marked, f: Any) -> Any:
    mark = m.mark(_name(f))
    if isinstance(f, models.EmailField):
        return f"{mark}@exempel.test"
    if isinstance(f, models.JSONField):
        return _marked_json(f, mark)
    return mark


def _marked_json(f: Any, mark: str) -> Any:
    shapes = {
        "entry.FiledCopy.content": [["Anteckning", mark]],
        "entry.SelectionDecision.took_part": [{"name": mark, "party": mark, "party_id": ""}],
        "journey.Assessment.areas": {_first_code("assessment_area"): mark},
    }  # fmt: skip
    if _name(f) in shapes:
        return shapes[_name(f)]
    return {"prov": mark} if f.default is dict else [mark]


def _plain(f: Any, label: str) -> Any:
    if f.has_default() or f.null:
        return None
    if isinstance(f, models.JSONField):
        return [Category.HEALTH]
    if isinstance(f, models.DateTimeField):
        return clock.now() + dt.timedelta(days=2)
    if isinstance(f, models.DateField):
        return clock.today()
    if isinstance(f, models.BooleanField):
        return True
    if isinstance(f, models.IntegerField):
        return 7
    return new_id() if isinstance(f, models.UUIDField) else None


@action(verb="test.marked_mark_person", sentence="öppnade ett märkt ärende i ett test")
def _open(m: Marked, *, by: Actor) -> Case:
    words = {f.name: _marked_text(m, f) for f in text_fields(Person)}
    number = identity_number.parse(test_number(next(_serial)), today=clock.today())
    m.numbers = [number.value, number.value[2:], f"{number.value[2:8]}-{number.value[8:]}"]
    return writing.open_case(new_person(by=by, number=number, birth_year=1980, **words), by=by)


def another_marked(m: Marked) -> Marked:
    """One more person in the same vault with everything around, shared with nobody."""
    basis = {t: r for t, r in m.rows.items() if t not in person_bound()}
    more = Marked(m.world, m.by, Case(), rows=basis, secret=f"{m.secret}-{new_id().hex}")
    more.case = _open(more, by=m.by)
    more.rows |= {Person: more.person, Case: more.case, Identifier: more.person.identifiers.get()}
    return _fill_everything(more, by=m.by, share=[])


def marked_world(w: World) -> Marked:
    """The world with the marked person in AF's vault, and a viewer for each relation."""
    by = make_actor(w.pes, Role.CASEWORKER)
    m = Marked(world=w, by=by, case=Case())
    m.case = _open(m, by=by)
    m.rows |= {Person: m.case.person, Case: m.case, Identifier: m.case.person.identifiers.get()}
    w.extra = {k: extra_party(w, k) for k in ("excepted", "assigned", "outside")}  # type: ignore[attr-defined]
    people = _people(w, by)
    _basis_rows(m, w, people)
    granted = _consents(m, people)
    m.live_consent = granted["live"]
    _fill_everything(m, by=by, share=[p.party_id for p in (people["live"], people["withdrawn"])])
    _release_for_a_time(m, people["expired"])
    _take_back(m, granted, people)
    write_note(m.case, by=people["live"], text="Zqside001", category=Category.HEALTH)
    m.viewers = _viewers(people)
    m.mail = queue(to=by.email, subject="Något att läsa", body="Logga in.", by=by, calendar="BEGIN:VCALENDAR")
    m.notice = Notice.objects.create(party=w.pes, to_staff_id=by.staff_id, kind="consent_withdrawn")
    User.objects.update(password="pbkdf2_sha256$1$prov$prov")
    return m


def extra_party(w: World, name: str) -> Party:
    """One more board of the municipality, with a unit."""
    party = Party.objects.create(
        association=w.association, kind=PartyKind.MUNICIPALITY, name=f"Nämnden {name} {new_id().hex[-6:]}", short_name=name[:8]
    )
    Unit.objects.create(party=party, name="mottagning", is_intake=True)
    return party


def _people(w: World, by: Actor) -> dict[str, Actor]:
    extra = w.extra  # type: ignore[attr-defined]
    found = {
        "own": by, "live": make_actor(w.sia), "withdrawn": make_actor(w.municipality), "expired": make_actor(w.region),
        "excepted": make_actor(extra["excepted"]), "assigned without consent": make_actor(extra["assigned"]),
        "none": make_actor(extra["outside"]), "colleague": make_actor(w.pes), "left": make_actor(w.pes),
        "group member outside": make_actor(extra["outside"], Role.GROUP_MEMBER),
        "manager outside": make_actor(extra["outside"], Role.UNIT_MANAGER),
    }  # fmt: skip
    return found | {str(role): make_actor(w.pes, role) for role in NO_PERSONS}


def _basis_rows(m: Marked, w: World, people: dict[str, Actor]) -> None:
    group = Group.objects.create(association=w.association, kind=GroupKind.SELECTION, name=f"Grupp {new_id().hex[-6:]}")
    GroupMember.objects.create(group=group, staff=_staff(m))
    measure = intervention(w, selection_group=group)
    measure.owner_party, measure.owner_unit = w.pes, w.unit(w.pes)
    measure.save()
    now = clock.now()
    meeting = SelectionMeeting.objects.create(
        group=group, starts_at=now, ends_at=now + dt.timedelta(hours=1), called_by=_staff(m)
    )
    m.rows |= {type(measure): measure, Group: group, SelectionMeeting: meeting}
    m.agreement = Agreement.objects.create(association=w.association, title="Avtal", starts_on=clock.today())
    m.route = ContactRoute.objects.create(
        unit=w.unit(w.pes), about="remisser", name="Växeln", direct_number="010-1", checked_on=clock.today()
    )
    m.pilot = PilotCase.objects.create(
        association=w.association, key_digest="0" * 64, origin="caseworker", question="Vem kan hjälpa?", group=group
    )


def _consents(m: Marked, people: dict[str, Actor]) -> dict[str, Consent]:
    """Who may be shown what; assignments for all but those outside and the colleague."""
    outside = {"none", "colleague", "group member outside", "manager outside", "own"}
    for relation, who in people.items():
        if relation not in outside:
            assign(m.case, by=m.by, to=who)
    left = CaseAssignment.objects.filter(staff_id=people["left"].staff_id)
    left.update(ends_at=clock.now() - dt.timedelta(minutes=1), starts_at=clock.now() - dt.timedelta(days=9))
    return {
        "live": confirmed_consent(m.case, by=m.by, to=[people["live"]]),
        "withdrawn": confirmed_consent(m.case, by=m.by, to=[people["withdrawn"]]),
        "excepted": confirmed_consent(m.case, by=m.by, to=[people["excepted"]], categories=[Category.LIVELIHOOD]),
    }


@action(verb="test.marked_release_for_a_time", sentence="delade för en tid i ett test", elevated=True)
def _release(m: Marked, *, by: Actor, to: Actor) -> None:
    for item in Item.objects.filter(case=m.case).exclude(kind=ItemKind.CONSENT, label="x"):
        writing.release_on(
            item, to.party_id, by=by, ground=Disclosure.Ground.PERSON, expires_at=clock.start_of(clock.today())
        )


def _release_for_a_time(m: Marked, who: Actor) -> None:
    with clock.at(clock.today() - dt.timedelta(days=5)):
        _release(m, by=m.by, to=who)
    Disclosure.objects.filter(to_party_id=who.party_id).update(expires_at=clock.start_of(clock.today()))


@action(verb="test.marked_keep", sentence="tog en kopia i ett test", elevated=True)
def _keep(m: Marked, *, by: Actor) -> FiledCopy:
    copy = FiledCopy(
        source_item=m.rows[apps.get_model("journey.Note")].pk, source_party_id=m.by.party_id, source_kind="note",
        receipt="prov-kept", needed_for="beslut", content=[["Anteckning", "Zqkept001"]],
    )  # fmt: skip
    return writing.write(copy, case=m.case, kind=ItemKind.FILED_COPY, category=Category.OTHER, by=by)


def _take_back(m: Marked, granted: dict[str, Consent], people: dict[str, Actor]) -> None:
    _keep(m, by=people["withdrawn"])
    withdraw_consent(granted["withdrawn"], by=m.by)
    Notice.objects.filter(to_staff_id=people["withdrawn"].staff_id).update(seen_at=clock.now())


def _viewers(people: dict[str, Actor]) -> dict[str, Viewer]:
    right = {
        "own": {"person", "item", "protection"}, "live": {"person", "item", "side"}, "excepted": {"person"},
        "withdrawn": {"kept"},
    }  # fmt: skip
    found = {r: Viewer(r, who, frozenset(right.get(r, set()))) for r, who in people.items()}
    return found | {"signed out": Viewer("signed out", None)}


def has_wall() -> bool:
    """Whether the database is a wall of its own."""
    return db.has_row_security()
