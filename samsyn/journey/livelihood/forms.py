"""The set of incomes and occupations as rows to keep, change, end or add; and one past period."""

from collections.abc import Iterator
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from samsyn.access import clock
from samsyn.access.actor import Actor
from samsyn.access.errors import RuleBroken
from samsyn.access.forms import DayField
from samsyn.basis.code_list.forms import CodeField
from samsyn.entry.case.forms import ItemForm
from samsyn.entry.case.models import Case, Category
from samsyn.journey.livelihood import queries
from samsyn.journey.livelihood.actions import Source, check_alone, check_extent
from samsyn.journey.livelihood.models import Livelihood, Moment, Occupation

MOST_ROWS, EMPTY_ROWS = 12, 2
LISTS = ("livelihood", "occupation")


def extent_field() -> forms.IntegerField:
    """Per cent, may be left out."""
    return forms.IntegerField(
        label=_("Procent"), required=False, min_value=1, max_value=100,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
        error_messages={
            "invalid": _("Skriv ett helt tal, till exempel 50."),
            "min_value": _("Omfattningen ska vara mellan 1 och 100 procent."),
            "max_value": _("Omfattningen ska vara mellan 1 och 100 procent."),
        },
    )  # fmt: skip


class ReceiversForm(ItemForm):
    """Who will read the livelihood; the base of what is written here."""

    def __init__(self, *args: Any, case: Case, actor: Actor, **kwargs: Any) -> None:
        super().__init__(*args, case=case, actor=actor, category=Category.LIVELIHOOD, **kwargs)


class MomentForm(ReceiversForm):
    """Which moment of the way the answer is for. Sent alone it says unchanged, or unknown."""

    moment = forms.ChoiceField(
        label=_("När gäller uppgiften"), choices=Moment.choices, initial=Moment.UNDER_WAY
    )
    on = DayField(label=_("Dag"), required=False)
    field_order = ("moment", "on")

    def __init__(self, *args: Any, moment: str = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["moment"].initial = moment if moment in Moment.values else Moment.UNDER_WAY
        self.fields["on"].initial = clock.today()


class SetForm(MomentForm):
    """Every source that holds, a row each, filled in with what is known; two empty rows to add."""

    def __init__(self, *args: Any, case: Case, actor: Actor, **kwargs: Any) -> None:
        super().__init__(*args, case=case, actor=actor, seen_version=queries.set_version(case, actor), **kwargs)
        today = clock.today()
        self.known: dict[str, list[Livelihood] | list[Occupation]] = {
            "livelihood": queries.current_livelihoods(case, actor, today),
            "occupation": queries.current_occupations(case, actor, today),
        }
        for name in LISTS:
            self.fields[f"{name}_rows"] = forms.IntegerField(
                widget=forms.HiddenInput, required=False, initial=len(self.known[name]) + EMPTY_ROWS
            )
            for at in range(self.count(name)):
                self._add_row(name, at)

    def count(self, name: str) -> int:
        """How many rows of a list the form has: as many as were shown when it was opened."""
        sent = self.data.get(f"{name}_rows", "")
        return (
            min(int(sent), MOST_ROWS)
            if sent.isascii() and sent.isdigit()
            else len(self.known[name]) + EMPTY_ROWS
        )

    def _add_row(self, name: str, at: int) -> None:
        known = self._known(name, at)
        code, extent = (known.code, known.extent) if known else ("", None)
        label = _("Försörjning") if name == "livelihood" else _("Sysselsättning")
        choice = CodeField(name, label=label, required=False, blank="–", initial=code)
        choice.keep(code)
        self.fields[f"{name}_{at}"] = choice
        self.fields[f"{name}_extent_{at}"] = extent_field()
        self.fields[f"{name}_extent_{at}"].initial = extent
        self.fields[f"{name}_ended_{at}"] = forms.BooleanField(label=_("Har upphört"), required=False)

    def _known(self, name: str, at: int) -> Livelihood | Occupation | None:
        return self.known[name][at] if at < len(self.known[name]) else None

    def rows(self, name: str) -> Iterator[dict[str, Any]]:
        """The bound fields of each row, for the page."""
        for at in range(self.count(name)):
            yield {
                "code": self[f"{name}_{at}"], "extent": self[f"{name}_extent_{at}"],
                "ended": self[f"{name}_ended_{at}"],
                "name": f"{self.fields[f'{name}_{at}'].label} {at + 1}",
                "known": self._known(name, at),
            }  # fmt: skip

    def clean(self) -> dict[str, Any]:
        """Sources as the action wants them; an extent without a source is an error at its field."""
        data = super().clean()
        found = {
            "livelihoods": list(self._sources(data, "livelihood")),
            "occupations": list(self._sources(data, "occupation")),
        }
        if not found["livelihoods"] and not self.errors:
            self.add_error("livelihood_0", _("Välj minst en försörjning. Välj Vet inte om ni inte vet."))
        kept: dict[str, Any] = {name: data[name] for name in ("moment", "on", "share") if name in data}
        return {**kept, **found}

    def _sources(self, data: dict[str, Any], name: str) -> Iterator[Source]:
        said: set[str] = set()
        for at in range(self.count(name)):
            code, extent = data.get(f"{name}_{at}"), data.get(f"{name}_extent_{at}")
            if code and not data.get(f"{name}_ended_{at}"):
                self._judge(name, at, Source(code, extent), said)
                said.add(code)
                yield Source(code, extent)
            elif extent and not code:
                self.add_error(f"{name}_{at}", _("Välj vad procenten gäller."))

    def _judge(self, name: str, at: int, source: Source, said: set[str]) -> None:
        try:
            check_alone(source.code, said)
            check_extent(name, source)
        except RuleBroken as broken:
            field = f"{name}_extent_{at}" if broken.field == "extent" else f"{name}_{at}"
            self.add_error(field, str(broken.message))


class PeriodForm(ReceiversForm):
    """One source from a day to a day, most often from before."""

    source = CodeField("livelihood", label=_("Försörjning"))
    extent = extent_field()
    starts_on = DayField(label=_("Från och med"))
    last_day = DayField(label=_("Till och med"), required=False)
    moment = forms.ChoiceField(label=_("När gäller uppgiften"), choices=Moment.choices, initial=Moment.BEFORE)
    field_order = ("source", "extent", "starts_on", "last_day", "moment")

    def clean(self) -> dict[str, Any]:
        """The days in order."""
        data = super().clean()
        self.require_order("starts_on", "last_day")
        return data
