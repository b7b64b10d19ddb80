"""Many people whose records are alike: one is made by the actions, the rest are copied row by row.

Where a test needs hundreds, the record is what is read, and a copy of a record is a record.
"""

import copy
import uuid
from collections.abc import Mapping
from typing import Any

from django.db import connection, models

from samsyn.access.ids import new_id
from samsyn.entry.case.models import Case, Item
from samsyn.web.operations.check import content_models

MANY = 100


def copies(case: Case, number: int) -> None:
    """So many more people with a case like this one: every item and what it says, under new keys. Unassigned."""
    items = list(Item.objects.filter(case=case))
    contents = {model: list(model._default_manager.filter(item__case=case)) for model in content_models()}
    people, cases, made = [], [], {model: [] for model in (Item, *contents)}
    for _turn in range(number):
        person, one = _anew(case.person), _anew(case)
        one.person_id, one.number = person.pk, uuid.uuid4().hex[:14]
        people.append(person)
        cases.append(one)
        keys = {row.pk: new_id() for row in items} | {row.series: new_id() for row in items}
        made[Item] += [_moved(row, keys, case_id=one.pk) for row in items]
        for model, rows in contents.items():
            made[model] += [_moved(row, keys) for row in rows]
    for rows in (people, cases, *made.values()):
        if rows:
            type(rows[0])._default_manager.bulk_create(rows, batch_size=500)
    if number >= MANY:
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")  # as the database does by itself in use; else it plans as if there were nobody


def _anew(row: Any) -> Any:
    found = copy.copy(row)
    found.pk, found._state = new_id(), models.base.ModelState()
    return found


def _moved(row: Any, keys: Mapping[uuid.UUID, uuid.UUID], **known: Any) -> Any:
    """A row whose keys to the copied items are those of the copies."""
    found = copy.copy(row)
    found._state = models.base.ModelState()
    for field in row._meta.concrete_fields:
        value = getattr(row, field.attname)
        if isinstance(value, uuid.UUID) and value in keys:
            setattr(found, field.attname, keys[value])
    for name, value in known.items():
        setattr(found, name, value)
    return found
