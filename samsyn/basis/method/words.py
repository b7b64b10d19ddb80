"""What a method says, in the reader's words: times, people, kinds."""

from collections.abc import Iterable, Sequence

from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from samsyn.access.errors import Text
from samsyn.basis.code_list import queries as code_lists
from samsyn.basis.method.content import Course, Document, Form, Ladder, MeetingKind, Module
from samsyn.basis.method.references import LISTS
from samsyn.basis.method.schema import Expected, Method, Phase
from samsyn.basis.method.values import Range, Span, Words
from samsyn.basis.party.models import PartyKind


def language() -> str:
    """`sv` or `en`: that of the page."""
    return "en" if (get_language() or "sv").startswith("en") else "sv"


def say(words: Words | None) -> str:
    """In the language of the page."""
    return words.say(language()) if words else ""


def easily(said: Words) -> str:
    """In easy-read Swedish, or in the language of the page where that is another."""
    return said.say("easy" if language() == "sv" else language()).rstrip(".")


def span(length: Span) -> str:
    """A length of time in words."""
    count = {"n": length.count}
    if length.unit == "day":
        return ngettext("%(n)s dag", "%(n)s dagar", length.count) % count
    if length.unit == "week":
        return ngettext("%(n)s vecka", "%(n)s veckor", length.count) % count
    if length.unit == "month":
        return ngettext("%(n)s månad", "%(n)s månader", length.count) % count
    return ngettext("%(n)s år", "%(n)s år", length.count) % count


def when(one: Expected) -> str:
    """When something is expected: "inom 3 veckor", "varje 3 månader", "efter 1 vecka, 2 veckor"."""
    if one.every:
        told = _("var %(time)s") if one.every.count == 1 else _("med %(time)s mellan")
        return told % {"time": span(one.every)}
    if one.at:
        return _("efter %(times)s") % {"times": ", ".join(span(time) for time in one.at)}
    if one.earliest and one.latest:
        return _("%(first)s till %(last)s in") % {"first": span(one.earliest), "last": span(one.latest)}
    if one.latest:
        return _("inom %(time)s") % {"time": span(one.latest)}
    return _("tidigast efter %(time)s") % {"time": span(one.earliest)} if one.earliest else ""


def between(numbers: Range | None, unit: str = "") -> str:
    """A range in words, empty for none."""
    if numbers is None:
        return ""
    low, high = ("" if n is None else str(n) for n in (numbers.low, numbers.high))
    return f"{low}–{high} {unit}".strip() if low != high else f"{low} {unit}".strip()


def people(names: Iterable[str], method: Method) -> str:
    """Roles of the method, kinds of party and those that every method may name."""
    roles = {role.id: say(role.name) for role in method.who.roles}
    kinds = {str(code): str(label) for code, label in PartyKind.choices}
    return ", ".join(roles.get(name) or kinds.get(name) or str(everybody().get(name, name)) for name in names)


def everybody() -> dict[str, Text]:
    """Those that every method may name."""
    return {
        "person": _("personen"), "owner": _("den som ansvarar för ärendet"), "unit_manager": _("enhetschefen"),
        "employer": _("arbetsgivaren"), "school": _("skolan"), "care": _("vården"), "relative": _("en närstående"),
        "group": _("gruppen"),
    }  # fmt: skip


def sorts() -> dict[str, Text]:
    """What each sort of expected thing is called."""
    return {
        "activity": _("Aktivitet"), "meeting": _("Möte"), "form": _("Formulär"), "rating": _("Skattning"),
        "document": _("Dokument"), "assessment": _("Bedömning"), "decision": _("Ställningstagande"),
        "course": _("Kurs eller grupp"), "note": _("Anteckning"), "request": _("Begäran"),
        "follow_up": _("Uppföljning"), "step_move": _("Stegförflyttning"), "livelihood": _("Försörjning"),
        "plan": _("Plan"), "goal": _("Mål"), "workplace": _("Arbetsplats"), "purchase": _("Inköp"),
        "contact": _("Kontakt"),
    }  # fmt: skip


def sort(one: Expected, method: Method) -> str:
    """What sort of thing it is, and which."""
    named = str(sorts()[one.what])
    which = _which(one, method)
    return f"{named}: {which}" if which and which != say(one.name) else named


def _which(one: Expected, method: Method) -> str:
    if not one.kind:
        return ""
    if one.what in LISTS:
        return code_lists.words(LISTS[one.what], one.kind)
    own: dict[str, Sequence[Form | Document | Course | MeetingKind | Ladder | Module]] = {
        "form": method.forms, "document": method.documents, "course": method.courses, "meeting": method.meetings,
        "rating": (*method.ladders, *(module for ladder in method.ladders for module in ladder.modules)),
    }  # fmt: skip
    found = next((part for part in own.get(one.what, ()) if part.id == one.kind), None)
    return say(found.name) if found else code_lists.words("meeting_kind", one.kind)


def opens(phase: Phase, method: Method) -> str:
    """What opens a phase."""
    names = {other.id: say(other.name) for other in method.way}
    told = []
    if phase.opens.after:
        told.append(_("efter %(phases)s") % {"phases": ", ".join(names[name] for name in phase.opens.after)})
    if phase.opens.when:
        told.append(_("när villkoret är uppfyllt"))
    if phase.opens.earliest:
        told.append(_("tidigast %(time)s in") % {"time": span(phase.opens.earliest)})
    return ", ".join(told) or str(_("från början"))


def lasts(phase: Phase) -> str:
    """How long it goes on."""
    known = phase.lasts
    parts = [
        _("minst %(time)s") % {"time": span(known.least)} if known.least else "",
        _("oftast %(time)s") % {"time": span(known.usual)} if known.usual else "",
        _("högst %(time)s") % {"time": span(known.most)} if known.most else "",
    ]
    return ", ".join(part for part in parts if part)


def rhythm_of(course: Course) -> str:
    """Weeks, times a week and hours in one line."""
    parts = [between(course.weeks, str(_("veckor")))]
    if course.times_a_week:
        times = course.times_a_week
        parts.append(ngettext("%(n)s gång i veckan", "%(n)s gånger i veckan", times) % {"n": times})
    if course.hours:
        parts.append(_("%(n)s timmar åt gången") % {"n": f"{course.hours:g}"})
    return " · ".join(part for part in parts if part)
