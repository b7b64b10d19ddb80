"""The form for an agreement."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from samsyn.access import clock
from samsyn.access.actor import Actor
from samsyn.access.forms import DayField, LongText, SamsynForm
from samsyn.basis.party.fields import PartiesField


class AgreementForm(SamsynForm):
    """What, between whom, until when."""

    title = forms.CharField(
        label=_("Rubrik"), max_length=160, error_messages={"required": _("Skriv vad den heter.")}
    )
    parties = PartiesField(label=_("Parter"))
    starts_on = DayField(label=_("Gäller från"), initial=clock.today)
    ends_on = DayField(label=_("Första dagen den inte gäller"), required=False)
    about = LongText(label=_("Vad den säger, i korthet"), required=False, rows=3)
    all_may_call_sip = forms.BooleanField(
        label=_("Alla parter i den får kalla till SIP"), required=False,
        help_text=_("I lagen är det kommun och region. Er överenskommelse kan ge fler den möjligheten."),
    )  # fmt: skip

    def __init__(self, *args: Any, actor: Actor, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["parties"].offer(actor)  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """The period in order."""
        data = super().clean()
        self.require_order("starts_on", "ends_on")
        return data
