"""From a waiting question to a kept answer, in the request or by the worker."""

import logging
import sys
import uuid
from collections.abc import Sequence
from functools import partial
from importlib import import_module
from threading import Thread
from typing import Any

from django.conf import settings
from django_tasks import task

from samsyn.access import clock
from samsyn.access.actor import Actor
from samsyn.learning import extract
from samsyn.learning.statistics import actions
from samsyn.learning.statistics.models import Answer
from samsyn.learning.statistics.question import Question
from samsyn.learning.study.models import Snapshot

MEMORY_IN_REQUEST, MEMORY_OF_WORKER = "256MB", "1GB"
FAILED = {
    "code": "FAILED",
    "sv": "Det gick fel när frågan räknades. Berätta för den som sköter Samsyn; felet står i loggen.",
    "en": "Counting failed. Tell whoever looks after Samsyn; the fault stands in the log.",
}
log = logging.getLogger(__name__)
COUNTING = "samsyn.learning.statistics.counting"
GONE = {
    "code": "SNAPSHOT_GONE",
    "sv": "Uttaget som frågan ställdes till finns inte längre. Ställ frågan igen.",
    "en": "The snapshot that was asked is no longer there. Ask again.",
}


def warm() -> None:
    """Load beside what counting needs, so that the first answer of a process does not pay for it."""
    if COUNTING not in sys.modules:
        Thread(target=import_module, args=(COUNTING,), daemon=True).start()


def count(answer: Answer, *, by: Actor | None, memory: str = MEMORY_IN_REQUEST) -> Answer:
    """Count and keep; a question that cannot be answered honestly keeps why."""
    from samsyn.evidence.errors import EvidenceError
    from samsyn.learning.statistics import counting

    folder = extract.current(answer.snapshot.study)
    if folder is None or folder.name != str(answer.snapshot_id):
        return actions.keep(answer, by=by, content=GONE, is_refused=True)
    tell = partial(_tell, answer, by) if memory == MEMORY_OF_WORKER else _say_nothing
    try:
        content = counting.counted(
            folder, Question.from_canonical(answer.question),
            day=clock.local(answer.snapshot.made_at or answer.asked_at).date(),
            audience=answer.audience, memory=memory, tell=tell,
        )  # fmt: skip
    except EvidenceError as error:
        return actions.keep(answer, by=by, content=_refusal(error), is_refused=True)
    except Exception:
        log.exception("a question to the statistics could not be counted: %s", answer.question)
        return actions.keep(answer, by=by, content=FAILED, is_refused=True)
    return actions.keep(answer, by=by, content=content)


def release(snapshot: Snapshot, question: Question, *, tables: Sequence[str]) -> dict[str, Any]:
    """Public tables, audited together; `refusal` when they may not leave, or cannot be counted."""
    from samsyn.evidence.errors import EvidenceError
    from samsyn.learning.statistics import releasing

    folder = extract.current(snapshot.study)
    if folder is None or folder.name != str(snapshot.pk):
        return {"refusal": GONE}
    try:
        return releasing.released(
            folder, question, tables=tables, threshold=settings.SAMSYN_SMALLEST_CELL, memory=MEMORY_OF_WORKER
        )
    except EvidenceError as error:
        return {"refusal": _refusal(error)}


@task()
def count_waiting(answer_id: str) -> None:
    """By the worker; one that is gone or done is left alone."""
    found = Answer.objects.select_related("snapshot__study").filter(pk=uuid.UUID(answer_id)).first()
    if found and found.is_waiting:
        count(found, by=None, memory=MEMORY_OF_WORKER)


def leave_to_worker(answer: Answer) -> None:
    """Have it counted as soon as the worker comes by."""
    count_waiting.enqueue(str(answer.pk))


def _tell(answer: Answer, by: Actor | None, percent: int) -> None:
    actions.go_on(answer, by=by, progress=percent)


def _say_nothing(_percent: int) -> None:
    return None


def _refusal(error: Any) -> dict[str, str]:
    return {"code": error.code, "sv": error.said("sv"), "en": error.said("en")}
