"""The note form: one field to fill, the rest prefilled."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from samsyn.access.forms import LongText
from samsyn.entry.case.forms import CategorisedItemForm
from samsyn.entry.case.models import Case


class NoteForm(CategorisedItemForm):
    """Text, category and receivers; with scripts the receivers follow the chosen category at once."""

    text = LongText(label=_("Anteckning"), error_messages={"required": _("Skriv vad som har hänt.")})
    field_order = ("text", "category")  # type: ignore[assignment]

    def __init__(self, *args: Any, case: Case, **kwargs: Any) -> None:
        super().__init__(*args, case=case, **kwargs)
        self.fields["category"].widget.attrs |= {
            "hx-get": reverse("note:receivers", args=[case.pk]),
            "hx-target": "#receivers",
            "hx-trigger": "change",
            "hx-sync": "this:replace",
        }
