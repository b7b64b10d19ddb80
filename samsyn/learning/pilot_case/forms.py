"""Forms of pilot cases: every text is checked for what can tell who it is about."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from samsyn.access.forms import SamsynForm
from samsyn.basis.party.models import Association
from samsyn.entry.referral.deidentify import DeidentifiedMixin, deidentified_text
from samsyn.learning.pilot_case.models import PilotCase

EMPTY_QUESTION = {"required": _("Skriv din fråga.")}


class AskForm(DeidentifiedMixin, SamsynForm):
    """A caseworker's question."""

    question = deidentified_text(label=_("Vad undrar du"), rows=6, error_messages=EMPTY_QUESTION)
    need = forms.CharField(label=_("Vad behövs, med några ord"), required=False, max_length=160)
    checked_fields = ("question", "need")


class PublicAskForm(DeidentifiedMixin, SamsynForm):
    """The same from a person or a relative, without an account."""

    origin = forms.ChoiceField(
        label=_("Vem frågar"), widget=forms.RadioSelect,
        error_messages={"required": _("Välj vem som frågar.")},
        choices=[
            (PilotCase.Origin.PERSON, _("Jag frågar för min egen del")),
            (PilotCase.Origin.RELATIVE, _("Jag är anhörig eller vän")),
        ],
    )  # fmt: skip
    question = deidentified_text(label=_("Vad undrar du"), rows=6, error_messages=EMPTY_QUESTION)
    checked_fields = ("question",)

    def __init__(self, *args: Any, associations: list[Association], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.known = {str(a.pk): a for a in associations}
        self.fields["association"] = forms.ChoiceField(
            label=_("Var bor du"), choices=[(key, a.name) for key, a in self.known.items()],
            error_messages={"required": _("Välj samordningsförbund.")},
        )  # fmt: skip
        if len(self.known) == 1:
            self.fields["association"].widget = forms.HiddenInput()
            self.fields["association"].initial = next(iter(self.known))

    def clean(self) -> dict[str, Any]:
        """The association itself."""
        data = super().clean()
        data["association"] = self.known.get(data.get("association", ""))
        return data


class KeyForm(forms.Form):
    """The key that was shown once."""

    key = forms.CharField(
        label=_("Din nyckel"), max_length=60,
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
        error_messages={"required": _("Skriv nyckeln som du fick när du frågade.")},
    )  # fmt: skip


class AdviceForm(DeidentifiedMixin, SamsynForm):
    """Advice."""

    advice = deidentified_text(label=_("Råd"), rows=6, error_messages={"required": _("Skriv ditt råd.")})
    checked_fields = ("advice",)


class ThenForm(DeidentifiedMixin, SamsynForm):
    """What then?"""

    text = deidentified_text(
        label=_("Vad hände sedan"), rows=4,
        error_messages={"required": _("Skriv vad som hände. Skriv ”inget” om inget har hänt.")},
    )  # fmt: skip
    checked_fields = ("text",)
