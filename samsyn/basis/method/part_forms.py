"""A form for one part of a method's text: what is sent becomes a change of the text, and nothing else of it moves."""

from typing import Any

from django.forms import BoundField
from django.utils.translation import gettext_lazy as _
from ruamel.yaml.comments import CommentedMap

from samsyn.access.errors import Text
from samsyn.access.forms import SamsynForm
from samsyn.basis.method import editing
from samsyn.basis.method.pieces import Piece, fields_of, shown, value_in, written
from samsyn.basis.method.reading import Problem, problems_of
from samsyn.basis.method.sheets import Sheet


class PartForm(SamsynForm):
    """The fields of a part. `where` leads to it; for a new one, to the list it is put into."""

    def __init__(
        self, *args: Any, text: str, tree: CommentedMap, where: editing.Where, sheet: Sheet, place: str,
        is_new: bool = False, **kwargs: Any,
    ) -> None:  # fmt: skip
        self.text, self.where, self.sheet, self.is_new = text, where, sheet, is_new
        self.said_at = [] if place == "head" else place.split(".")
        node = CommentedMap() if is_new else editing.at(tree, where)
        kwargs["initial"] = {name: value for piece in sheet.pieces for name, value in shown(piece, node).items()}
        super().__init__(*args, **kwargs)
        for piece in sheet.pieces:
            self.fields |= fields_of(piece, tree, node)

    def groups(self) -> list[tuple[Text, bool, list[BoundField]]]:
        """Fields by how often they are used: heading, whether it stands open, and the fields."""
        of = {name: piece for piece in self.sheet.pieces for name in shown(piece, {})}
        fields = [bound for bound in self.visible_fields() if bound.name in of]
        languages = [bound for bound in fields if bound.name.endswith(("_en", "_easy"))]
        rare = [bound for bound in fields if bound not in languages and of[bound.name].is_rare]
        usual = [bound for bound in fields if bound not in languages and bound not in rare]
        found: list[tuple[Text, list[BoundField]]] = [("", usual), (_("Mer"), rare)]
        found.append((_("På engelska och lättläst"), languages))
        return [(title, title == "" or any(map(_is_used, row)), row) for title, row in found if row]

    def clean(self) -> dict[str, Any]:
        """The whole text with the change, under `text`; what it would break is told at the field."""
        data = super().clean()
        if self.errors:
            return data
        text = editing.with_change(self.text, self._change)
        for problem in new_problems(self.text, text):
            self.add_error(*self._told(problem))
        return {"text": text}

    def _change(self, tree: CommentedMap) -> None:
        if self.is_new:
            node = CommentedMap()
            words = str(self.cleaned_data[self.sheet.named_by])
            node["id"] = editing.new_name(words, ids_in(tree))
            self.said_at.append(node["id"])
            self._fill(node, self.sheet.pieces)
            self.sheet.new(node)
            editing.add(tree, self.where, node)
        else:
            changed = [piece for piece in self.sheet.pieces if self._has_changed(piece)]
            self._fill(_node(tree, self.where), changed)

    def _has_changed(self, piece: Piece) -> bool:
        return any(name in self.changed_data for name in shown(piece, {}))

    def _fill(self, node: CommentedMap, pieces: Any) -> None:
        for piece in pieces:
            value = written(piece, self.cleaned_data, value_in(node, piece.where))
            editing.put(node, piece.where, value)

    def _told(self, problem: Problem) -> tuple[str | None, str]:
        """The field that a fault is about, and its words; what stands elsewhere is told with its place."""
        path, above = problem.path.split("."), len(self.said_at)
        inside = tuple(path[above:]) if path[:above] == self.said_at else ()
        fits = [piece for piece in self.sheet.pieces if inside[: len(piece.where)] == piece.where]
        name = next((name for piece in fits for name in shown(piece, {})), None)
        return (name, str(problem.words)) if name else (None, str(problem))


def _is_used(bound: BoundField) -> bool:
    is_other_language = bound.name.endswith(("_en", "_easy"))
    return bool(bound.errors) or (bound.value() not in (None, "", [], False) and not is_other_language)


def _node(tree: CommentedMap, where: editing.Where) -> CommentedMap:
    """The part, made where the text has none (who)."""
    if where and not editing.has(tree, where[0]):
        tree[where[0]] = CommentedMap()
    node: CommentedMap = editing.at(tree, where)
    return node


def new_problems(before: str, after: str) -> list[Problem]:
    """What does not hold after a change and did before."""
    known = {(problem.path, str(problem.words)) for problem in problems_of(before)}
    return [problem for problem in problems_of(after) if (problem.path, str(problem.words)) not in known]


def ids_in(node: Any) -> set[str]:
    """Every id in a tree: a new part gets one of its own."""
    if isinstance(node, dict):
        own = {str(node["id"])} if "id" in node else set()
        return own.union(*(ids_in(one) for one in node.values()))
    return set().union(*map(ids_in, node)) if isinstance(node, list) else set()
