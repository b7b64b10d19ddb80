"""The part of a form that asks what a method needs and Samsyn cannot know."""

from typing import Any, cast

from django import forms
from django.utils.translation import gettext_lazy as _

from samsyn.access.actor import Actor
from samsyn.basis.intervention.models import Intervention
from samsyn.basis.method import words
from samsyn.basis.method.schema import Method, Need
from samsyn.entry.case.models import Case
from samsyn.entry.referral.needs import NOT_KNOWN, Needs, method_of, needs_of, said, settled_by_age, told_of

FIELD = "confirmed_needs"


class NeedsMixin(forms.Form):
    """Boxes to tick for what nobody here can know; refuses what is known not to hold. Nothing typed is lost."""

    method: Method | None = None
    known_unmet: tuple[Need, ...] = ()

    def ask_needs(self, intervention: Intervention | None, actor: Actor, case: Case | None) -> None:
        """Adds the field; before anything is sent it asks what cannot be known of the person as far as seen."""
        self.method = method_of(intervention) if intervention else None
        if self.method is None or not self.method.who.requires:
            return
        found = needs_of(self.method, actor, case=case)
        self.known_unmet = found.unmet
        self.fields[FIELD] = forms.MultipleChoiceField(
            label=_("Stämmer det här?"), required=False, widget=forms.CheckboxSelectMultiple,
            choices=[(need.id, said(need)) for need in self.method.who.requires],
        )
        if not self.is_bound:
            self._offer([need for need in found.unknown if case or not settled_by_age(need)])

    @property
    def unmet_words(self) -> list[str]:
        """What to do about what is known not to hold, before anything was sent."""
        return [] if self.is_bound else [words.say(need.otherwise) for need in self.known_unmet]

    @property
    def told(self) -> list[dict[str, str]]:
        """What the text describes, for a summary list."""
        return [{"key": label, "value": value} for label, value in told_of(self.method)]

    @property
    def asks_needs(self) -> bool:
        """Whether there is anything to tick."""
        return FIELD in self.fields and bool(cast(forms.MultipleChoiceField, self.fields[FIELD]).choices)

    def check_needs(self, data: dict[str, Any], found: Needs) -> None:
        """What does not hold is said with what to do; what is not known must be ticked."""
        if FIELD not in self.fields:
            return
        self._offer(list(found.unknown))
        self.known_unmet = ()
        for need in found.unmet:
            self.add_error(None, words.say(need.otherwise))
        if {need.id for need in found.unknown} - set(data.get(FIELD) or ()):
            self.add_error(FIELD, NOT_KNOWN)

    def _offer(self, needs: list[Need]) -> None:
        field = cast(forms.MultipleChoiceField, self.fields[FIELD])
        field.choices = [(need.id, said(need)) for need in needs]
