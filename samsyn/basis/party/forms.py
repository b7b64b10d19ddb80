"""Forms for parties and units."""

from django import forms
from django.utils.translation import gettext_lazy as _

from samsyn.access import clock
from samsyn.access.forms import DayField, SamsynForm
from samsyn.basis.party.models import PartyKind


class PartyForm(SamsynForm):
    """A new party."""

    kind = forms.ChoiceField(
        label=_("Vilken sorts part"), choices=[("", _("Välj")), *PartyKind.choices],
        error_messages={"required": _("Välj vilken sorts part det är.")},
    )  # fmt: skip
    name = forms.CharField(
        label=_("Namn"), max_length=120,
        help_text=_("Hela namnet. En kommun skrivs med nämnd: varje nämnd är ett eget sekretessområde."),
        error_messages={"required": _("Skriv partens namn.")},
    )  # fmt: skip
    short_name = forms.CharField(
        label=_("Kort namn"), max_length=24, help_text=_("Står i listor och bilder, till exempel AF."),
        error_messages={"required": _("Skriv ett kort namn.")},
    )  # fmt: skip
    starts_on = DayField(label=_("Med från och med"), initial=clock.today)


class EndPartyForm(SamsynForm):
    """The day a party leaves."""

    ends_on = DayField(
        label=_("Första dagen parten inte längre är med"), initial=clock.today,
        help_text=_("Partens uppgifter finns kvar hos parten."),
    )  # fmt: skip


class UnitForm(SamsynForm):
    """A unit."""

    name = forms.CharField(
        label=_("Enhetens namn"), max_length=120, error_messages={"required": _("Skriv enhetens namn.")}
    )
    municipality = forms.CharField(label=_("Ort eller kommun"), max_length=80, required=False)
    is_intake = forms.BooleanField(
        label=_("Tar emot gemensamma ärenden för parten"), required=False,
        help_text=_("Remisser och samtycken kommer till den här enhetens inkorg först."),
    )  # fmt: skip
