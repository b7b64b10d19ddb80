"""The note form: one field to fill, the rest prefilled."""

from django.utils.translation import gettext_lazy as _

from samsyn.access.forms import LongText
from samsyn.entry.case.forms import CategorisedItemForm


class NoteForm(CategorisedItemForm):
    """Text, category and receivers."""

    text = LongText(label=_("Anteckning"), error_messages={"required": _("Skriv vad som har hänt.")})
    field_order = ("text", "category")
