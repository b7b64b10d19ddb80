"""Rows around a person, filled from the models themselves: a new field or table is marked without being named."""

import datetime as dt
import hashlib
import re
from collections.abc import Iterator
from functools import lru_cache
from typing import Any

from django.apps import apps
from django.db import models

from samsyn.access import clock
from samsyn.access.action import action, touch
from samsyn.access.actor import Actor
from samsyn.access.ids import new_id
from samsyn.basis.code_list.models import Code
from samsyn.basis.party.models import Party, Unit
from samsyn.basis.staff.models import Staff
from samsyn.entry.case import contents, writing
from samsyn.entry.case.models import (
    Category,
    Item,
    ItemContent,
    ItemKind,
)
from samsyn.entry.person.models import Person
from samsyn.journey.attachment import storage
from samsyn.journey.attachment.models import Attachment
from tests.access import marked_method
from tests.access.marks import Marked

# Text columns that hold no free text: codes, keys, digests, what is derived from marked names.
NO_FREE_TEXT = {
    "entry.Identifier.issuer",
    "entry.Identifier.key_id",
    "entry.Identifier.value",
    "entry.Identifier.blind_index",
    "entry.Identifier.masked",
    "entry.Case.number",
    "entry.Representative.decides",
    "entry.CaseAssignment.sort_key",
    "entry.Person.sort_key",
    "entry.FiledCopy.receipt",
    "entry.Disclosure.receipt",
    "entry.Disclosure.ended_because",
    "entry.CaseAssignment.ended_because",
    "entry.QueueEntry.left_because",
    "entry.Item.code",
    "entry.Item.label",
    "entry.Item.state",
    "entry.Item.lanes",
    "journey.Attachment.content_type",
    "journey.Attachment.sha256",
    "journey.Attachment.key_id",
    "journey.MeetingReplyToken.digest",
    "entry.ConsentRow.categories",
    "entry.StandingDisclosure.categories",
    "entry.Enrolment.background",
    "journey.Activity.depends_on",
    "journey.Handover.moved",
    "journey.FilledForm.form",
    "journey.FilledForm.scores",
    "journey.MethodMark.part",
    "journey.Meeting.method_meeting",
    "journey.Document.document",
    "journey.Document.kind",
    "journey.Document.language",
    "journey.Document.sha256",
    "journey.Signature.who",
    "journey.Signature.sha256",
    "journey.Rating.ladder",
    "journey.Rating.values",
    "journey.ModuleParts.module",
    "journey.MethodMark.outcome",
    "journey.Purchase.kind",
    "journey.MethodStanding.waits",
    "journey.Reminder.thing",
    "journey.Reminder.period",
    "learning.StudyPerson.code",
}


CODES_WITHOUT_A_LIST = {"entry.Referral.reason": "reason", "entry.ReferralStep.reason": "decline_reason"}


def person_bound() -> list[type[models.Model]]:
    """Every table that hangs on a person, by walking the keys from Person."""
    bound: dict[type[models.Model], None] = {Person: None}
    ours = [m for m in apps.get_models() if m.__module__.startswith("samsyn.") and not m._meta.proxy]
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
    said = (
        re.search(r"[Cc]ode of (?:code list )?(\w+)", f.db_comment or "") if isinstance(f, models.CharField) else None
    )
    return said.group(1) if said else ""


@lru_cache
def first_code(name: str) -> str:
    codes = Code.objects.filter(version__name=name).order_by("position")
    return codes.values_list("code", flat=True).first() or "unknown"


@action(verb="test.marked_mark", sentence="fyllde allt med märken i ett test", elevated=True)
def fill_everything(m: Marked, *, by: Actor, share: list[Any]) -> Marked:
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


def _must(f: Any) -> bool:
    return f.is_relation and not f.null and not (f.primary_key and f.related_model is Item)


def _known(m: Marked, f: Any) -> bool:
    return _resolve(m, f) is not None


FILLED_THOUGH_NULL = {
    "entry.CaseAssignment.staff",
    "entry.SelectionDecision.agenda_item",
    "entry.Enrolment.method_version",
}
# What a key to Item points at, where the field's name does not say it.
ITEM_OF = {
    "entry.Disclosure.item": "note",
    "entry.FiledMark.item": "note",
    "journey.Attendance.item": "activity",
    "journey.AssessmentUse.item": "assessment",
    "journey.Invitee.meeting": "meeting",
    "journey.Minutes.meeting": "meeting",
}


def _resolve(m: Marked, f: Any) -> Any:
    target = f.related_model
    if target is Item:
        name = ITEM_OF.get(_name(f), f.name)
        return next((r.item for t, r in m.rows.items() if t._meta.model_name == name), None)
    basis = {
        Party: m.world.sia if f.name.startswith(("to_", "source_")) else m.world.pes,
        Staff: staff_of(m),
        Unit: m.world.unit(m.world.pes),
    }
    return basis.get(target) or m.rows.get(target)


def staff_of(m: Marked) -> Staff:
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
    if model._meta.label == "learning.StudyPerson":
        return {"code": new_id().hex[-16:], "record_key": 1}
    if model._meta.label == "journey.Reminder":
        return {"thing": f"meeting:{new_id().hex}"}
    if model._meta.label == "journey.ListRow":
        return {"line": new_id().int % 1_000_000}
    if model._meta.label == "journey.CoursePlace":
        return {"state": "accepted", "ends_on": clock.today() + dt.timedelta(days=1)}
    return _NAMED.get(model._meta.label, {})


# Ids that something else asks for: of the method's text, or of the lists.
_NAMED: dict[str, dict[str, Any]] = {
    "entry.CaseAssignment": {"sort_key": "prov", "part": "coach"},
    "journey.FilledForm": {"form": marked_method.FORM, "scores": {"sum": 4}},
    "journey.MethodMark": {"part": marked_method.PART},
    "journey.Document": {"document": marked_method.DOCUMENT, "kind": "agreement"},
    "journey.Signature": {"who": "owner"},
    "journey.Rating": {
        "ladder": marked_method.LADDER,
        "values": {marked_method.MODULE: {"person": 1, "staff": 3}, "own_b1": {"person": 2}},
    },
    "journey.ModuleParts": {"module": marked_method.MODULE},
}


def _value(m: Marked, f: Any) -> Any:
    label = f.model._meta.label
    if f.name in _fixed(m, f.model):
        return None
    if f.is_relation:
        return (
            _resolve(m, f)
            if not f.null or _name(f) in FILLED_THOUGH_NULL
            else None
        )
    if f in set(text_fields(f.model)):
        return marked_text(m, f)
    if code_list(f) or _name(f) in CODES_WITHOUT_A_LIST:
        return first_code(CODES_WITHOUT_A_LIST.get(_name(f)) or code_list(f))
    if f.choices and not f.has_default():
        return f.choices[0][0]
    return _plain(f, label)


def marked_text(m: Marked, f: Any) -> Any:
    mark = m.mark(_name(f))
    if isinstance(f, models.EmailField):
        return f"{mark}@exempel.test"
    if isinstance(f, models.JSONField):
        return _marked_json(f, mark)
    return mark


def _marked_json(f: Any, mark: str) -> Any:
    shapes = {
        "entry.Referral.confirmed_needs": [{"id": "need", "text": mark}],
        "entry.FiledCopy.content": [["Anteckning", mark]],
        "entry.SelectionDecision.took_part": [{"name": mark, "party": mark, "party_id": ""}],
        "journey.Assessment.areas": {first_code("assessment_area"): mark},
        "journey.FilledForm.answers": {"well_person": 2, "well": 2, marked_method.FOLLOW_UP: mark},
        "journey.FilledForm.told": [["Varför?", mark]],
        "journey.Document.parts": [
            {"kind": "text", "text": mark}, {"kind": "checks", "items": [mark, "Ett"], "ticked": [0]},
        ],
        "journey.Document.signers": [{"who": marked_method.SIGNER, "name": mark}, {"who": "owner", "name": mark}],
        "journey.Rating.told": [["Morgonen", mark]],
        "journey.Rating.own": {"own_b1": {"name": mark, "part_of": "evenings", "steps": []}},
        "journey.ModuleParts.parts": [{"id": "own_a1", "name": mark, "steps": [mark]}],
    }
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
    if isinstance(f, models.IntegerField | models.DecimalField):
        return 7
    return new_id() if isinstance(f, models.UUIDField) else None
