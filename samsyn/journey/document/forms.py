"""The preview of a document, where everything in it can be changed before it is kept; and noting a signature."""

import hashlib
from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from samsyn.access import clock
from samsyn.access.actor import Actor
from samsyn.access.forms import DayField, LongText, SamsynForm
from samsyn.entry.case.forms import ItemForm
from samsyn.entry.case.models import Case
from samsyn.entry.consent import gate
from samsyn.journey.document import parts as of_parts
from samsyn.journey.document.parts import Part

LABELS = {
    "heading": _("Rubrik"), "text": _("Text"), "items": _("Lista, en rad för varje sak"),
    "checks": _("Rutor att kryssa i, en rad för varje"),
    "lines": _("Skriv här, eller lämna tomt så blir det rader på papperet"),
}  # fmt: skip
RECORD = {
    "goals": _("Målen i planen, en rad för varje"), "activities": _("Aktiviteterna, en rad för varje"),
    "steps": _("De steg som har tagits, en rad för varje"), "ratings": _("Skattningarna, en rad för varje"),
    "livelihoods": _("Försörjningen, en rad för varje"), "meetings": _("Mötena, en rad för varje"),
}  # fmt: skip
LISTS = ("items", "checks")


class DocumentForm(ItemForm):
    """One field a part, the name, and who may read."""

    name = forms.CharField(label=_("Vad det heter"), max_length=200)

    def __init__(
        self, *args: Any, case: Case, actor: Actor, parts: Sequence[Part], name: str, about: Sequence[str], **known: Any
    ) -> None:
        super().__init__(*args, case=case, actor=actor, category=about[0], **known)
        self.parts = parts
        self.fields["name"].initial = name
        for at, part in enumerate(parts):
            for key, field in _fields_of(at, part):
                self.fields[key] = field
        self._only_who_may_read_all(case, actor, about[1:])

    def _only_who_may_read_all(self, case: Case, actor: Actor, about: Sequence[str]) -> None:
        share = self.fields["share"]
        for category in about if share.choices else ():  # type: ignore[attr-defined]
            refused = {str(one.party_id): one for one in gate.receivers(case, actor, category) if not one.allowed}
            gone = [key for key, _name in share.choices if key in refused]  # type: ignore[attr-defined]
            self.denied += [{"party": refused[key].name, "reason": refused[key].why} for key in gone]
            share.choices = [one for one in share.choices if one[0] not in gone]  # type: ignore[attr-defined]

    def rows(self) -> list[tuple[Part, list[str]]]:
        """Each part with the names of its fields."""
        return [(part, [key for key, _field in _fields_of(at, part)]) for at, part in enumerate(self.parts)]

    def clean(self) -> dict[str, Any]:
        """The parts as they were left; what was emptied is gone."""
        data = super().clean()
        parts = [_typed(at, part, data) for at, part in enumerate(self.parts)]
        is_draft = "draft" in self.data
        return {
            "name": data.get("name"), "share": data.get("share"), "is_draft": is_draft,
            "parts": [part for part in parts if of_parts.says_something(part)],
        }  # fmt: skip


def _fields_of(at: int, part: Part) -> list[tuple[str, forms.Field]]:
    kind = part["kind"]
    if kind == "answers":
        rows = part["rows"]
        return [(_key(at, q), LongText(label=q, initial=told, required=False, rows=2)) for q, told in rows]
    common: dict[str, Any] = {"label": RECORD.get(part.get("record", ""), LABELS[kind]), "required": False}
    if kind == "heading":
        return [(f"part-{at}", forms.CharField(initial=part["text"], max_length=300, **common))]
    text = "\n".join(part["items"]) if kind in LISTS else part["text"]
    rows = max(2, min(12, text.count("\n") + 1 + len(text) // 75))
    return [(f"part-{at}", LongText(initial=text, rows=rows, **common))]


def _key(at: int, asked: str) -> str:
    """By the question, not by its place: answers that came meanwhile move nothing."""
    return f"part-{at}-{hashlib.sha256(asked.encode()).hexdigest()[:10]}"


def _typed(at: int, part: Part, data: dict[str, Any]) -> Part:
    kind, key = part["kind"], f"part-{at}"
    if kind == "answers":
        rows = [[asked, of_parts.clean(data.get(_key(at, asked)) or "")] for asked, _told in part["rows"]]
        return {**part, "rows": rows}
    if kind in LISTS:
        lines = of_parts.lines_of(data.get(key) or "")
        ticked = {part["items"][n] for n in part.get("ticked", ()) if n < len(part["items"])}
        kept = {"ticked": [n for n, one in enumerate(lines) if one in ticked]} if kind == "checks" else {}
        return {**part, "items": lines, **kept}
    return {**part, "text": of_parts.clean(data.get(key) or "")}


class SignForm(SamsynForm):
    """Here as oneself, or on paper: then who and when."""

    HERE, PAPER = "here", "paper"
    way = forms.ChoiceField(
        label=_("Hur"), widget=forms.RadioSelect, error_messages={"required": _("Välj hur det skrevs under.")}
    )
    name = forms.CharField(label=_("Vem skrev under på papperet?"), max_length=160, required=False)
    on = DayField(label=_("Dag på papperet"), required=False)

    def __init__(self, *args: Any, here: bool, paper: bool, name: str = "", **known: Any) -> None:
        super().__init__(*args, **known)
        ways = [(self.HERE, _("Jag skriver under nu, i Samsyn"))] if here else []
        ways += [(self.PAPER, _("Underskrivet på papper"))] if paper else []
        self.fields["way"].choices = ways  # type: ignore[attr-defined]
        if len(ways) == 1:
            self.fields["way"].widget = forms.HiddenInput()
            self.fields["way"].initial = ways[0][0]
        if not paper:
            del self.fields["name"], self.fields["on"]
            return
        self.fields["name"].initial = name
        self.fields["on"].initial = clock.today()

    def clean(self) -> dict[str, Any]:
        """What the act takes."""
        data = super().clean()
        return {"on_paper": data.get("way") == self.PAPER, "name": data.get("name", ""), "on": data.get("on")}
