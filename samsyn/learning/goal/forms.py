"""Which cohort, and whose cases."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from samsyn.entry.selection.forms import FlowForm

EVERYBODY, OWN = "alla", "mina"


class CohortForm(FlowForm):
    """Enrolled between two days, both included; of everybody or of one's own cases."""

    vilka = forms.ChoiceField(
        label=_("Vilka"), required=False, choices=[(EVERYBODY, _("Alla i insatsen")), (OWN, _("Mina ärenden"))]
    )

    def __init__(self, *args: Any, sees_persons: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["fran"].label = _("Inskrivna från")
        self.fields["till"].label = _("Inskrivna till och med")
        if not sees_persons:
            del self.fields["vilka"]
