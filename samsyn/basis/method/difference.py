"""What differs between two texts of a method, in words: parts that came, went or were changed."""

import difflib
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from samsyn.access.errors import Text
from samsyn.basis.code_list import queries as code_lists
from samsyn.basis.method import words
from samsyn.basis.method.schema import Expected, Method, Phase
from samsyn.basis.method.values import Part

ADDED, REMOVED, CHANGED = "added", "removed", "changed"
MOST_LINES, AROUND, LONGEST = 2_000, 2, 120
# Of a part, each thing that can be said of it: its key, what it is called, and what it is.
Face = dict[str, tuple[str, str]]


@dataclass(frozen=True, slots=True)
class Change:
    """One part that differs: how, which sort of part, its name, and what of it."""

    how: str
    sort: Text
    name: str
    details: tuple[str, ...] = ()

    @property
    def said(self) -> tuple[Text, str]:
        """How in words, with its tone."""
        told = {ADDED: (_("Ny"), "success"), REMOVED: (_("Borta"), "danger"), CHANGED: (_("Ändrad"), "info")}
        return told[self.how]


def differences(old: Method, new: Method) -> list[Change]:
    """In the order of the text: the method as a whole, its way, what is expected, and the other parts."""
    found = list(_whole(old, new))
    for sort, parts_of in PARTS:
        found += _between(sort, parts_of(old), parts_of(new))
    return found


def raw(old: str, new: str) -> list[str]:
    """The lines of the texts that differ, with a few around; at most two thousand."""
    lines = list(difflib.unified_diff(old.splitlines(), new.splitlines(), n=AROUND, lineterm=""))
    return lines[2:MOST_LINES]


Parts = dict[str, tuple[str, Face, Part]]


def _between(sort: Text, olds: Parts, news: Parts) -> Iterator[Change]:
    for key, (name, face, part) in news.items():
        if key not in olds:
            yield Change(ADDED, sort, name, _all(face, name))
        elif olds[key][2] != part or olds[key][1] != face:
            yield Change(CHANGED, sort, name, _details(olds[key][1], face))
    for key, (name, _face, _part) in olds.items():
        if key not in news:
            yield Change(REMOVED, sort, name)


def _all(face: Face, name: str) -> tuple[str, ...]:
    return tuple(f"{label}: {value}" for label, value in face.values() if value and value != name)


def _details(old: Face, new: Face) -> tuple[str, ...]:
    found = []
    for key in dict.fromkeys([*old, *new]):
        if key not in new or key not in old:
            told = _("Nytt: %(what)s") if key in new else _("Borta: %(what)s")
            found.append(told % {"what": (new if key in new else old)[key][0]})
        elif old[key] != new[key]:
            found.append(_changed(old[key], new[key]))
    return tuple(found) or (_("Något i delen är ändrat. Texten längre ner visar vad."),)


def _changed(old: tuple[str, str], new: tuple[str, str]) -> str:
    if old[0] != new[0] and old[1] == new[1]:
        return f"{old[0]} → {new[0]}"
    if max(len(old[1]), len(new[1])) > LONGEST:
        return _("%(what)s är ändrat") % {"what": new[0]}
    return f"{new[0]}: {old[1] or '–'} → {new[1] or '–'}"


def _face(*said: tuple[str, str]) -> Face:
    return {label: (label, value) for label, value in said}


def _whole(old: Method, new: Method) -> Iterator[Change]:
    """For whom, with whom, and what is watched."""
    before, after = _of_whole(old), _of_whole(new)
    if before != after:
        yield Change(CHANGED, _("Metoden"), words.say(new.name), _details(before, after))


def _of_whole(method: Method) -> Face:
    who = method.who
    signals = ", ".join(f"{name} {limit}" for name, limit in sorted(method.signals.limits.items()))
    roles = "; ".join(f"{words.say(role.name)} {role.hours_a_week or ''}".strip() for role in who.roles)
    return _face(
        (_("Namn"), words.say(method.name)), (_("Beskrivning"), words.say(method.about)),
        (_("Ålder"), words.between(who.ages, _("år"))),
        (_("Försörjning"), code_lists.words_of("livelihood", who.livelihoods)),
        (_("För vem"), code_lists.words_of("target_group", who.target_groups)),
        (_("Behov"), "; ".join(words.say(text) for text in who.needs)),
        (_("Före remissen"), "; ".join(words.say(need.otherwise) for need in who.requires)),
        (_("Beställs av"), words.people(who.orderers, method)),
        (_("Parter"), words.people((party.kind for party in who.parties), method)),
        (_("Roller"), roles), (_("Grupper om"), words.between(who.group_size, _("personer"))),
        (_("Signaler"), signals),
    )  # fmt: skip


def _phases(method: Method) -> Parts:
    return {phase.id: (words.say(phase.name), _of_phase(phase, method), _bare(phase)) for phase in method.way}


def _bare(phase: Phase) -> Phase:
    """Without what it expects, which is told by itself."""
    return phase.model_copy(update={"expects": ()})


def _of_phase(phase: Phase, method: Method) -> Face:
    return _face(
        (_("Namn"), words.say(phase.name)), (_("Varför"), words.say(phase.purpose)),
        (_("Öppnar"), words.opens(phase, method)), (_("Hur länge"), words.lasts(phase)),
        (_("Villkor"), phase.opens.when or ""), (_("Slutar när"), phase.ends.when if phase.ends else ""),
        (_("Får hoppas över"), _yes_no(phase.may_skip)),
    )  # fmt: skip


def _yes_no(value: bool) -> str:
    return _("ja") if value else _("nej")


def _things(method: Method) -> Parts:
    names = {one.id: words.say(one.name) for _phase, one in method.expectations()}
    return {
        one.id: (names[one.id], _of_thing(phase, one, method, names), one) for phase, one in method.expectations()
    }


def _of_thing(phase: Phase | None, one: Expected, method: Method, names: dict[str, str]) -> Face:
    return _face(
        (_("Namn"), words.say(one.name)), (_("Om"), words.say(one.about)), (_("Slag"), words.sort(one, method)),
        (_("Fas"), words.say(phase.name) if phase else str(_("det som återkommer"))),
        (_("När"), words.when(one)), (_("Vem"), words.people(one.by, method)),
        (_("Tillsammans med"), words.people(one.together_with, method)),
        (_("Efter"), ", ".join(names.get(name, name) for name in one.after)),
        (_("Tiden räknas från"), names.get(one.since or "", one.since or "")),
        (_("Villkor"), one.when or ""), (_("Kan bli"), ", ".join(words.say(option.text) for option in one.options)),
        (_("Om det behövs"), _yes_no(one.optional)),
    )  # fmt: skip


def _forms(method: Method) -> Parts:
    found: Parts = {}
    for form in method.forms:
        face: Face = {"": (_("Namn"), words.say(form.name))}
        for question in form.questions:
            options = ", ".join(words.say(option.text) for option in question.options)
            scale = f"{question.scale.low}–{question.scale.high}" if question.scale else ""
            said = " · ".join(part for part in (options, scale, question.when or "") if part)
            face[question.id] = (words.say(question.text), said)
        found[form.id] = (words.say(form.name), face, form)
    return found


def _ladders(method: Method) -> Parts:
    found: Parts = {}
    for ladder in method.ladders:
        face = _face((_("Namn"), words.say(ladder.name)), (_("Steg"), _lines(step.text for step in ladder.steps)))
        for module in ladder.modules:
            face[f".{module.id}"] = (words.say(module.name), _lines(step.text for step in module.steps))
        found[ladder.id] = (words.say(ladder.name), face, ladder)
    return found


def _lines(texts: Iterable[words.Words]) -> str:
    return " / ".join(words.say(text) for text in texts)


def _documents(method: Method) -> Parts:
    return {
        one.id: (words.say(one.name), _face(
            (_("Namn"), words.say(one.name)), (_("Skrivs under av"), words.people(one.signed_by, method)),
        ), one) for one in method.documents
    }  # fmt: skip


def _meetings(method: Method) -> Parts:
    return {
        one.id: (words.say(one.name), _face(
            (_("Namn"), words.say(one.name)), (_("Slag"), code_lists.words("meeting_kind", one.kind)),
            (_("Kallas"), words.people(one.calls, method)), (_("Dagordning"), _lines(one.agenda)),
            (_("Minuter"), str(one.minutes or "")),
        ), one) for one in method.meetings
    }  # fmt: skip


def _courses(method: Method) -> Parts:
    return {
        one.id: (words.say(one.name), _face(
            (_("Namn"), words.say(one.name)), (_("Hur ofta"), words.rhythm_of(one)),
            (_("Platser"), words.between(one.places)), (_("Innehåll"), _lines(one.topics)),
        ), one) for one in method.courses
    }  # fmt: skip


def _goals(method: Method) -> Parts:
    return {
        goal.id: (words.say(goal.name), _face(
            (_("Namn"), words.say(goal.name)), (_("Andel"), f"{goal.share:.0%}" if goal.share else ""),
            (_("Av"), words.say(goal.among)), (_("Nått när"), goal.met),
        ), goal) for goal in method.goals
    }  # fmt: skip


PARTS: tuple[tuple[Text, Callable[[Method], Parts]], ...] = (
    (gettext_lazy("Fas"), _phases), (gettext_lazy("Väntas"), _things), (gettext_lazy("Formulär"), _forms),
    (gettext_lazy("Trappa"), _ladders), (gettext_lazy("Dokument"), _documents), (gettext_lazy("Möte"), _meetings),
    (gettext_lazy("Kurs"), _courses), (gettext_lazy("Mål"), _goals),
)  # fmt: skip
