"""The same digits as JSON, for those who are signed in and may see the page: what can be asked, and an answer.

    GET /api/statistics/questions
    GET /api/statistics/answer?measure=to_work_or_studies&counted=ended&first=2025-01-01&last=2025-12-31

200: the answer. 202: it is being counted, ask again. 404: nothing to count on yet. 422: what was wrong, by field, or
why it cannot be answered honestly.
"""

from typing import Any

from django.http import HttpResponse, JsonResponse
from django.utils.translation import gettext as _

from samsyn.access.http import StaffRequest, staff_page
from samsyn.learning.statistics import audience, refusals
from samsyn.learning.statistics.asked import Asked, asked
from samsyn.learning.statistics.forms import QuestionForm
from samsyn.learning.statistics.models import Answer
from samsyn.learning.statistics.topics import TOPICS


@staff_page
def questions(request: StaffRequest) -> HttpResponse:
    """What can be asked, and what each part of a question may be."""
    form = asked(request.GET, request.actor).form
    told = [
        {"measure": one.code, "name": str(one.name), "cannot_say": str(one.cannot), "may_split": one.splits,
         "needs_source": one.needs_source}
        for one in TOPICS.values()
    ]  # fmt: skip
    return JsonResponse({"questions": told, "parameters": _parameters(form), "audience": audience.of(request.actor)})


@staff_page
def answer(request: StaffRequest) -> HttpResponse:
    """One answer, with definition, numerator, denominator, exclusions and interval."""
    found = asked(request.GET, request.actor)
    if found.is_wrong or not found.form.is_bound:
        errors: dict[str, Any] = found.form.errors.get_json_data() or {"measure": [{"message": _("Välj en fråga.")}]}
        return JsonResponse({"errors": errors}, status=422)
    if found.answer is None:
        return JsonResponse({"errors": {"snapshot": [{"message": _("Det finns inget att räkna på än.")}]}}, status=404)
    return _answered(found, found.answer, audience.of(request.actor))


def _answered(found: Asked, kept: Answer, reader: str) -> HttpResponse:
    told: dict[str, Any] = {
        "question": found.question.to_dict() if found.question else {}, "audience": reader,
        "snapshot": str(kept.snapshot_id), "taken_at": found.snapshot and found.snapshot.made_at, "state": kept.state,
    }  # fmt: skip
    if kept.state == Answer.State.REFUSED:
        return JsonResponse({**told, "refusal": refusals.told(kept.content)}, status=422)
    if kept.state != Answer.State.READY:
        return JsonResponse({**told, "progress": kept.progress}, status=202)
    answers = [{**one, "refusal": refusals.told(one["refusal"])} if "refusal" in one else one
               for one in kept.content["answers"]]  # fmt: skip
    return JsonResponse({**told, **kept.content, "answers": answers})


def _parameters(form: QuestionForm) -> dict[str, Any]:
    """Each name with the values it may have; none: a day as YYYY-MM-DD."""
    return {name: _values(getattr(field, "choices", None)) for name, field in form.fields.items()}


def _values(choices: Any) -> list[str] | None:
    if choices is None:
        return None
    flat = [pair for value, words in choices for pair in (words if isinstance(words, list) else [(value, words)])]
    return [str(value) for value, _words in flat if value]
