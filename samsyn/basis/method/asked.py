"""What conditions and forms ask for must exist: codes, states, phases, things, questions and their answers."""

import re
from collections.abc import Iterator

from django.utils.translation import gettext_lazy as _

from samsyn.access.errors import Text
from samsyn.basis.code_list import queries as code_lists
from samsyn.basis.method.conditions import (
    bodies,
    compared_codes,
    done_named,
    no_such,
    phase_states,
    phases_named,
    words_for,
)
from samsyn.basis.method.content import Form, Question
from samsyn.basis.method.schema import Expected, Method, Phase
from samsyn.basis.party.models import PartyKind

CODED = {
    "livelihoods.kind": "livelihood", "occupations.kind": "occupation", "activities.kind": "activity_kind",
    "assessments.kind": "assessment_kind", "exit.outcome": "exit_outcome", "exit.reason": "exit_reason",
    "steps.area": "assessment_area",
}  # fmt: skip
STATES: dict[str, frozenset[str]] = {
    "activities.state": frozenset({"planned", "waiting", "under_way", "interrupted", "done"}),
    "activities.party": frozenset(PartyKind.values),
    "workplaces.state": frozenset({"under_way"}),
    "meetings.state": frozenset({"called", "held"}),
    "documents.state": frozenset({"made", "signed"}),
    "steps.direction": frozenset({"forward", "sideways", "back", "none"}),
}
PHASE_STATES = frozenset({"waiting", "open", "ended", "skipped"})
CHOSEN = ("choice", "choices")


def unknown_in(method: Method, text: str) -> Iterator[Text]:
    """Every name in a condition that nothing has: a misspelled one would never be true."""
    for name, code in compared_codes(text):
        known = _known(method, name)
        if code not in known:
            yield no_such(code, known)
    yield from _parts(method, text)
    for variable, body in bodies(text, "forms"):
        named = set(words_for(body, f"{variable}.id"))
        forms = [form for form in method.forms if not named or form.id in named]
        if forms:
            yield from unknown_answers(forms, body, f"{variable}.answers")
            yield from _scores(forms, body, variable)
    for variable, body in bodies(text, "decisions"):
        yield from _outcomes(method, body, variable)


def _known(method: Method, name: str) -> set[str]:
    if name in STATES:
        return set(STATES[name])
    if name in CODED:
        return set(dict(code_lists.choices(CODED[name])))
    modules = {module.id for ladder in method.ladders for module in ladder.modules}
    own: dict[str, set[str]] = {
        "forms.id": {form.id for form in method.forms},
        "documents.id": {document.id for document in method.documents},
        "ratings.module": modules | {ladder.id for ladder in method.ladders},
        "meetings.kind": set(dict(code_lists.choices("meeting_kind"))),
        "decisions.id": {one.id for _phase, one in method.expectations()},
    }
    return own[name]


def _parts(method: Method, text: str) -> Iterator[Text]:
    """Things in `p.done`, phases in `p.phases`, and their states."""
    phases = {phase.id: phase for phase in method.way}
    things = {one.id: (phase, one) for phase, one in method.expectations()}
    for name in done_named(text):
        if name in phases and name not in things:
            words = _("%(name)s är en fas. Skriv p.phases.%(name)s == 'ended'.")
            yield words % {"name": name}
        elif name not in things:
            yield no_such(name, things)
        elif _is_never_done(*things[name]):
            words = _("%(name)s väntas aldrig av den som är inskriven, så det blir aldrig klart. Ta bort villkoret.")
            yield words % {"name": name}
    for name in phases_named(text):
        if name not in phases:
            yield no_such(name, phases)
    for state in phase_states(text):
        if state not in PHASE_STATES:
            yield no_such(state, PHASE_STATES)


def _is_never_done(phase: Phase | None, one: Expected) -> bool:
    return one.per == "group" or (phase is not None and phase.before_enrolment)


def questions_of(form: Form) -> dict[str, Question]:
    """Every question by how it is asked for, also those in a group and each of two ratings."""
    found: dict[str, Question] = {}
    for question in _all(form.questions):
        found[question.id] = question
        found |= {f"{question.id}_{rater}": question for rater in question.rated_by}
    return found


def _all(questions: tuple[Question, ...]) -> Iterator[Question]:
    for question in questions:
        yield question
        yield from _all(question.questions)


def unknown_answers(forms: list[Form], text: str, name: str) -> Iterator[Text]:
    """Questions (`a.energy`) that none of these forms has, and answers that the question does not have."""
    questions: dict[str, list[Question]] = {}
    for form in forms:
        for key, question in questions_of(form).items():
            questions.setdefault(key, []).append(question)
    for key in sorted(set(re.findall(rf"(?<![\w.]){re.escape(name)}\.([A-Za-z_]\w*)", text))):
        if key not in questions:
            yield no_such(key, questions)
        else:
            yield from _not_answers(questions[key], text, f"{name}.{key}")


def _not_answers(questions: list[Question], text: str, name: str) -> Iterator[Text]:
    said = set(words_for(text, name)) | set(_not_equal(text, name))
    said |= {word for _quote, word in re.findall(rf"(['\"])([^'\"]*)\1\s+in\s+{re.escape(name)}\b", text)}
    if said and all(question.kind in ("yes_no", "check") for question in questions):
        yield _("%(name)s är true eller false. Jämför med det, utan citattecken.") % {"name": name}
    elif all(question.kind in CHOSEN for question in questions):
        known = {option.id for question in questions for option in question.options}
        yield from (no_such(word or "''", known) for word in sorted(said - known))


def _not_equal(text: str, name: str) -> list[str]:
    return [word for _quote, word in re.findall(rf"\b{re.escape(name)}\s*!=\s*(['\"])([^'\"]*)\1", text)]


def _scores(forms: list[Form], body: str, variable: str) -> Iterator[Text]:
    known = {score.id for form in forms for score in form.scores}
    for name in sorted(set(re.findall(rf"(?<![\w.]){variable}\.scores\.([A-Za-z_]\w*)", body))):
        if name not in known:
            yield no_such(name, known)


def _outcomes(method: Method, body: str, variable: str) -> Iterator[Text]:
    """Outcomes of a decision that states them."""
    named = words_for(body, f"{variable}.id")
    things = [one for _phase, one in method.expectations() if one.id in named]
    if not things or any(not one.options for one in things):
        return
    known = {option.id for one in things for option in one.options}
    outcome = f"{variable}.outcome"
    for word in sorted({*words_for(body, outcome), *_not_equal(body, outcome)} - known):
        yield no_such(word, known)
