"""From the questions in a method's text to fields, and from what was typed to answers, scores and words. Pure."""

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from samsyn.access.forms import DayField, LongText
from samsyn.basis.method import words
from samsyn.basis.method.conditions import value_of
from samsyn.basis.method.content import Form, Question

UNKNOWN, YES, NO = "unknown", "yes", "no"
MOST_ROWS = 6
RATERS = {"person": _("personen"), "staff": _("handläggaren")}
CHOOSE = {"required": _("Välj ett svar."), "invalid_choice": _("Svaret finns inte. Välj ett annat.")}
NUMBER = {
    "invalid": _("Skriv ett tal."), "required": _("Skriv ett tal."),
    "min_value": _("Skriv 0 eller mer."), "max_value": _("Talet är för stort. Kontrollera det."),
}  # fmt: skip
MOST_NUMBER = 1_000_000_000


@dataclass(frozen=True, slots=True)
class Asked:
    """One field: the question, who answers it, and in which row of a repeated group."""

    question: Question
    name: str
    label: str
    rater: str = ""
    group: str = ""
    row: int = 0


def asked(questions: Iterable[Question], *, group: str = "", row: int = 0) -> Iterator[Asked]:
    """Every field of a form in order; headings are asked as nothing."""
    for question in questions:
        if question.kind == "group":
            for at in range(min(question.most or 1, MOST_ROWS)):
                yield from asked(question.questions, group=question.id, row=at)
        elif question.kind != "heading":
            yield from _fields_of(question, group, row)


def _fields_of(question: Question, group: str, row: int) -> Iterator[Asked]:
    before = f"{group}-{row}-" if group else ""
    label = words.say(question.text)
    for rater in question.rated_by or ("",):
        name = f"{before}{question.id}{'-' + rater if rater else ''}"
        told = f"{label} ({RATERS[rater]})" if rater else label
        yield Asked(question, name, told, rater, group, row)


def field_of(one: Asked) -> forms.Field:
    """The field for a question; nothing is required unless the text says so, and unknown is an answer."""
    question = one.question
    needed = question.required and not one.row
    common: dict[str, Any] = {"label": one.label, "required": needed, "help_text": words.say(question.help)}
    if question.kind == "long_words":
        return LongText(rows=4, **common)
    if question.kind == "number":
        return forms.FloatField(min_value=0, max_value=MOST_NUMBER, error_messages=NUMBER, **common)
    if question.kind == "day":
        return DayField(**common)
    if question.kind == "check":
        return forms.BooleanField(**(common | {"required": False}))
    if question.kind == "choices":
        boxes = forms.CheckboxSelectMultiple
        return forms.MultipleChoiceField(choices=_options(question), widget=boxes, error_messages=CHOOSE, **common)
    if question.kind in ("choice", "yes_no", "scale"):
        choices = [*_options(question), ("", _("Vet inte"))]
        return forms.ChoiceField(choices=choices, widget=forms.RadioSelect, error_messages=CHOOSE, **common)
    most = 20 if question.kind == "time" else 500
    return forms.CharField(max_length=most, **common)


def _options(question: Question) -> list[tuple[str, Any]]:
    if question.kind == "yes_no":
        return [(YES, _("Ja")), (NO, _("Nej"))]
    if question.kind == "scale" and question.scale:
        scale = question.scale
        ends = {scale.low: words.say(scale.low_text), scale.high: words.say(scale.high_text)}
        numbers = range(scale.low, scale.high + 1)
        return [(str(n), f"{n} {ends[n]}".strip() if n in ends else str(n)) for n in numbers]
    return [(option.id, words.say(option.text)) for option in question.options]


def answers_of(form: Form, data: Mapping[str, Any]) -> dict[str, Any]:
    """What was typed, as answers; what is empty or unknown is left out.

    A question that both rate is `id_person` and `id_staff`; `id` is the person's, or the staff's when they gave none.
    """
    found: dict[str, Any] = {}
    for one in asked(form.questions):
        value = _answer(one.question, data.get(one.name))
        if value is None:
            continue
        target = found if not one.group else _row_of(found, one)
        key = one.question.id
        if one.rater:
            target[f"{key}_{one.rater}"] = value
            if one.rater == "person" or key not in target:
                target[key] = value
        else:
            target[key] = value
    return {key: [row for row in value if row] if isinstance(value, list) and _is_rows(value) else value
            for key, value in found.items()}  # fmt: skip


def _is_rows(value: list[Any]) -> bool:
    return bool(value) and isinstance(value[0], dict)


def _row_of(found: dict[str, Any], one: Asked) -> dict[str, Any]:
    rows = found.setdefault(one.group, [])
    while len(rows) <= one.row:
        rows.append({})
    row: dict[str, Any] = rows[one.row]
    return row


def _answer(question: Question, value: Any) -> Any:
    if value in (None, "", [], UNKNOWN):
        return None
    if question.kind == "yes_no":
        return {YES: True, NO: False}.get(value)
    if question.kind == "scale":
        return int(value)
    if question.kind == "check":
        return True if value else None
    if isinstance(value, dt.date):
        return value.isoformat()
    if question.kind == "number":
        return int(value) if float(value).is_integer() else value
    return value


def typed(form: Form, answers: Mapping[str, Any]) -> dict[str, Any]:
    """Answers as they stand in the fields when a form is corrected."""
    found: dict[str, Any] = {}
    for one in asked(form.questions):
        rows = answers.get(one.group) or []
        source = answers if not one.group else rows[one.row] if one.row < len(rows) else {}
        value = source.get(f"{one.question.id}_{one.rater}" if one.rater else one.question.id)
        if isinstance(value, bool) and one.question.kind == "yes_no":
            value = YES if value else NO
        if value is not None:
            found[one.name] = str(value) if one.question.kind == "scale" else value
    return found


def follows(question: Question, answers: Mapping[str, Any]) -> bool:
    """Whether a question is asked, given the other answers; one without a condition always is."""
    return question.when is None or value_of(question.when, {"a": answers}) is True


def points_of(form: Form, answers: Mapping[str, Any]) -> dict[str, float]:
    """Points of the chosen options, by question; a scale counts its number."""
    found: dict[str, float] = {}
    for question in (one.question for one in asked(form.questions) if not one.group):
        value = answers.get(question.id)
        if question.kind == "scale" and isinstance(value, int):
            found[question.id] = value
        chosen = value if isinstance(value, list) else [value]
        points = [option.points for option in question.options if option.id in chosen and option.points is not None]
        if points:
            found[question.id] = sum(points)
    return found


def scores_of(form: Form, answers: Mapping[str, Any]) -> dict[str, float]:
    """Scores that can be reckoned; one that asks what was not answered is left out."""
    known = {"a": dict(answers), "points": points_of(form, answers)}
    found = {score.id: value_of(score.value, known) for score in form.scores}
    numbers = {key: value for key, value in found.items() if isinstance(value, int | float)}
    return {key: value for key, value in numbers.items() if not isinstance(value, bool)}


def told(form: Form, answers: Mapping[str, Any]) -> list[tuple[str, str]]:
    """Question and answer in words, without what is not answered; scores last."""
    found = []
    for one in asked(form.questions):
        rows = answers.get(one.group) or []
        source = answers if not one.group else rows[one.row] if one.row < len(rows) else {}
        value = source.get(f"{one.question.id}_{one.rater}" if one.rater else one.question.id)
        if value is not None:
            found.append((one.label, _said(one.question, value)))
    scores = scores_of(form, answers)
    sums = [(words.say(score.name), f"{scores[score.id]:g}") for score in form.scores if score.id in scores]
    return found + sums


def _said(question: Question, value: Any) -> str:
    if isinstance(value, bool):
        return str(_("Ja") if value else _("Nej"))
    named = dict(_options(question)) if question.kind in ("choice", "choices", "scale") else {}
    values = value if isinstance(value, list) else [value]
    said = ", ".join(str(named.get(str(one), one)) for one in values)
    return f"{said} {question.unit}" if question.unit else said
