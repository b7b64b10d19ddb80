"""The share box that every item form has: who will read it, who will not and why, seen before saving."""

import uuid
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from samsyn.access.actor import Actor
from samsyn.access.forms import SamsynForm
from samsyn.entry.case.models import Case, Category
from samsyn.entry.consent import gate


class ItemForm(SamsynForm):
    """Base of forms that write an item in a case: category and receivers.

    Template: `{{ receivers(form["share"], form.denied, own_party=actor.party_name) }}`. With `category` set by the
    caller there is no category field; else the receivers are those allowed for the chosen category, checked
    again on saving.
    """

    share = forms.MultipleChoiceField(
        label=_("Vem får läsa"), required=False, widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, *args: Any, case: Case, actor: Actor, category: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.item_category = category
        found = gate.receivers(case, actor, category)
        self.denied = [{"party": r.name, "reason": r.why} for r in found if not r.allowed]
        allowed = [r for r in found if r.allowed]
        share = self.fields["share"]
        share.choices = [(str(r.party_id), r.name) for r in allowed]  # type: ignore[attr-defined]
        share.initial = [str(r.party_id) for r in allowed if r.preset]

    def readers(self) -> list[str]:
        """Names of those ticked, to be seen before saving."""
        ticked = set(self["share"].value() or [])
        return [name for value, name in self.fields["share"].choices if value in ticked]  # type: ignore[attr-defined]

    def clean_share(self) -> list[uuid.UUID]:
        """Keys of the receiving parties."""
        return [uuid.UUID(value) for value in self.cleaned_data["share"]]


class CategorisedItemForm(ItemForm):
    """An item form where the writer chooses the category; receivers follow the choice."""

    category = forms.ChoiceField(label=_("Vad handlar det om"), choices=Category.choices)
    field_order = ("category",)

    def __init__(self, *args: Any, case: Case, actor: Actor, category: str = Category.OTHER, **kwargs: Any) -> None:
        data = args[0] if args else kwargs.get("data")
        chosen = data.get("category") if data else None
        super().__init__(
            *args, case=case, actor=actor, category=chosen if chosen in Category.values else category, **kwargs
        )
        self.fields["category"].initial = category
