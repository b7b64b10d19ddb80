"""Keeping an answer, and questions by name."""

import hashlib
from collections.abc import Mapping, Sequence
from typing import Any

from django.utils.translation import gettext_lazy as _

from samsyn.access import clock
from samsyn.access.action import action, touch
from samsyn.access.actor import Actor
from samsyn.access.errors import RuleBroken
from samsyn.learning.statistics import audience
from samsyn.learning.statistics.models import Answer, Release, SavedQuestion
from samsyn.learning.statistics.question import Question
from samsyn.learning.study.models import Snapshot

State = Answer.State


def digest(question: Question) -> str:
    """By which an answer is found."""
    return hashlib.sha256(question.canonical().encode()).hexdigest()


@action(verb="statistics.ask", sentence=_("ställde en fråga till statistiken"), roles=audience.READERS)
def ask(snapshot: Snapshot, *, by: Actor, question: Question) -> Answer:
    """The question waits to be counted; asked twice it is counted once."""
    found, is_new = Answer.objects.get_or_create(
        snapshot=snapshot, audience=audience.of(by), digest=digest(question),
        defaults={"question": question.canonical()},
    )  # fmt: skip
    if is_new:
        touch(found, ["question"])
    return found


@action(verb="statistics.ask_again", sentence=_("ställde en fråga till statistiken igen"), roles=audience.READERS)
def ask_again(answer: Answer, *, by: Actor) -> Answer:
    """Waits anew from now."""
    answer.asked_at, answer.state = clock.now(), State.WAITING
    answer.save(update_fields=["asked_at", "state"])
    return answer


@action(verb="statistics.answer", sentence=_("räknade fram statistik"))
def keep(answer: Answer, *, by: Actor | None, content: Mapping[str, Any], is_refused: bool = False) -> Answer:
    """What it gave, or why it could not be answered. An answer that is kept is not changed."""
    state = State.REFUSED if is_refused else State.READY
    waiting = Answer.objects.filter(pk=answer.pk, state__in=(State.WAITING, State.UNDER_WAY))
    if waiting.update(state=state, content=content, progress=100, done_at=clock.now()):
        touch(answer, ["content"])
    return Answer.objects.get(pk=answer.pk)


@action(verb="statistics.progress", sentence=_("räknade på en fråga till statistiken"))
def go_on(answer: Answer, *, by: Actor | None, progress: int) -> None:
    """So far it has come, in percent."""
    waiting = Answer.objects.filter(pk=answer.pk, state__in=(State.WAITING, State.UNDER_WAY))
    waiting.update(state=State.UNDER_WAY, progress=progress)


@action(verb="statistics.save", sentence=_("sparade en fråga till statistiken"), roles=audience.READERS)
def save_question(question: Question, *, by: Actor, name: str, is_shared: bool = False) -> SavedQuestion:
    """The question by a name: no numbers and no persons. Raises EMPTY."""
    if not name.strip():
        raise RuleBroken("EMPTY", _("Skriv ett namn."), field="name")
    found = SavedQuestion.objects.create(  # type: ignore[misc]
        association_id=by.association_id, name=name.strip(), question=question.canonical(), is_shared=is_shared,
        saved_by_id=by.staff_id,
    )  # fmt: skip
    touch(found, ["question"])
    return found


@action(verb="statistics.forget", sentence=_("tog bort en sparad fråga till statistiken"), roles=audience.READERS)
def forget_question(saved: SavedQuestion, *, by: Actor) -> SavedQuestion:
    """Out of the lists. Raises NOT_YOURS."""
    if saved.saved_by_id != by.staff_id:
        raise RuleBroken("NOT_YOURS", _("Bara den som sparade frågan kan ta bort den."))
    SavedQuestion.objects.filter(pk=saved.pk).update(forgotten_at=clock.now())
    touch(saved, ["forgotten_at"])
    return saved


@action(verb="statistics.publish", sentence=_("publicerade tabeller"), roles=audience.PUBLISHERS)
def publish(
    snapshot: Snapshot, *, by: Actor, name: str, question: Question, tables: Sequence[str], made: Mapping[str, Any]
) -> Release:
    """Fixed as they were audited, or kept as refused with the reason (`made` has `refusal`). Never counted anew."""
    found = Release.objects.create(  # type: ignore[misc]
        association_id=by.association_id, name=name.strip(), taken_at=snapshot.made_at, made_by_id=by.staff_id,
        questions={"of": question.canonical(), "tables": list(tables)}, is_published="refusal" not in made,
        content=made.get("tables", []), verdict=made.get("verdict") or made["refusal"],
    )  # fmt: skip
    touch(found, ["content"])
    return found
