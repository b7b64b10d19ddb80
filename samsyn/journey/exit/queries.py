"""Exits as the two sides see them, what can be ended, and the draft of the final documentation."""

from collections.abc import Callable

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy_
from django.utils.translation import ngettext_lazy

from samsyn.access.actor import Actor
from samsyn.access.days import last_day
from samsyn.access.errors import Text
from samsyn.access.policy import Policy
from samsyn.entry.case.models import Case, Item, ItemKind
from samsyn.entry.case.queries import items_of
from samsyn.entry.enrolment.models import Enrolment
from samsyn.journey.activity.queries import newest
from samsyn.journey.exit.models import Exit
from samsyn.journey.meeting.models import Meeting

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
    """The timeline as lines of text under headings, from what the writer reads. One query.

    Lines of other parties carry the party's name, so that the writer sees whose words they pass on.
    """
    rows = list(items_of(case, actor, *LINES).select_related("assessment", "stepmove", "activity", "milestone"))
    rows = [row for row in rows if row.state != "cancelled" and row.ends_on != row.starts_on]
    parts: dict[str, list[str]] = {}
    for kind, (head, words) in LINES.items():
        for item in rows:
            if item.kind == kind:
                whose = "" if item.holder_id == actor.party_id else f" ({item.holder.short_name})"
                parts.setdefault(str(head), [str(head)]).append(f"- {words(item)}{whose}")
    return "\n\n".join("\n".join(lines) for lines in parts.values())


def _says(item: Item) -> str:
    return item.says


def _milestone_words(item: Item) -> str:
    row = item.milestone
    if row.reached_on:
        return _("%(what)s, nått %(day)s") % {"what": row.text, "day": row.reached_on}
    return _("%(what)s, klart senast %(day)s") % {"what": row.text, "day": row.due_on} if row.due_on else row.text


def _band_words(item: Item) -> str:
    days = _days(item) if item.ends_on else _("från %(day)s") % {"day": item.starts_on}
    return f"{days}: {item.says}"


def _activity_words(item: Item) -> str:
    return f"{_days(item)}: {item.activity.title}, {item.activity.get_state_display().lower()}"


def _meeting_words(item: Item) -> str:
    return f"{item.starts_on}: {item.says}, {Meeting.State(item.state).label.lower()}"


def _days(item: Item) -> str:
    last = last_day(item.ends_on)
    return str(item.starts_on) if last in (None, item.starts_on) else f"{item.starts_on} – {last}"


def _step_words(item: Item) -> str:
    move = item.stepmove
    before = f"{move.from_step} → " if move.from_step else ""
    return f"{move.on}: {before}{move.to_step}"


def _assessment_words(item: Item) -> str:
    row = item.assessment
    said = row.summary or row.work_ability
    return f"{row.made_on}: {row.kind_words}. {said}".strip()


LINES: dict[str, tuple[Text, Callable[[Item], str]]] = {
    ItemKind.GOAL: (lazy_("Mål"), _says),
    ItemKind.MILESTONE: (ngettext_lazy("Delmål", "Delmål", 2), _milestone_words),
    ItemKind.LIVELIHOOD: (lazy_("Försörjning och sysselsättning"), _band_words),
    ItemKind.OCCUPATION: (lazy_("Försörjning och sysselsättning"), _band_words),
    ItemKind.ACTIVITY: (lazy_("Aktiviteter"), _activity_words),
    ItemKind.WORKPLACE: (lazy_("Arbetsplatser"), _band_words),
    ItemKind.COURSE: (lazy_("Kurser och grupper"), _band_words),
    ItemKind.MEETING: (lazy_("Möten"), _meeting_words),
    ItemKind.STEP_MOVE: (lazy_("Steg på vägen"), _step_words),
    ItemKind.ASSESSMENT: (lazy_("Bedömningar"), _assessment_words),
}
