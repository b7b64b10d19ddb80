"""Forms of participant lists: the file, what each column is, what the file's own words mean, and taking it in."""

from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as now_said
from django.utils.translation import gettext_lazy as _

from samsyn.access.forms import SamsynForm
from samsyn.basis.code_list import queries as code_list
from samsyn.basis.intervention.models import Intervention
from samsyn.journey.participant_list.fields import FIELDS
from samsyn.journey.participant_list.models import ParticipantList
from samsyn.journey.participant_list.reading import unknown_words
from samsyn.journey.participant_list.sheet import Sheet

MOST_BYTES = 5_000_000


class FileForm(SamsynForm):
    """Which intervention, and the file."""

    intervention = forms.TypedChoiceField(label=_("Insats"), error_messages={"required": _("Välj en insats.")})
    file = forms.FileField(
        label=_("Fil"), allow_empty_file=True, max_length=150,
        widget=forms.FileInput(attrs={"accept": ".xlsx,.csv"}),
        help_text=_("Excel (xlsx) eller CSV, högst 2 000 rader. Första raden ska vara rubriker."),
        error_messages={
            "required": _("Välj en fil."),
            "max_length": _("Filens namn är för långt. Byt namn och försök igen."),
        },
    )  # fmt: skip

    def __init__(self, *args: Any, choices: list[Intervention], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["intervention"]
        only = len(choices) == 1
        field.choices = [*([] if only else [("", now_said("Välj"))]), *((str(i.pk), i.name) for i in choices)]  # type: ignore[attr-defined]
        field.coerce = lambda key: next(i for i in choices if str(i.pk) == key)  # type: ignore[attr-defined]

    def clean_file(self) -> UploadedFile:
        """Not too large to be read at all."""
        file: UploadedFile = self.cleaned_data["file"]
        if file.size and file.size > MOST_BYTES:
            raise forms.ValidationError(_("Filen är för stor. Den får vara högst 5 MB."))
        return file

    def clean(self) -> dict[str, Any]:
        """Name and bytes for the action."""
        data = super().clean()
        if file := data.pop("file", None):
            data["name"], data["data"] = file.name, file.read()
        return data


class ColumnsForm(SamsynForm):
    """What each heading is, and which answer each word of the file that no list knows stands for."""

    def __init__(self, *args: Any, found: ParticipantList, sheet: Sheet, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.headings = dict(enumerate(sheet.headings))
        self.found, self.unknown = found, unknown_words(sheet, found.columns)
        kinds = [("", now_said("Läs inte den här kolumnen")), *((one.name, one.label) for one in FIELDS.values())]
        for at, heading in self.headings.items():
            self.fields[f"column_{at}"] = forms.ChoiceField(
                label=f"”{heading}”", choices=kinds, required=False, initial=found.columns.get(heading, ""),
                help_text=_examples(sheet, at),
            )  # fmt: skip
        for name, texts in self.unknown.items():
            answers = [("", now_said("Välj")), *code_list.choices(FIELDS[name].list_name)]
            for at, text in enumerate(texts):
                self.fields[f"word_{name}_{at}"] = forms.ChoiceField(
                    label=f"{FIELDS[name].label}: ”{text}”", choices=answers, required=False,
                    initial=found.words.get(name, {}).get(text, ""),
                )  # fmt: skip

    def asks_more(self, unknown: dict[str, list[str]], made: ParticipantList) -> bool:
        """Whether another column turned out to hold words that no answer is tied to."""
        untied = {name for name, texts in unknown.items() if set(texts) - set(made.words.get(name, {}))}
        return bool(untied - set(self.unknown))

    def column_fields(self) -> list[forms.BoundField]:
        """Those that say what a column is."""
        return [self[f"column_{at}"] for at in self.headings]

    def word_fields(self) -> list[forms.BoundField]:
        """Those that say what a word means."""
        return [self[name] for name in self.fields if name.startswith("word_")]

    def clean(self) -> dict[str, Any]:
        """Columns by heading; words by what the column is, with those that were tied before."""
        data = super().clean()
        columns = {heading: data.get(f"column_{at}") or "" for at, heading in self.headings.items()}
        words = {name: dict(pairs) for name, pairs in self.found.words.items()}
        for name, texts in self.unknown.items():
            for at, text in enumerate(texts):
                words.setdefault(name, {}).pop(text, None)
                if code := data.get(f"word_{name}_{at}"):
                    words[name][text] = code
        return {"columns": columns, "words": words}


def _examples(sheet: Sheet, column: int) -> str:
    """The first three texts of a column, so that it is known again."""
    found = list(dict.fromkeys(line.cells[column][:40] for line in sheet.lines if line.cells[column]))[:3]
    return now_said("Till exempel: %(texts)s") % {"texts": " · ".join(found)} if found else now_said("Tom kolumn")


class TakeForm(SamsynForm):
    """Save it all, or the rows without faults."""

    good_rows = forms.BooleanField(required=False)
