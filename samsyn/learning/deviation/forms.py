"""One line."""

from django import forms
from django.utils.translation import gettext_lazy as _

from samsyn.access.forms import SamsynForm


class DeviationForm(SamsynForm):
    """What went wrong, seen from the person."""

    line = forms.CharField(
        label=_("Det här gick fel"), max_length=300,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
        error_messages={
            "required": _("Skriv vad som gick fel."),
            "max_length": _("Skriv högst 300 tecken. Detaljer kan stå i en anteckning."),
        },
    )  # fmt: skip
