"""Which day and kind of entries to show."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from samsyn.access import clock
from samsyn.access.forms import DayField

KINDS = [
    ("", _("Allt")), ("change", _("Ändringar")), ("read", _("Läsningar")), ("refused", _("Nekat")),
    ("system", _("Systemet")),
]  # fmt: skip


class LogFilter(forms.Form):
    """Today unless another day is asked for."""

    use_required_attribute = False
    day = DayField(label=_("Dag"), required=False)
    kind = forms.ChoiceField(label=_("Visa"), choices=KINDS, required=False)

    def __init__(self, data: Any) -> None:
        super().__init__({"day": clock.today().isoformat(), **{k: data[k] for k in data if data[k]}})

    def asked(self) -> dict[str, Any]:
        """A day and a kind that can be used, also when something was typed wrong."""
        known = self.cleaned_data if self.is_valid() else {}
        return {"day": known.get("day") or clock.today(), "kind": known.get("kind", "")}
