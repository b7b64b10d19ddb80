"""`samsyn export`: what an association has agreed, without persons; or what one party holds of one case."""

import argparse
import json
import sys
from typing import Any

from django.conf import settings
from django.db import models, transaction
from django.db.models import Count, Sum
from django.db.models.functions import ExtractYear

import samsyn
from samsyn.access import audit, clock
from samsyn.access.actor import Actor, acting
from samsyn.basis.agreement.models import Agreement
from samsyn.basis.code_list.models import CodeListVersion
from samsyn.basis.group.models import Group
from samsyn.basis.intervention.models import Intervention
from samsyn.basis.party.models import Association, Party, Unit
from samsyn.basis.staff.models import Staff
from samsyn.basis.staff.queries import active, actor_of
from samsyn.basis.staff.rules import CASE_LEADERS
from samsyn.entry.case.contents import filled, told
from samsyn.entry.case.models import Case, Item, ItemKind
from samsyn.entry.case.queries import held_or_disclosed
from samsyn.entry.enrolment.models import RegisterRow, VolumeRegistration
from samsyn.web.operations import Refused
from samsyn.web.operations.check import content_models

Row = dict[str, Any]


def run(asked: argparse.Namespace) -> int:
    """Write the export as JSON."""
    found = _case(asked) if asked.case else _association(asked.association)
    text = json.dumps(found, indent=1, ensure_ascii=False, default=str)
    if asked.output:
        asked.output.touch(mode=0o600, exist_ok=False)
        asked.output.write_text(text + "\n")
    else:
        sys.stdout.write(text + "\n")
    return 0


def _association(name: str | None) -> Row:
    rows = Association.objects.filter(name=name) if name else Association.objects.all()
    if rows.count() != 1:
        known = ", ".join(Association.objects.order_by("name").values_list("name", flat=True)) or "none"
        raise Refused(f"say which association with --association. There is: {known}")
    one = rows.get()
    of_it = {"association": one}
    return {
        "made_at": clock.now(), "version": samsyn.__version__, "association": one.name,
        "parties": [_plain(row) for row in Party.objects.filter(**of_it).order_by("name")],
        "units": [_plain(row) for row in Unit.objects.filter(party__association=one).order_by("name")],
        "groups": [_plain(row) for row in Group.objects.filter(**of_it).order_by("name")],
        "agreements": [_plain(row) for row in Agreement.objects.filter(**of_it).order_by("pk")],
        "interventions": [_plain(row) for row in Intervention.objects.filter(**of_it).order_by("name")],
        "code_lists": [_plain(row) for row in CodeListVersion.objects.order_by("name", "valid_from")],
        "register": _register(one), "volumes": _volumes(one),
    }  # fmt: skip


def _plain(row: models.Model) -> Row:
    """A row as it is stored, keys and all."""
    return {field.attname: getattr(row, field.attname) for field in row._meta.concrete_fields}


def _register(association: Association) -> list[Row]:
    """Anonymous participants per intervention and year, without sex; few are not told apart from none."""
    rows = RegisterRow.objects.filter(intervention__association=association)
    counted = rows.values("intervention_id", "start_year").annotate(participants=Count("pk"))
    return [_hide_few(row, "participants") for row in counted.order_by("intervention_id", "start_year")]


def _volumes(association: Association) -> list[Row]:
    """Counted other measures per intervention and year."""
    rows = VolumeRegistration.objects.filter(intervention__association=association).annotate(
        year=ExtractYear("on")
    )
    counted = rows.values("intervention_id", "year").annotate(total=Sum("count"))
    return [_hide_few(row, "total") for row in counted.order_by("intervention_id", "year")]


def _hide_few(row: Any, name: str) -> Row:
    few = row[name] < settings.SAMSYN_SMALLEST_CELL
    return {**row, name: f"fewer than {settings.SAMSYN_SMALLEST_CELL}" if few else row[name]}


def _case(asked: argparse.Namespace) -> Row:
    """What the party of `--by` holds of a case; written to that party's trace before it is shown.

    Where the party may not know the person now, its own words leave without the name and without places.
    """
    if not asked.by or not asked.purpose:
        raise Refused("a case needs --by (who answers for the report) and --purpose (why; it is logged)")
    actor = _leader(asked.by)
    case = Case.objects.select_related("person").filter(number=asked.case).first()
    items = Item.objects.filter(case=case, holder_id=actor.party_id) if case else Item.objects.none()
    if case is None or not items.exists():
        raise Refused(f"{actor.party_name} holds nothing of a case {asked.case}")
    with acting(actor, purpose=asked.purpose[:60]), transaction.atomic():
        audit.append(
            actor, kind="read", verb="export.case", objects=[f"case:{case.pk}"], persons=[case.person_id]
        )
    knows = Item.objects.filter(held_or_disclosed(actor), case=case, kind=ItemKind.IDENTITY).exists()
    return {
        "made_at": clock.now(), "case": case.number, "party": actor.party_name, "purpose": asked.purpose,
        "person": str(case.person) if knows else None,
        "items": [row for model in content_models() for row in _said(model, items, knows=knows)],
    }  # fmt: skip


def _leader(email: str) -> Actor:
    rows = Staff.objects.filter(active(), user__email=email.lower(), role__in=CASE_LEADERS).order_by("pk")
    staff = rows.first()
    if staff is None:
        raise Refused(f"{email} has no assignment that may answer for a case")
    return actor_of(staff)


def _said(model: Any, items: "models.QuerySet[Item]", *, knows: bool) -> list[Row]:
    rows = (
        model._default_manager.filter(item__in=items)
        .select_related("item__author__user", "item__case__person")
        .order_by("item__at")
    )
    return [
        {
            "kind": content.item.kind, "category": content.item.category, "at": content.item.at,
            "version": content.item.version, "superseded_at": content.item.superseded_at,
            "author": str(content.item.author),
            "says": [list(row) for row in (told(content) if knows else filled(content.words()))],
        }
        for content in rows
    ]  # fmt: skip
