"""The attachment form: a file, what it is about, who may read it."""

from typing import Any

from django import forms
from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _

from samsyn.entry.case.forms import CategorisedItemForm

ACCEPTED = ".pdf,.png,.jpg,.jpeg,.docx,.txt"


class AttachmentForm(CategorisedItemForm):
    """File, category, receivers. The bytes are examined by the action."""

    file = forms.FileField(
        label=_("Fil"), allow_empty_file=True, max_length=300,
        widget=forms.FileInput(attrs={"accept": ACCEPTED}),
        help_text=_("PDF, PNG, JPEG, Word (docx) eller ren text, högst 10 MB."),
        error_messages={
            "required": _("Välj en fil."),
            "max_length": _("Filens namn är för långt. Byt namn och försök igen."),
        },
    )  # fmt: skip
    field_order = ("file", "category")  # type: ignore[assignment]

    def clean_file(self) -> UploadedFile:
        """Not too large to be read at all."""
        file: UploadedFile = self.cleaned_data["file"]
        if file.size and file.size > settings.SAMSYN_MOST_BYTES:
            raise forms.ValidationError(_("Filen är för stor. Den får vara högst 10 MB."))
        return file

    def clean(self) -> dict[str, Any]:
        """Name and bytes for the action."""
        data = super().clean()
        if file := data.pop("file", None):
            data["name"], data["data"] = file.name, file.read()
        return data
