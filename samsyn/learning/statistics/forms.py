"""The question as a form: of whom, and what. What an address asks for is tried here, with words for what is wrong."""

import datetime as dt
from typing import Any

from django import forms
from django.utils.translation import gettext as now_said
from django.utils.translation import gettext_lazy as _

from samsyn.access.forms import FIRST_YEAR, LAST_YEAR, DayField, SamsynForm
from samsyn.basis.code_list.queries import choices
from samsyn.entry.person.models import Sex
from samsyn.learning.statistics import labels
from samsyn.learning.statistics.lists import Lists
from samsyn.learning.statistics.question import SPLITS, Question
from samsyn.learning.statistics.topics import TOPICS, by_group

COUNTED_WORDS = {
    "ended": _("Avslutade i perioden"), "started": _("Började i perioden"), "ongoing": _("Pågick i perioden"),
}  # fmt: skip
ALWAYS_WORDS = {"ended": _("Avslutade"), "started": _("Alla som har börjat"), "ongoing": _("Alla")}
COMPARED_WORDS = {"interventions": _("Andra insatser"), "years": _("Tidigare år")}
SPLIT_WORDS = {name: labels.VARIABLES[name] for name in SPLITS}
UNKNOWN = _("”%(value)s” finns inte att välja. Välj något i listan.")


class QuestionForm(forms.Form):
    """A question. Of everybody when nothing is chosen."""

    measure = forms.ChoiceField(label=_("Fråga"), error_messages={"required": _("Välj en fråga.")})
    counted = forms.ChoiceField(label=_("Vilka som räknas"), required=False)
    first = DayField(label=_("Från"), required=False)
    last = DayField(label=_("Till och med"), required=False)
    intervention = forms.ChoiceField(label=_("Insats"), required=False)
    method = forms.ChoiceField(label=_("Metod"), required=False)
    municipality = forms.ChoiceField(label=_("Kommun"), required=False)
    sex = forms.ChoiceField(label=_("Kön"), required=False)
    split = forms.ChoiceField(label=_("Dela upp efter"), required=False)
    source = forms.ChoiceField(label=_("Försörjning före"), required=False)
    compare = forms.ChoiceField(label=_("Jämför med"), required=False)

    def __init__(self, *args: Any, lists: Lists, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        everybody, none = ("", _("Alla")), ("", _("Ingen uppdelning"))
        of_lists: dict[str, list[tuple[Any, Any]]] = {
            "measure": [(group, [(one.code, one.name) for one in of]) for group, of in by_group()],
            "source": [("", _("Välj")), *choices("livelihood")],
            "intervention": [everybody, *lists.interventions], "method": [everybody, *lists.methods],
            "municipality": [everybody, *lists.municipalities], "sex": [everybody, *Sex.choices],
            "counted": [("", _("Det vanliga för frågan")), *COUNTED_WORDS.items()],
            "split": [none, *SPLIT_WORDS.items()], "compare": [("", _("Inget")), *COMPARED_WORDS.items()],
        }  # fmt: skip
        for name, allowed in of_lists.items():
            self.fields[name].choices = allowed  # type: ignore[attr-defined]
        for field in self.fields.values():
            if isinstance(field, forms.ChoiceField):
                field.error_messages["invalid_choice"] = UNKNOWN

    def clean(self) -> dict[str, Any]:
        """What hangs together: the period, and what a question needs or cannot be parted by."""
        data = super().clean() or self.cleaned_data
        first, last = data.get("first"), data.get("last")
        if first and last and last < first:
            self.add_error("last", now_said("Slutet ligger före början. Ändra något av datumen."))
        topic = TOPICS.get(data.get("measure", ""))
        if topic and topic.needs_source and not data.get("source") and "source" not in self.errors:
            self.add_error("source", now_said("Välj vilken försörjning de hade före."))
        if topic and data.get("split") and not topic.splits:
            self.add_error("split", now_said("Den här frågan går inte att dela upp. Välj ”Ingen uppdelning”."))
        if topic and topic.follows and data.get("counted") == "ended":
            told = now_said("Frågan följer alla från början. Med bara avslutade blir tiden för kort: välj ”Började”.")
            self.add_error("counted", told)
        if data.get("split") and data.get("compare"):
            self.add_error("compare", now_said("Dela upp eller jämför, inte båda. Ta bort det ena."))
        return data

    def question(self) -> Question:
        """What was asked; what does not belong to it is left out."""
        known = {name: value for name, value in self.cleaned_data.items() if value}
        topic = TOPICS[known["measure"]]
        if not topic.needs_source:
            known.pop("source", None)
        return Question(**{"counted": topic.counted, **known})


class SaveForm(SamsynForm):
    """A name for a question, and whether others find it."""

    name = forms.CharField(label=_("Namn"), max_length=120, error_messages={"required": _("Skriv ett namn.")})
    is_shared = forms.BooleanField(label=_("Visa för andra i förbundet"), required=False)


class ReleaseForm(SamsynForm):
    """Which tables, of whom, and what the release is called. Whole years: what is published is there for ever."""

    name = forms.CharField(label=_("Namn"), max_length=120, error_messages={"required": _("Skriv ett namn.")})
    first_year = forms.IntegerField(label=_("Avslutade från år"), min_value=FIRST_YEAR, max_value=LAST_YEAR)
    last_year = forms.IntegerField(label=_("Till och med år"), min_value=FIRST_YEAR, max_value=LAST_YEAR)
    tables = forms.MultipleChoiceField(
        label=_("Tabeller"), widget=forms.CheckboxSelectMultiple, choices=list(labels.TABLES.items()),
        initial=list(labels.TABLES), error_messages={"required": _("Kryssa i minst en tabell.")},
    )  # fmt: skip

    def clean(self) -> dict[str, Any]:
        """The last year is not before the first."""
        data = super().clean()
        self.require_order("first_year", "last_year")
        return data

    def question(self) -> Question:
        """Whom the tables count."""
        years = self.cleaned_data["first_year"], self.cleaned_data["last_year"]
        return Question("release", first=dt.date(years[0], 1, 1), last=dt.date(years[1], 12, 31))
