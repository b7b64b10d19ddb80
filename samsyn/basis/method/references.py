"""What one part of a method says of another: names that must exist, orders that must not go round, times that fit."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping

from django.utils.translation import gettext_lazy as _

from samsyn.access.errors import Text
from samsyn.basis.code_list import queries as code_lists
from samsyn.basis.method.asked import unknown_answers, unknown_in
from samsyn.basis.method.conditions import ConditionError, check_expression, no_such
from samsyn.basis.method.content import Form, Question
from samsyn.basis.method.pictograms import unknown_pictures
from samsyn.basis.method.schema import Expected, Method
from samsyn.basis.method.values import Words
from samsyn.basis.party.models import PartyKind

Fault = tuple[tuple[int | str, ...], Text]
EVERYBODY = frozenset({"person", "owner", "unit_manager", "employer", "school", "care", "relative", "group"})
SINCE = frozenset({"enrolment", "exit"})
PLACEHOLDER = re.compile(r"\{\{(.*?)\}\}", re.DOTALL)  # {{ expression }} in the words of a document
IN_DOCUMENTS = {"p", "name", "number", "today", "unit", "staff"}
FOR_MANY = IN_DOCUMENTS - {"p", "number"}  # on a certificate
ON_CERTIFICATES = frozenset({"activities", "ratings"})
OF_THE_TEXT = frozenset({"form", "document", "rating", "course"})
LISTS = {"activity": "activity_kind", "assessment": "assessment_kind"}


def faults_between_parts(method: Method) -> Iterator[Fault]:
    """Every fault, with the path to it."""
    yield from _twice(method)
    yield from _codes(method)
    yield from _people(method)
    yield from _phases(method)
    for where, one in _expected(method):
        yield from ((where + then, words) for then, words in _of_expected(method, one))
    yield from _circles(method)
    yield from _ladders(method)
    yield from unknown_pictures(method.ladders)
    for at, form in enumerate(method.forms):
        yield from ((("forms", at, *then), words) for then, words in _of_form(form))
    yield from _documents(method)
    for where, text in _conditions(method):
        yield from ((where, words) for words in unknown_in(method, text))


def _conditions(method: Method) -> Iterator[tuple[tuple[int | str, ...], str]]:
    for where, one in _expected(method):
        if one.when:
            yield (*where, "when"), one.when
    for at, phase in enumerate(method.way):
        if phase.opens.when:
            yield ("way", at, "opens", "when"), phase.opens.when
        if phase.ends:
            yield ("way", at, "ends", "when"), phase.ends.when
    for at, goal in enumerate(method.goals):
        yield ("goals", at, "met"), goal.met
        yield from ((("goals", at, "excluded", n, "when"), one.when) for n, one in enumerate(goal.excluded))
    for at, need in enumerate(method.who.requires):
        yield ("who", "requires", at, "when"), need.when


def _expected(method: Method) -> Iterator[tuple[tuple[int | str, ...], Expected]]:
    for at, phase in enumerate(method.way):
        yield from ((("way", at, "expects", n), one) for n, one in enumerate(phase.expects))
    yield from ((("rhythm", n), one) for n, one in enumerate(method.rhythm))


def _repeated(named: Iterable[tuple[tuple[int | str, ...], str]]) -> Iterator[Fault]:
    seen: set[str] = set()
    for where, name in named:
        if name in seen:
            yield (*where, "id"), _("%(name)s finns redan. Ge den ett eget id.") % {"name": name}
        seen.add(name)


def _twice(method: Method) -> Iterator[Fault]:
    for part in ("way", "ladders", "forms", "documents", "meetings", "courses", "goals"):
        yield from _repeated(((part, at), one.id) for at, one in enumerate(getattr(method, part)))
    yield from _repeated((where, one.id) for where, one in _expected(method))
    yield from _repeated((("who", "roles", at), one.id) for at, one in enumerate(method.who.roles))
    yield from _repeated(
        (("ladders", n, "modules", m), one.id)
        for n, ladder in enumerate(method.ladders)
        for m, one in enumerate(ladder.modules)
    )


def _codes(method: Method) -> Iterator[Fault]:
    who = method.who
    for field, list_name in (("livelihoods", "livelihood"), ("target_groups", "target_group")):
        known = dict(code_lists.choices(list_name))
        for at, code in enumerate(getattr(who, field)):
            if code not in known:
                yield ("who", field, at), no_such(code, known)
    origins = {*PartyKind.values, *dict(code_lists.choices("referral_origin"))}
    for at, code in enumerate(who.orderers):
        if code not in origins:
            yield ("who", "orderers", at), no_such(code, origins)
    for at, party in enumerate(who.parties):
        if party.kind not in PartyKind.values:
            yield ("who", "parties", at, "kind"), no_such(party.kind, PartyKind.values)
    for at, role in enumerate(who.roles):
        if role.party and role.party not in PartyKind.values:
            yield ("who", "roles", at, "party"), no_such(role.party, PartyKind.values)
    areas = dict(code_lists.choices("assessment_area"))
    for at, ladder in enumerate(method.ladders):
        if ladder.area and ladder.area not in areas:
            yield ("ladders", at, "area"), no_such(ladder.area, areas)
    kinds = dict(code_lists.choices("meeting_kind"))
    for at, meeting in enumerate(method.meetings):
        if meeting.kind not in kinds:
            yield ("meetings", at, "kind"), no_such(meeting.kind, kinds)


def _people(method: Method) -> Iterator[Fault]:
    """Whoever is named is a role of the text, a kind of party, or one of the words everybody has."""
    known = {*EVERYBODY, *PartyKind.values, *(role.id for role in method.who.roles)}
    for where, names in _named(method):
        for at, name in enumerate(names):
            if name not in known:
                yield (*where, at), no_such(name, known)


def _named(method: Method) -> Iterator[tuple[tuple[int | str, ...], tuple[str, ...]]]:
    for where, one in _expected(method):
        yield (*where, "by"), one.by
        yield (*where, "with"), one.together_with
        if one.if_nothing:
            yield (*where, "if_nothing", "tell"), one.if_nothing.tell
    for at, document in enumerate(method.documents):
        yield ("documents", at, "signed_by"), document.signed_by
    for at, meeting in enumerate(method.meetings):
        yield ("meetings", at, "calls"), meeting.calls
    for at, course in enumerate(method.courses):
        yield ("courses", at, "led_by"), course.led_by
    if method.purse:
        yield ("purse", "decided_by"), method.purse.decided_by


def _phases(method: Method) -> Iterator[Fault]:
    known = {phase.id for phase in method.way}
    for at, phase in enumerate(method.way):
        for n, before in enumerate(phase.opens.after):
            if before not in known:
                yield ("way", at, "opens", "after", n), no_such(before, known)
        opens = phase.opens
        if opens.earliest and opens.latest and opens.latest.days < opens.earliest.days:
            yield ("way", at, "opens", "latest"), _("Sista tiden kommer före första. Ändra earliest eller latest.")
        for n, one in enumerate(phase.expects):
            if phase.lasts.most and one.earliest and one.earliest.days > phase.lasts.most.days:
                yield ("way", at, "expects", n, "earliest"), _(
                    "Det börjar först när fasen är slut (%(most)s). Ändra tiden eller fasens lasts."
                ) % {"most": phase.lasts.most}


def _of_expected(method: Method, one: Expected) -> Iterator[Fault]:
    ids = {other.id for _phase, other in method.expectations()}
    for at, before in enumerate(one.after):
        if before not in ids:
            yield ("after", at), no_such(before, ids)
    since = {*SINCE, *ids, *(phase.id for phase in method.way)}
    if one.since and one.since not in since:
        yield ("since",), no_such(one.since, since)
    kinds = _kinds(method, one.what)
    if kinds is not None and one.kind not in kinds and (one.kind or one.what in OF_THE_TEXT):
        yield ("kind",), no_such(one.kind or str(_("(inget)")), kinds)
    if kinds is None and one.kind:
        yield ("kind",), _("%(what)s har inga slag. Ta bort kind, och säg vilket i name.") % {"what": one.what}
    for option, times in Counter(option.id for option in one.options).items():
        if times > 1:
            yield ("options",), _("Utfallet %(name)s finns två gånger. Ge det ena ett annat id.") % {"name": option}
    if one.until and one.first and one.until.days < one.first.days:
        yield ("until",), _("Det slutar innan det börjar. Ändra first eller until.")
    if one.until and one.every and one.until.days < one.every.days:
        yield ("until",), _("Det slutar före första gången. Ändra every eller until.")
    if one.remind and one.every and one.remind.days >= one.every.days:
        yield ("remind",), _("Påminnelsen kommer tidigare än förra gången. Skriv en kortare tid.")


def _kinds(method: Method, what: str) -> set[str] | None:
    """What `kind` may be for this sort of thing; None: anything, or nothing."""
    if what in LISTS:
        return set(dict(code_lists.choices(LISTS[what])))
    own: Mapping[str, set[str]] = {
        "form": {form.id for form in method.forms},
        "document": {document.id for document in method.documents},
        "course": {course.id for course in method.courses},
        "rating": {ladder.id for ladder in method.ladders} | {m.id for of in method.ladders for m in of.modules},
        "meeting": {m.id for m in method.meetings} | set(dict(code_lists.choices("meeting_kind"))),
    }
    return own.get(what)


def _circles(method: Method) -> Iterator[Fault]:
    phases = {phase.id: phase.opens.after for phase in method.way}
    for at, phase in enumerate(method.way):
        if _leads_back(phase.id, phases):
            yield ("way", at, "opens", "after"), _circle(phase.id)
    things = {one.id: one.after for _phase, one in method.expectations()}
    for where, one in _expected(method):
        if _leads_back(one.id, things):
            yield (*where, "after"), _circle(one.id)
    modules = {m.id: (m.part_of,) if m.part_of else () for of in method.ladders for m in of.modules}
    for n, ladder in enumerate(method.ladders):
        for m, module in enumerate(ladder.modules):
            if module.part_of and module.part_of not in modules:
                yield ("ladders", n, "modules", m, "part_of"), no_such(module.part_of, modules)
            elif _leads_back(module.id, modules):
                yield ("ladders", n, "modules", m, "part_of"), _circle(module.id)


def _circle(name: str) -> Text:
    words = _("%(name)s väntar på sig själv, genom det som kommer före. Ta bort ett av stegen i ringen.")
    return words % {"name": name}


def _leads_back(name: str, before: Mapping[str, tuple[str, ...]]) -> bool:
    seen: set[str] = set()
    ahead = list(before.get(name, ()))
    while ahead:
        step = ahead.pop()
        if step == name:
            return True
        if step not in seen:
            seen.add(step)
            ahead += before.get(step, ())
    return False


def _ladders(method: Method) -> Iterator[Fault]:
    for n, ladder in enumerate(method.ladders):
        if not ladder.modules and not ladder.steps:
            yield ("ladders", n), _("Trappan har inga steg. Skriv steps, eller modules med steps.")
        for m, module in enumerate(ladder.modules):
            if not module.steps and not ladder.steps:
                yield ("ladders", n, "modules", m), _("Modulen har inga steg. Skriv steps här eller i trappan.")


def _of_form(form: Form) -> Iterator[Fault]:
    ids = [question.id for question in _all_questions(form.questions)]
    for name, times in Counter(ids).items():
        if times > 1:
            yield ("questions",), _("Frågan %(name)s finns två gånger. Ge den ena ett annat id.") % {"name": name}
    for at, question in enumerate(form.questions):
        yield from ((("questions", at, *then), words) for then, words in _of_question(question, form))
    for at, score in enumerate(form.scores):
        yield from ((("scores", at, "value"), words) for words in _expression(score.value, {"a", "points"}))
        yield from ((("scores", at, "value"), words) for words in unknown_answers([form], score.value, "a"))


def _all_questions(questions: tuple[Question, ...]) -> Iterator[Question]:
    for question in questions:
        yield question
        yield from _all_questions(question.questions)


def _of_question(question: Question, form: Form) -> Iterator[Fault]:
    for name, times in Counter(option.id for option in question.options).items():
        if times > 1:
            yield ("options",), _("Svaret %(name)s finns två gånger. Ge det ena ett annat id.") % {"name": name}
    if question.when:
        yield from ((("when",), words) for words in _expression(question.when, {"a"}))
        yield from ((("when",), words) for words in unknown_answers([form], question.when, "a"))
    for at, inner in enumerate(question.questions):
        yield from ((("questions", at, *then), words) for then, words in _of_question(inner, form))


def _expression(text: str, known: set[str]) -> Iterator[Text]:
    try:
        check_expression(text, known)
    except ConditionError as error:
        yield error.words


def _documents(method: Method) -> Iterator[Fault]:
    forms = {form.id for form in method.forms}
    for at, document in enumerate(method.documents):
        for n, block in enumerate(document.body):
            where = ("documents", at, "body", n)
            if block.answers and block.answers not in forms:
                yield (*where, "answers"), no_such(block.answers, forms)
            is_for_many = document.kind == "certificate"
            if is_for_many and (block.answers or block.record not in {None, *ON_CERTIFICATES}):
                yield where, _("Ett intyg visas för många. Ta bort delen; record får vara activities eller ratings.")
            for words in (block.text, block.heading, *block.items, *block.checks):
                for expression in _expressions(words):
                    known = FOR_MANY if is_for_many else IN_DOCUMENTS
                    yield from ((where, fault) for fault in _expression(expression, known))


def _expressions(words: Words | None) -> Iterator[str]:
    """In every language, each once."""
    said = (words.sv, words.en, words.easy) if words else ()
    yield from dict.fromkeys(one for text in said for one in PLACEHOLDER.findall(text or ""))
