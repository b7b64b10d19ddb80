"""What a document is filled in with: the person's record as the maker's party sees it, in lines of words."""

import datetime as dt
import uuid
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.utils import translation
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from samsyn.access import clock
from samsyn.access.actor import Actor
from samsyn.access.days import last_day
from samsyn.access.policy import Policy
from samsyn.basis.code_list import queries as code_lists
from samsyn.basis.method.content import Document as InText
from samsyn.basis.method.queries import form_of, read_once
from samsyn.basis.method.words import say
from samsyn.basis.staff.models import Staff
from samsyn.entry.case.models import ItemKind
from samsyn.entry.enrolment.models import Enrolment
from samsyn.journey.document.parts import Known, Rows, words_of
from samsyn.journey.form.filling import asked
from samsyn.journey.form.models import FilledForm
from samsyn.journey.ladder.queries import in_words
from samsyn.journey.method.known import of_enrolment
from samsyn.journey.method.shown import in_methods
from samsyn.journey.plan.models import Goal
from samsyn.journey.progress.models import StepMove
from samsyn.journey.timeline.queries import CaseView, happenings
from samsyn.journey.timeline.way import Row

# Beside what is directed at work, what an employer may read of on a certificate.
LEARNING = frozenset({"studies", "course"})
SHOWN_AREAS = frozenset({"work", "education", None})
NEVER_WAS = frozenset({"cancelled", "retracted", "withdrawn", "declined"})


def known_of(enrolment: Enrolment, document: InText, actor: Actor, language: str = "sv") -> Known:
    """What fills in this document for this person; asks the database only for what the text asks for."""
    of = _Record(enrolment, document, actor)
    with translation.override("en" if language == "en" else "sv"):
        wanted = {str(block.record) for block in document.body if block.record}
        lines = {name: list(of.lines(name)) for name in wanted}
        return Known(of.values(), of.answers, lambda name: lines[name])


def questions(enrolment: Enrolment, form: str) -> Rows:
    """The questions of a form, unanswered."""
    found = form_of(enrolment.method_version, form) if enrolment.method_version else None
    return [(str(one.label), "") for one in asked(found.questions) if not one.row] if found else []


@dataclass
class _Record:
    enrolment: Enrolment
    document: InText
    actor: Actor

    @cached_property
    def view(self) -> CaseView:
        return happenings(self.enrolment.item.case, self.actor)

    def values(self) -> dict[str, Any]:
        """The names that words of a document may ask for. A certificate asks nothing of the record."""
        case = self.enrolment.item.case
        me = Staff.objects.select_related("unit", "party").get(pk=self.actor.staff_id)
        named = {
            "name": str(case.person), "number": case.number, "today": date_format(clock.today(), "j F Y"),
            "unit": me.unit.name if me.unit else me.party.name, "staff": self.actor.display_name,
        }  # fmt: skip
        asks = any("p." in words.sv for words in words_of(self.document))
        return named | ({"p": self._standing()} if asks else {})

    def _standing(self) -> dict[str, Any]:
        found = (one for one in in_methods(self.view, self.actor) if one.enrolment_id == self.enrolment.pk)
        return next((one.standing.record for one in found), {})

    def answers(self, form: str) -> Rows:
        """The newest answers to a form; its questions when nobody has filled it in."""
        rows = Policy.all(FilledForm, self.actor).filter(enrolment=self.enrolment, form=form)
        newest = rows.filter(item__superseded_at__isnull=True).order_by("-on", "-pk").first()
        return [(label, value) for label, value in newest.told] if newest else questions(self.enrolment, form)

    def lines(self, name: str) -> Iterator[str]:
        """One kind of thing in the record, a line each, oldest first."""
        makers: dict[str, Callable[[], Iterator[str]]] = {
            "goals": self._goals, "activities": self._activities, "steps": self._steps,
            "livelihoods": self._livelihoods, "meetings": self._meetings, "ratings": self._ratings,
        }  # fmt: skip
        return makers[name]()

    def _rows(self, kind: str) -> list[Row]:
        rows = of_enrolment(self.view.way.of(kind), self.enrolment)
        return [row for row in rows if row.state not in NEVER_WAS]

    def _goals(self) -> Iterator[str]:
        keys = [row.id for row in self.view.way.of(ItemKind.GOAL)]
        rows = Policy.all(Goal, self.actor).filter(pk__in=keys).order_by("-in_own_words", "item__at")
        return (one.text for one in rows)

    def _activities(self) -> Iterator[str]:
        for row in self._rows(ItemKind.ACTIVITY):
            if self.document.kind != "certificate":
                who = self._party(row.lanes[0] if row.lanes else row.holder_id)
                yield ", ".join(part for part in (row.says, who, _days(row)) if part)
            elif _is_for_employers(row.code) and row.starts_on <= clock.today():
                yield f"{row.says}, {_days(row)}"

    def _party(self, key: uuid.UUID | str) -> str:
        found = self.view.names.get(uuid.UUID(str(key)))
        return found.name if found else ""

    def _steps(self) -> Iterator[str]:
        keys = [row.id for row in self._rows(ItemKind.STEP_MOVE)]
        for one in Policy.all(StepMove, self.actor).filter(pk__in=keys).order_by("on", "pk"):
            yield f"{one.on}: {one.from_step + ' → ' if one.from_step else ''}{one.to_step}"

    def _livelihoods(self) -> Iterator[str]:
        return (f"{row.says}, {_days(row)}" for row in self._rows(ItemKind.LIVELIHOOD))

    def _meetings(self) -> Iterator[str]:
        for row in self._rows(ItemKind.MEETING):
            planned = f" ({_('planerat')})" if row.state == "called" else ""
            yield f"{row.starts_on}: {row.says}{planned}"

    def _ratings(self) -> Iterator[str]:
        """On a certificate only what is about work or learning, as it is now."""
        version = self.enrolment.method_version
        ladders = read_once(version.text).ladders if version else ()
        shown = {say(ladder.name) for ladder in ladders if ladder.area in SHOWN_AREAS}
        for one in in_words(self.enrolment, self.actor):
            if self.document.kind != "certificate":
                yield f"{one.module}. {one.told()}"
            elif one.area in shown:
                now = one.latest.get("staff") or one.latest.get("person", "")
                yield f"{one.module}: {now.partition(': ')[2]}"


def _is_for_employers(code: str) -> bool:
    return code in LEARNING or bool(code_lists.extra("activity_kind", code).get("job_focused"))  # noqa: S610 - no ORM


def _days(row: Row) -> str:
    last: dt.date | None = last_day(row.ends_on)
    if last == row.starts_on:
        return str(row.starts_on)
    return f"{row.starts_on} – {last}" if last else _("från %(day)s") % {"day": row.starts_on}
