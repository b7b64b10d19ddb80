"""Which fields each common part of a method has, and what may be chosen in them; the rest is written in the text."""

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Any, get_args

from django.utils.translation import gettext_lazy as _
from ruamel.yaml.comments import CommentedMap

from samsyn.access.errors import Text
from samsyn.basis.code_list import queries as code_lists
from samsyn.basis.method import words
from samsyn.basis.method.content import Document
from samsyn.basis.method.pieces import Choices, Piece
from samsyn.basis.method.references import LISTS
from samsyn.basis.party.models import PartyKind


def _rows(node: Any, name: str) -> list[Any]:
    found = node.get(name) if isinstance(node, dict) else None
    return [one for one in found if isinstance(one, dict)] if isinstance(found, list) else []


def rows(node: Any, name: str) -> list[tuple[str, Any]]:
    """Parts in a list of the text, each with its word in an address: its id, or its number where that says more."""
    found: list[tuple[str, Any]] = []
    row = node.get(name) if isinstance(node, dict) else None
    for number, one in enumerate(row if isinstance(row, list) else [], start=1):
        if isinstance(one, dict):
            own = str(one.get("id") or "")
            is_own = bool(_NAME.match(own)) and own not in dict(found)
            found.append((own if is_own else str(number), one))
    return found


def named(one: Any, *, field: str = "name") -> str:
    """What a part is called: its words in Swedish, otherwise its id."""
    said = one.get(field)
    said = said.get("sv") if isinstance(said, dict) else said
    return str(said or one.get("id") or "–")


def _of(name: str, *, field: str = "name") -> Choices:
    return lambda tree: [(one.get("id"), named(one, field=field)) for one in _rows(tree, name)]


def _listed(name: str) -> Choices:
    return lambda _tree: code_lists.choices(name)


def _fixed(*pairs: tuple[str, Text]) -> Choices:
    return lambda _tree: pairs


def _things(tree: Any) -> Iterator[tuple[Any, Any]]:
    for phase in _rows(tree, "way"):
        yield from ((one.get("id"), named(one)) for one in _rows(phase, "expects"))
    yield from ((one.get("id"), named(one)) for one in _rows(tree, "rhythm"))


def _since(tree: Any) -> Iterator[tuple[Any, Any]]:
    yield "enrolment", _("inskrivningen")
    yield "exit", _("avslutet")
    yield from _of("way")(tree)
    yield from _things(tree)


def _people(tree: Any) -> Iterator[tuple[Any, Any]]:
    yield from _of("roles")(tree.get("who") if isinstance(tree.get("who"), dict) else {})
    yield from words.everybody().items()
    yield from PartyKind.choices


def _kinds(tree: Any) -> Iterator[tuple[str, list[tuple[Any, Any]]]]:
    """What `kind` may be, by what."""
    sorts = words.sorts()
    for what, name in LISTS.items():
        yield str(sorts[what]), list(code_lists.choices(name))
    yield str(sorts["meeting"]), [*_of("meetings")(tree), *code_lists.choices("meeting_kind")]
    for what, name in (("form", "forms"), ("document", "documents"), ("course", "courses")):
        if found := list(_of(name)(tree)):
            yield str(sorts[what]), found
    ladders = _rows(tree, "ladders")
    modules = [(m.get("id"), named(m)) for ladder in ladders for m in _rows(ladder, "modules")]
    if ladders:
        yield str(sorts["rating"]), [*_of("ladders")(tree), *modules]


def _orderers(_tree: Any) -> Iterable[tuple[str, Any]]:
    return [*PartyKind.choices, *code_lists.choices("referral_origin")]


def _document_kinds(_tree: Any) -> Iterable[tuple[str, Any]]:
    said = {
        "agreement": _("Överenskommelse"), "certificate": _("Intyg"), "final_documentation": _("Slutdokumentation"),
        "question_list": _("Frågelista"), "checklist": _("Checklista"), "letter": _("Brev"),
    }  # fmt: skip
    return [(kind, said.get(kind, kind)) for kind in get_args(Document.model_fields["kind"].annotation)]


def _question_kinds(_tree: Any) -> Iterable[tuple[str, Any]]:
    return [
        ("words", _("Några ord")), ("long_words", _("Längre text")), ("yes_no", _("Ja eller nej")),
        ("choice", _("Ett av flera svar")), ("choices", _("Flera svar")), ("scale", _("Skala")),
        ("number", _("Ett tal")), ("day", _("En dag")), ("time", _("En tid")), ("check", _("En ruta att kryssa i")),
        ("heading", _("En rubrik")),
    ]  # fmt: skip


_NAME = re.compile(r"\A[a-z][a-z0-9_]*\Z")
IF = _("Ett villkor, som p.age >= 18. Tomt: gäller alla.")
TIME = _("Till exempel 2 veckor eller 3 månader.")
HEAD = (
    Piece(("name",), "words", _("Namn"), is_needed=True),
    Piece(("about",), "long_words", _("Vad metoden är"), is_needed=True),
    Piece(("licence", "text"), "text", _("Villkor för texten"), _("Till exempel EUPL-1.2."), is_needed=True),
)
WHO = (
    Piece(("ages",), "range", _("Ålder")),
    Piece(("target_groups",), "names", _("Målgrupper"), choices=_listed("target_group")),
    Piece(("needs",), "lines", _("Behov"), _("Ett behov på varje rad.")),
    Piece(("livelihoods",), "names", _("Försörjning"), choices=_listed("livelihood")),
    Piece(("orderers",), "names", _("Vem som kan beställa"), choices=_orderers),
    Piece(("parties",), "parties", _("Parter som är med"), choices=lambda _tree: PartyKind.choices),
    Piece(("group_size",), "range", _("Gruppens storlek")),
)
PHASE = (
    Piece(("name",), "words", _("Namn"), is_needed=True),
    Piece(("purpose",), "long_words", _("Syfte")),
    Piece(("opens", "after"), "names", _("Öppnar efter"), choices=_of("way")),
    Piece(("opens", "when"), "asked", _("Öppnar när"), IF),
    Piece(("opens", "earliest"), "time", _("Öppnar tidigast efter inskrivningen"), TIME),
    Piece(("opens", "latest"), "time", _("Öppnar senast efter inskrivningen"), TIME, is_rare=True),
    Piece(("lasts", "least"), "time", _("Varar minst"), TIME, is_rare=True),
    Piece(("lasts", "usual"), "time", _("Varar oftast"), TIME),
    Piece(("lasts", "most"), "time", _("Varar högst"), TIME),
    Piece(("ends", "when"), "asked", _("Slutar när"), _("Ett villkor. Tomt: när allt i fasen är klart."), is_rare=True),
    Piece(("may_skip",), "truth", _("Fasen får hoppas över"), is_so=True),
    Piece(("before_enrolment",), "truth", _("Fasen är före inskrivningen"), is_rare=True),
)
PER = _fixed(("person", _("varje person")), ("group", _("gruppen")))
EXPECTED = (
    Piece(("name",), "words", _("Namn"), is_needed=True),
    Piece(("about",), "long_words", _("Mer om det")),
    Piece(("what",), "choice", _("Vad det är"), choices=lambda _tree: words.sorts().items(), is_needed=True),
    Piece(("kind",), "choice", _("Vilket slag"), _("Välj under den rubrik som är vad det är."), choices=_kinds),
    Piece(("options",), "options", _("Hur ställningstagandet kan bli"), _("Ett utfall på varje rad."), is_rare=True),
    Piece(("by",), "names", _("Vem gör det"), choices=_people),
    Piece(("with",), "names", _("Tillsammans med"), choices=_people, is_rare=True),
    Piece(("when",), "asked", _("Väntas när"), IF),
    Piece(("after",), "names", _("Efter att det här är klart"), choices=_things, is_rare=True),
    Piece(("since",), "choice", _("Tiderna räknas från"), _("Tomt: när fasen öppnade."), choices=_since, is_rare=True),
    Piece(("earliest",), "time", _("Tidigast efter"), TIME),
    Piece(("latest",), "time", _("Senast efter"), TIME),
    Piece(("at",), "times", _("Vid bestämda tider"), _("Som 1 vecka, 2 veckor, 3 månader."), is_rare=True),
    Piece(("every",), "time", _("Om och om igen var"), TIME),
    Piece(("first",), "time", _("Första gången efter"), TIME, is_rare=True),
    Piece(("until",), "time", _("Slutar efter"), TIME, is_rare=True),
    Piece(("remind",), "time", _("Påminn så långt före sista dagen"), TIME),
    Piece(("optional",), "truth", _("Bara om det behövs")),
    Piece(("in_turn",), "truth", _("Får inte gå samtidigt som annat i fasen"), is_rare=True),
    Piece(("per",), "choice", _("För vem"), choices=PER, is_rare=True),
)
MEETING = (
    Piece(("name",), "words", _("Namn"), is_needed=True),
    Piece(("kind",), "choice", _("Slag av möte"), choices=_listed("meeting_kind"), is_needed=True),
    Piece(("calls",), "names", _("Vilka kallas"), choices=_people),
    Piece(("agenda",), "lines", _("Dagordning"), _("En punkt på varje rad.")),
    Piece(("minutes",), "number", _("Hur många minuter")),
)
ASKED = _fixed(
    ("person", _("Personen")), ("staff", _("Handläggaren")), ("together", _("Tillsammans")),
    ("employer", _("Arbetsgivaren")),
)  # fmt: skip
FORM = (
    Piece(("name",), "words", _("Namn"), is_needed=True),
    Piece(("about",), "long_words", _("Till vad")),
    Piece(("asked",), "choice", _("Vem svarar"), choices=ASKED),
)
RATERS = _fixed(("person", _("Personen")), ("staff", _("Handläggaren")))
QUESTION = (
    Piece(("text",), "words", _("Frågan"), is_needed=True),
    Piece(("kind",), "choice", _("Slag av fråga"), choices=_question_kinds),
    Piece(("help",), "words", _("Hjälp under frågan"), is_rare=True),
    Piece(("options",), "options", _("Svar att välja bland"), _("Ett svar på varje rad.")),
    Piece(("scale", "from"), "number", _("Skalan börjar på")),
    Piece(("scale", "to"), "number", _("Skalan slutar på")),
    Piece(("scale", "low_text"), "words", _("Ord vid skalans början")),
    Piece(("scale", "high_text"), "words", _("Ord vid skalans slut")),
    Piece(("unit",), "text", _("Enhet efter talet"), is_rare=True),
    Piece(("when",), "asked", _("Frågas när"), _("Om andra svar, som a.energy < 4."), known=frozenset({"a"})),
    Piece(("rated_by",), "names", _("Båda skattar var för sig"), choices=RATERS),
    Piece(("required",), "truth", _("Måste besvaras")),
)
DOCUMENT = (
    Piece(("name",), "words", _("Namn"), is_needed=True),
    Piece(("kind",), "choice", _("Slag av dokument"), choices=_document_kinds, is_needed=True),
    Piece(("signed_by",), "names", _("Skrivs under av"), choices=_people),
)
GOAL = (
    Piece(("name",), "words", _("Namn"), is_needed=True),
    Piece(("met",), "asked", _("Uppfyllt när"), _("Ett uttryck som ger true, false eller null."), is_needed=True),
    Piece(("share",), "percent", _("Så många procent ska nå det")),
    Piece(("among",), "words", _("Av vilka"), is_rare=True),
    Piece(("note",), "long_words", _("Att veta om målet"), is_rare=True),
)


@dataclass(frozen=True)
class Sheet:
    """The form of one sort of part: its heading, its fields and what stands in a new one beside them."""

    title: Text
    pieces: tuple[Piece, ...]
    new: Callable[[CommentedMap], None] = lambda node: None
    named_by: str = "name"


def _first_heading(node: CommentedMap) -> None:
    node["body"] = [{"heading": node["name"]}]


def _first_question(node: CommentedMap) -> None:
    node["questions"] = [{"id": "comment", "text": "Att veta", "kind": "long_words"}]


SHEETS: dict[str, Sheet] = {
    "": Sheet(_("Om metoden"), HEAD),
    "who": Sheet(_("För vem"), WHO),
    "way": Sheet(_("Fas"), PHASE),
    "expects": Sheet(_("Något som väntas"), EXPECTED),
    "rhythm": Sheet(_("Något som återkommer"), EXPECTED),
    "meetings": Sheet(_("Möte"), MEETING),
    "forms": Sheet(_("Formulär"), FORM, _first_question),
    "questions": Sheet(_("Fråga"), QUESTION, named_by="text"),
    "documents": Sheet(_("Dokument"), DOCUMENT, _first_heading),
    "goals": Sheet(_("Mål"), GOAL),
}


def sheet_of(where: tuple[int | str, ...]) -> Sheet | None:
    """The form for what stands at a path: that of the list it is in."""
    names = [part for part in where if isinstance(part, str)]
    return SHEETS.get(names[-1] if names else "")
