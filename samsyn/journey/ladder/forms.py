"""Forms of ladders: a whole area on one page, and a module in smaller parts."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from samsyn.access import clock
from samsyn.access.actor import Actor
from samsyn.access.forms import DayField, LongText
from samsyn.entry.case.forms import ItemForm
from samsyn.entry.case.models import Case, Category
from samsyn.journey.ladder.actions import MOST_PARTS, MOST_STEPS
from samsyn.journey.ladder.models import Rating
from samsyn.journey.ladder.scales import Scale
from samsyn.journey.ladder.steps import RATERS

NOT_JUDGED = ""
WHOSE = {"person": _("Personen"), "staff": _("Personalen")}
NO_STEP = {"invalid_choice": _("Steget finns inte. Välj ett av stegen, eller Inte bedömt.")}
MOST_STEP_LETTERS = 300
LEAST_SHOWN = 4


@dataclass(frozen=True, slots=True)
class Row:
    """A module on the page: the choices of each rater, what was set last time, and its steps in words."""

    scale: Scale
    fields: list[tuple[str, str, forms.BoundField]]


class RatingForm(ItemForm):
    """One choice for each module and rater; what is not changed stands as it was."""

    on = DayField(label=_("Dag"), required=False)
    said = forms.CharField(label=_("Att veta"), max_length=500, required=False)

    def __init__(
        self, *args: Any, case: Case, actor: Actor, scales: Sequence[Scale], rated_by: str,
        before: Mapping[tuple[str, str], int | None], **known: Any,
    ) -> None:  # fmt: skip
        super().__init__(*args, case=case, actor=actor, category=Category.PLAN, **known)
        self.scales, self.before = scales, before
        self.raters = RATERS if rated_by == Rating.RatedBy.TOGETHER else (rated_by,)
        for scale in scales:
            numbers = [(str(n), str(n)) for n in range(1, len(scale.steps) + 1)]
            for rater in self.raters:
                field = forms.ChoiceField(
                    label=f"{scale.name}, {str(WHOSE[rater]).lower()}",
                    choices=[*numbers, (NOT_JUDGED, _("Inte bedömt"))],
                    widget=forms.RadioSelect, required=False, error_messages=NO_STEP,
                )  # fmt: skip
                step = before.get((scale.id, rater))
                field.initial = NOT_JUDGED if step is None else str(step)
                self.fields[f"{rater}-{scale.id}"] = field
        self.fields["on"].initial = clock.today()

    def rows(self) -> list[Row]:
        """Modules in the order of the text."""
        return [
            Row(scale, [(rater, str(WHOSE[rater]), self[f"{rater}-{scale.id}"]) for rater in self.raters])
            for scale in self.scales
        ]

    def clean(self) -> dict[str, Any]:
        """Steps by module; what never was judged and is not now is left out."""
        data = super().clean()
        values: dict[str, dict[str, int | None]] = {}
        for scale in self.scales:
            for rater in self.raters:
                step = data.pop(f"{rater}-{scale.id}", NOT_JUDGED)
                if step or (scale.id, rater) in self.before:
                    values.setdefault(scale.id, {})[rater] = int(step) if step else None
        return data | {"values": values}


class PartsForm(ItemForm):
    """Smaller parts of a module: a name each, and own steps, one a line, where those of the module do not fit."""

    def __init__(
        self, *args: Any, case: Case, actor: Actor, parts: Sequence[Mapping[str, Any]] = (), **known: Any
    ) -> None:
        super().__init__(*args, case=case, actor=actor, category=Category.PLAN, **known)
        self.parts = parts
        for at in range(MOST_PARTS):
            part = parts[at] if at < len(parts) else {}
            name = forms.CharField(label=_("Del %(n)s") % {"n": at + 1}, max_length=120, required=False)
            steps = LongText(label=_("Egna steg, ett på varje rad"), required=False, rows=4, max_length=4_000)
            name.initial, steps.initial = part.get("name", ""), "\n".join(part.get("steps", ()))
            name.widget.attrs.pop("maxlength", None)
            self.fields |= {f"part-{at}": name, f"steps-{at}": steps}

    def pairs(self) -> list[tuple[forms.BoundField, forms.BoundField]]:
        """The name and the steps of each part: those in use, and some to write in."""
        pairs = [(self[f"part-{at}"], self[f"steps-{at}"]) for at in range(MOST_PARTS)]
        used = max((at for at, pair in enumerate(pairs, start=1) if any(one.value() for one in pair)), default=0)
        return pairs[: max(LEAST_SHOWN, used + 1)]

    def clean(self) -> dict[str, Any]:
        """Parts in order; too many or too long steps are told at their field."""
        data = super().clean()
        return {"share": data.get("share", ()), "parts": [self._part(at, data) for at in range(MOST_PARTS)]}

    def _part(self, at: int, data: dict[str, Any]) -> dict[str, Any]:
        steps = [line.strip() for line in (data.get(f"steps-{at}") or "").splitlines() if line.strip()]
        if len(steps) > MOST_STEPS or any(len(line) > MOST_STEP_LETTERS for line in steps):
            self.add_error(f"steps-{at}", _("Högst tio steg, med högst 300 tecken på varje rad."))
        if steps and not data.get(f"part-{at}") and f"part-{at}" not in self.errors:
            self.add_error(f"part-{at}", _("Skriv vad delen heter."))
        key = self.parts[at]["id"] if at < len(self.parts) else ""
        return {"id": key, "name": data.get(f"part-{at}", ""), "steps": steps}
