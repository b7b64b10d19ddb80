"""Pages that change a method's draft part by part; the text stays the only truth."""

import uuid
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from ruamel.yaml.comments import CommentedMap

from samsyn.access.forms import SamsynForm
from samsyn.access.http import StaffRequest, opens, page, sent, staff_page
from samsyn.access.policy import Policy
from samsyn.basis.method import actions, editing, sheets
from samsyn.basis.method.models import Method
from samsyn.basis.method.part_forms import PartForm, new_problems
from samsyn.basis.method.queries import text_to_change
from samsyn.basis.method.reading import MethodError, Problem, problems_of, tree_in
from samsyn.basis.versions import version_of

PAGES = "basis/method/pages/"
MOVES = {"up": -1, "down": 1}
LISTS = ("way", "expects", "rhythm", "meetings", "forms", "questions", "documents", "goals")


@dataclass(frozen=True)
class Draft:
    """An own method with the text that is being changed, as a tree (None: it cannot be read)."""

    row: Method
    text: str
    tree: CommentedMap | None
    problems: list[Problem]


def _draft(request: StaffRequest, method_id: uuid.UUID) -> Draft:
    row = Policy.get(Method, request.actor, method_id)
    if row.association_id is None:
        raise Http404
    text = text_to_change(row)
    try:
        return Draft(row, text, tree_in(text), problems_of(text))
    except MethodError as error:
        return Draft(row, text, None, error.problems)


Found = tuple[Draft, CommentedMap, editing.Where, sheets.Sheet]


def _part(request: StaffRequest, method_id: uuid.UUID, place: str) -> Found:
    """The draft, its tree, the path and the form of one part; 404 for what the text has not."""
    draft = _draft(request, method_id)
    if draft.tree is None:
        raise Http404
    where = _path(draft.tree, place)
    sheet = sheets.sheet_of(where)
    if sheet is None:
        raise Http404
    return draft, draft.tree, where, sheet


def _path(tree: CommentedMap, place: str) -> editing.Where:
    if place == "head":
        return ()
    if place == "who":
        return ("who",)
    *above, last = place.split(".")
    try:
        if last in LISTS:
            return (*editing.find(tree, ".".join(above)), last)
        return editing.find(tree, place)
    except LookupError:
        raise Http404 from None


@staff_page
@opens(actions.save_draft)
def parts(request: StaffRequest, method_id: uuid.UUID) -> HttpResponse:
    """All parts of a draft, each with a way to change it."""
    draft = _draft(request, method_id)
    context = {"draft": draft, "method": draft.row, "named": sheets.named, "rows": sheets.rows}
    return page(request, PAGES + "parts.html", context)


@staff_page
@opens(actions.save_draft)
def part(request: StaffRequest, method_id: uuid.UUID, place: str) -> HttpResponse:
    """The form of one part; or it is moved up or down."""
    draft, tree, where, sheet = _part(request, method_id, place)
    if not isinstance(where[-1] if where else "who", int) and place not in ("head", "who"):
        raise Http404
    if request.POST.get("move") in MOVES:
        return _moved(request, draft, where)
    form = PartForm(
        request.POST or None, text=draft.text, tree=tree, where=where, sheet=sheet, place=place,
        seen_version=version_of(draft.row),
    )  # fmt: skip
    if sent(request, form, lambda data: actions.save_draft(draft.row, by=request.actor, **data)):
        return _back(request, draft, place)
    context = {
        "form": form, "method": draft.row, "sheet": sheet, "place": place, "title": _title(tree, where, sheet),
        "is_one_of_many": bool(where) and place != "who",
    }  # fmt: skip
    return page(request, PAGES + "part.html", context)


@staff_page
@opens(actions.save_draft)
def add_part(request: StaffRequest, method_id: uuid.UUID, place: str) -> HttpResponse:
    """A new part, last in its list."""
    draft, tree, where, sheet = _part(request, method_id, place)
    if not where or where[-1] not in LISTS:
        raise Http404
    form = PartForm(
        request.POST or None, text=draft.text, tree=tree, where=where, sheet=sheet, place=place, is_new=True,
        seen_version=version_of(draft.row),
    )  # fmt: skip
    if sent(request, form, lambda data: actions.save_draft(draft.row, by=request.actor, **data)):
        return _back(request, draft, place)
    context = {"form": form, "method": draft.row, "sheet": sheet, "is_one_of_many": False, "title": _("Lägg till")}
    return page(request, PAGES + "part.html", context)


@staff_page
@opens(actions.save_draft)
def remove_part(request: StaffRequest, method_id: uuid.UUID, place: str) -> HttpResponse:
    """Asks first; what other parts say of it must be changed before."""
    draft, tree, where, sheet = _part(request, method_id, place)
    if not where or not isinstance(where[-1], int):
        raise Http404
    form = SamsynForm(request.POST if request.method == "POST" else None, seen_version=version_of(draft.row))

    def without(_data: dict[str, Any]) -> Method:
        text = editing.with_change(draft.text, lambda found: editing.remove(found, where))
        actions.check_no_worse(new_problems(draft.text, text))
        return actions.save_draft(draft.row, by=request.actor, text=text)

    if sent(request, form, without):
        return _back(request, draft, "")
    context = {"form": form, "method": draft.row, "sheet": sheet, "place": place, "title": _title(tree, where, sheet)}
    return page(request, PAGES + "remove_part.html", context)


def _moved(request: StaffRequest, draft: Draft, where: editing.Where) -> HttpResponse:
    steps = MOVES[request.POST["move"]]
    text = editing.with_change(draft.text, lambda tree: editing.move(tree, where, steps=steps))
    actions.save_draft(draft.row, by=request.actor, text=text)
    return _back(request, draft, "")


def _title(tree: CommentedMap, where: editing.Where, sheet: sheets.Sheet) -> str:
    if not where or where == ("who",):
        return str(sheet.title)
    return sheets.named(editing.at(tree, where), field=sheet.named_by)


def _back(request: StaffRequest, draft: Draft, place: str) -> HttpResponse:
    messages.success(request, _("Utkastet är sparat."))
    return redirect(reverse("basis:method_parts", args=[draft.row.pk]) + (f"#{place}" if place else ""))
