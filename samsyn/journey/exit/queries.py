"""Exits as the two sides see them, what can be ended, and the draft of the final documentation."""

import datetime as dt

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from samsyn.access.actor import Actor
from samsyn.access.policy import Policy
from samsyn.entry.case.models import Case, Item, ItemKind
from samsyn.entry.case.queries import items_of
from samsyn.entry.enrolment.models import Enrolment
from samsyn.journey.activity.queries import newest
from samsyn.journey.exit.models import Exit

RELATED = (
    "item__case__person", "item__holder", "item__author__user", "receiver_party", "receiver_unit",
    "receiver_staff__user",
)  # fmt: skip


def of_case(case: Case, actor: Actor) -> QuerySet[Exit]:
    """Every exit in a case that the actor reads, newest first."""
    rows = newest(Policy.all(Exit, actor), actor).filter(item__case_id=case.pk)
    return Policy.joined(rows, actor, *RELATED).order_by("-on", "-item__at")


def _open(actor: Actor) -> QuerySet[Exit]:
    rows = newest(Policy.all(Exit, actor), actor).filter(state=Exit.State.PREPARED)
    return Policy.joined(rows, actor, *RELATED).order_by("on", "item_id")


def to_answer(actor: Actor) -> QuerySet[Exit]:
    """Exits where the actor, or their unit, is asked to receive. One query."""
    mine = Q(receiver_staff_id=actor.staff_id)
    if actor.unit_id:
        mine |= Q(receiver_unit_id=actor.unit_id, receiver_staff__isnull=True)
    asked = _open(actor).filter(mine, receiver=Exit.Receiver.ASKED, receiver_party_id=actor.party_id)
    return asked.filter(item__superseded_at__isnull=True)


def prepared_by(actor: Actor) -> QuerySet[Exit]:
    """The own party's exits that are not completed: waiting, answered or declined. One query."""
    return _open(actor).filter(item__holder_id=actor.party_id)


def enrolments_to_end(case: Case, actor: Actor) -> QuerySet[Enrolment]:
    """The own party's enrolments that go on."""
    rows = Policy.all(Enrolment, actor).filter(
        item__case_id=case.pk,
        item__holder_id=actor.party_id,
        item__superseded_at__isnull=True,
        ends_on__isnull=True,
    )
    return rows.select_related("intervention", "item__case").order_by("starts_on")


def enrolment_of(row: Exit, actor: Actor) -> Enrolment | None:
    """The enrolment it ends, if the actor reads that too."""
    rows = Policy.all(Enrolment, actor).filter(pk=row.enrolment_id)
    return rows.select_related("intervention", "item__case").first()


def draft(case: Case, actor: Actor) -> str:
    """Goals, activities, steps and assessments as lines of text, from what the writer reads. One query.

    Lines of other parties carry the party's name, so that the writer sees whose words they pass on.
    """
    kinds = (ItemKind.GOAL, ItemKind.ACTIVITY, ItemKind.STEP_MOVE, ItemKind.ASSESSMENT)
    rows = list(items_of(case, actor, *kinds).select_related("assessment", "stepmove", "activity", "goal"))
    heads = {
        ItemKind.GOAL: _("Mål"), ItemKind.ACTIVITY: _("Aktiviteter"), ItemKind.STEP_MOVE: _("Steg på vägen"),
        ItemKind.ASSESSMENT: _("Bedömningar"),
    }  # fmt: skip
    parts = []
    for kind, head in heads.items():
        lines = [_line(item, actor) for item in rows if item.kind == kind]
        if lines:
            parts.append("\n".join([head, *lines]))
    return "\n\n".join(parts)


def _line(item: Item, actor: Actor) -> str:
    words = {
        ItemKind.ACTIVITY: _activity_words,
        ItemKind.STEP_MOVE: _step_words,
        ItemKind.ASSESSMENT: _assessment_words,
    }.get(ItemKind(item.kind), _label)(item)
    whose = "" if item.holder_id == actor.party_id else f" ({item.holder.short_name})"
    return f"- {words}{whose}"


def _label(item: Item) -> str:
    return item.says


def _activity_words(item: Item) -> str:
    last = f" – {item.ends_on - dt.timedelta(days=1)}" if item.ends_on else ""
    state = item.activity.get_state_display()
    return f"{item.starts_on}{last}: {item.activity.title}, {state.lower()}"


def _step_words(item: Item) -> str:
    move = item.stepmove
    before = f"{move.from_step} → " if move.from_step else ""
    return f"{move.on}: {before}{move.to_step}"


def _assessment_words(item: Item) -> str:
    row = item.assessment
    said = row.summary or row.work_ability
    return f"{row.made_on}: {row.get_kind_display()}. {said}".strip()
