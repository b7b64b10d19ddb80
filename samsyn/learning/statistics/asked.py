"""What an address asks for, and its answer: kept, counted at once when the record is small, else by the worker."""

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.http import Http404, QueryDict

from samsyn.access import clock
from samsyn.access.action import must_be_open
from samsyn.access.actor import Actor
from samsyn.learning.statistics import actions, answering, audience, queries, refusals
from samsyn.learning.statistics.forms import QuestionForm, ReleaseForm
from samsyn.learning.statistics.lists import lists_for
from samsyn.learning.statistics.models import Answer
from samsyn.learning.statistics.question import Question
from samsyn.learning.study.models import Snapshot

LONG = dt.timedelta(minutes=2)  # then whoever was to count it has stopped, and it is asked again
AT_ONCE = 200_000  # participations that are counted within a request; more wait for the worker


@dataclass(frozen=True)
class Asked:
    """The form, the question when it holds, the snapshot, and the answer when there is one."""

    form: QuestionForm
    snapshot: Snapshot | None
    question: Question | None = None
    answer: Answer | None = None

    @property
    def is_wrong(self) -> bool:
        """Whether something was asked that cannot be."""
        return self.form.is_bound and bool(self.form.errors)

    @property
    def is_waiting(self) -> bool:
        """Whether it is being counted."""
        return self.answer is not None and self.answer.is_waiting

    @property
    def refusal(self) -> str:
        """Why it could not be answered, in the language of the page."""
        refused = self.answer is not None and self.answer.state == Answer.State.REFUSED
        return refusals.said(self.answer.content) if refused and self.answer else ""

    @property
    def content(self) -> dict[str, Any] | None:
        """What was answered, when it was."""
        return self.answer.content if self.answer and self.answer.state == Answer.State.READY else None


def asked(data: QueryDict, actor: Actor) -> Asked:
    """From the names and values of an address. Raises `NotPermitted` for a role that reads no statistics."""
    must_be_open(actions.ask, actor)
    known = QuestionForm(data if set(data) & set(QuestionForm.base_fields) else None, lists=lists_for(actor))
    snapshot = queries.current(actor)
    if not known.is_bound or not known.is_valid():
        if snapshot:
            answering.warm()
        return Asked(known, snapshot)
    question = allowed(known.question(), actor)
    return Asked(known, snapshot, question, answered(question, snapshot, actor) if snapshot else None)


def of_kept(data: QueryDict, actor: Actor) -> Question:
    """The question of an address that another page made. Raises `Http404` when it does not hold."""
    known = QuestionForm(data, lists=lists_for(actor))
    if not known.is_valid():
        raise Http404
    return known.question()


def allowed(question: Question, actor: Actor) -> Question:
    """Who may not read the persons asks in whole years: periods a week apart would tell who came then."""
    if audience.is_inside(actor):
        return question
    first = question.first and question.first.replace(month=1, day=1)
    last = question.last and question.last.replace(month=12, day=31)
    return question.but(first=first, last=last)


def answered(question: Question, snapshot: Snapshot, actor: Actor) -> Answer:
    """The kept answer; else it is counted now, or it waits."""
    kept = queries.kept(question, snapshot, actor)
    found = kept or actions.ask(snapshot, by=actor, question=question)
    is_left = found.asked_at < clock.now() - LONG
    if not (found.is_waiting or (found.has_failed and is_left)):
        return found
    if found.has_failed:
        found = actions.ask_again(found, by=actor)
    if snapshot.rows.get("participations", 0) <= AT_ONCE:
        return answering.count(found, by=actor)
    if kept is None or is_left:
        answering.leave_to_worker(actions.ask_again(found, by=actor))
    return found


def made_release(form: ReleaseForm, snapshot: Snapshot) -> dict[str, Any]:
    """The tables that the form asks for, audited; or why they may not leave."""
    return answering.release(snapshot, form.question(), tables=form.cleaned_data["tables"])
