"""The form that takes a published report in."""

from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _

from samsyn.access.forms import SamsynForm
from samsyn.learning.published.files import ENDINGS

MOST_BYTES = 2_000_000


class ImportForm(SamsynForm):
    """Name, the tables as CSV, and what they are about."""

    name = forms.RegexField(
        r"\A[a-z0-9][a-z0-9_-]*\Z", label=_("Kort namn"), max_length=60, strip=True,
        help_text=_("Små bokstäver a–z, siffror och bindestreck. Samma namn en gång till ersätter rapporten."),
        error_messages={
            "required": _("Skriv ett kort namn, till exempel kv."),
            "invalid": _("Använd bara små bokstäver a–z, siffror och bindestreck, till exempel kv-2009."),
        },
    )  # fmt: skip
    tables = forms.FileField(
        label=_("Tabeller (CSV)"), allow_empty_file=True, max_length=200,
        widget=forms.FileInput(attrs={"accept": ".csv,.tsv"}),
        help_text=_("Kolumnerna table, category, woman, man, anonymous och total. Varje tabell har en rad total."),
        error_messages={"required": _("Välj en fil."), "max_length": _("Filens namn är för långt. Byt namn.")},
    )  # fmt: skip
    description = forms.FileField(
        label=_("Beskrivning (published.yaml)"), required=False, allow_empty_file=True, max_length=200,
        widget=forms.FileInput(attrs={"accept": ".yaml,.yml"}),
        help_text=_("Titel, källa och vad tabellerna handlar om."),
    )  # fmt: skip

    def clean_tables(self) -> UploadedFile:
        """A CSV file that is not too large."""
        file: UploadedFile = self.cleaned_data["tables"]
        if not str(file.name).lower().endswith(ENDINGS):
            raise forms.ValidationError(_("Filen ska vara CSV. Spara kalkylbladet som CSV först."))
        return _small(file)

    def clean_description(self) -> UploadedFile | None:
        """Not too large."""
        file: UploadedFile | None = self.cleaned_data["description"]
        return _small(file) if file else None

    def clean(self) -> dict[str, Any]:
        """Names and bytes for the action."""
        data = super().clean()
        tables, about = data.pop("tables", None), data.pop("description", None)
        if tables:
            data["tables"] = [(tables.name, tables.read())]
        data["description"] = about.read() if about else b""
        return data


def _small(file: UploadedFile) -> UploadedFile:
    if (file.size or 0) > MOST_BYTES:
        raise forms.ValidationError(_("Filen är för stor. Den får vara högst 2 MB."))
    return file
