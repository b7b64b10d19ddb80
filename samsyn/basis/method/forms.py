"""Forms for a method's text."""

from typing import Any, cast

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from samsyn.access.forms import SamsynForm
from samsyn.basis.method.reading import MOST_BYTES


class DraftForm(SamsynForm):
    """The text as it is written."""

    text = forms.CharField(
        label=_("Metodens text"), strip=False, max_length=MOST_BYTES,
        widget=forms.Textarea(attrs={"rows": 30, "spellcheck": "false", "class": "code"}),
        error_messages={
            "required": _("Skriv metodens text."), "max_length": _("Texten är för lång. Dela upp metoden."),
        },
    )  # fmt: skip


class ImportForm(SamsynForm):
    """A text from somebody else: a file, or pasted."""

    file = forms.FileField(label=_("Fil (.yaml)"), required=False)
    text = forms.CharField(
        label=_("Eller klistra in texten"), required=False, strip=False, max_length=MOST_BYTES,
        widget=forms.Textarea(attrs={"rows": 12, "spellcheck": "false", "class": "code"}),
    )  # fmt: skip

    def clean(self) -> dict[str, Any]:
        """One of the two, as text."""
        data = super().clean() or {}
        file: UploadedFile | None = data.pop("file", None)
        if file and data.get("text"):
            self.add_error("file", _("Välj filen eller klistra in texten, inte båda."))
        elif file:
            data["text"] = self._text_of(file)
        elif not data.get("text") and not self.errors:
            self.add_error("file", _("Välj en fil, eller klistra in texten."))
        return data

    def add_error(self, field: str | None, error: Any) -> None:
        """What is wrong with the text of a file is told at the file."""
        super().add_error("file" if field == "text" and self.files.get("file") else field, error)

    def text_sent(self) -> str:
        """The text that was refused: that of a file is put where it can be mended at once."""
        text = str(self.cleaned_data.get("text") or self.data.get("text") or "") if self.is_bound else ""
        if text and not self.data.get("text"):
            typed = cast("QueryDict", self.data).copy()
            typed["text"] = text
            self.data = typed
        return text[:MOST_BYTES]

    def _text_of(self, file: UploadedFile) -> str:
        if (file.size or 0) > MOST_BYTES:
            self.add_error("file", _("Filen är för stor. Högst 1 MB kan läsas."))
            return ""
        try:
            return file.read().decode("utf-8-sig")
        except UnicodeDecodeError:
            self.add_error("file", _("Filen är inte text i UTF-8. Spara den som UTF-8 och välj den igen."))
            return ""
