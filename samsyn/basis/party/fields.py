"""Form fields that choose parties of the actor's own association."""

from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _

from samsyn.access.actor import Actor
from samsyn.access.policy import Policy
from samsyn.basis.party.models import Party, PartyKind
from samsyn.basis.party.queries import member


class PartiesField(forms.MultipleChoiceField):
    """Boxes for the parties; `offer(actor)` in the form's `__init__` fills them. Gives `Party` rows."""

    widget = forms.CheckboxSelectMultiple
    default_error_messages: ClassVar[dict[str, Any]] = {
        "required": _("Bocka för minst en part."),
        "invalid_choice": _("Parten finns inte i listan. Välj bland dem som visas."),
    }

    def offer(self, actor: Actor) -> None:
        """Members of the association today; the association itself is no secrecy area to share with."""
        rows = Policy.all(Party, actor).filter(member()).exclude(kind=PartyKind.ASSOCIATION).order_by("name")
        self.known = {str(row.pk): row for row in rows}
        self.choices = [(key, row.name) for key, row in self.known.items()]

    def clean(self, value: Any) -> list[Party]:
        """The rows."""
        return [self.known[key] for key in super().clean(value)]
