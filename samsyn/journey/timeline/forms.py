"""The one form of the case page's own papers."""

from django.utils.translation import gettext_lazy as _

from samsyn.access.forms import DayField, SamsynForm


class RegisteredForm(SamsynForm):
    """Which day it was entered in SUS."""

    on = DayField(label=_("Registrerat i SUS den"))
