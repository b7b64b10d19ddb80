"""Forms for groups and their members."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from samsyn.access import clock
from samsyn.access.actor import Actor
from samsyn.access.forms import DayField, LongText, SamsynForm
from samsyn.access.policy import Policy
from samsyn.basis.group.models import GroupKind
from samsyn.basis.staff.models import Staff
from samsyn.basis.staff.queries import listed


class GroupForm(SamsynForm):
    """A group."""

    kind = forms.ChoiceField(
        label=_("Sorts grupp"), choices=[("", _("Välj")), *GroupKind.choices],
        error_messages={"required": _("Välj vilken sorts grupp det är.")},
    )  # fmt: skip
    name = forms.CharField(
        label=_("Namn"), max_length=120, error_messages={"required": _("Skriv gruppens namn.")}
    )
    purpose = LongText(label=_("Vad gruppen gör"), required=False, rows=3, max_length=2000)


class MemberForm(SamsynForm):
    """Somebody with a seat, what they may decide, and who comes instead."""

    staff = forms.ChoiceField(label=_("Medlem"), error_messages={"required": _("Välj vem som ska vara med.")})
    mandate = forms.CharField(
        label=_("Mandat"), max_length=200, required=False,
        help_text=_("Vad medlemmen får bestämma för sin part, till exempel: får ge plats i insatsen."),
    )  # fmt: skip
    substitute = forms.ChoiceField(label=_("Ersättare"), required=False, help_text=_("Någon hos samma part."))
    starts_on = DayField(label=_("Från och med"), initial=clock.today)
    ends_on = DayField(label=_("Första dagen medlemskapet inte längre gäller"), required=False)

    def __init__(self, *args: Any, actor: Actor, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        rows = listed(Policy.all(Staff, actor))
        self.known = {str(row.pk): row for row in rows}
        by_party: dict[str, list[tuple[str, str]]] = {}
        for key, row in self.known.items():
            by_party.setdefault(row.party.name, []).append(
                (key, f"{row.user.name} · {row.get_role_display()}")
            )
        for name, blank in (("staff", _("Välj")), ("substitute", _("Ingen"))):
            self.fields[name].choices = [("", blank), *by_party.items()]  # type: ignore[attr-defined]

    def clean_staff(self) -> Staff:
        """The assignment."""
        return self.known[self.cleaned_data["staff"]]

    def clean_substitute(self) -> Staff | None:
        """The assignment of who comes instead."""
        return self.known.get(self.cleaned_data["substitute"])

    def clean(self) -> dict[str, Any]:
        """The period in order."""
        data = super().clean()
        self.require_order("starts_on", "ends_on")
        return data
