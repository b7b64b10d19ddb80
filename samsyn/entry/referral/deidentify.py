"""Texts that go to others without identity: each mark is mended, or said to be harmless word by word."""

from collections.abc import Collection, Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext as now_said
from django.utils.translation import gettext_lazy as _

from samsyn.access import clock
from samsyn.access.errors import RuleBroken
from samsyn.access.forms import LongText
from samsyn.entry.case.deidentified import Mark, identity_marks
from samsyn.entry.person.models import Person
from samsyn.entry.person.name_key import search_key

NEVER_HARMLESS = frozenset({"identity_number", "email"})


def names_of(person: Person | None) -> list[str]:
    """The names that may not stand in a text about this person: their own and their representatives'."""
    if person is None:
        return []
    relatives = person.representatives.values_list("name", flat=True)
    return [person.given_name, person.family_name, *(part for name in relatives for part in name.split())]


def remaining_marks(
    text: str, confirmed: Collection[str] = (), known_names: Iterable[str] = ()
) -> list[Mark]:
    """Marks that are neither mended nor confirmed harmless. A known name is never harmless."""
    known = list(known_names)
    found = identity_marks(text, known_names=known, today=clock.today())
    return [mark for mark in found if mark.excerpt not in confirmed or not may_confirm(mark, known)]


def may_confirm(mark: Mark, known_names: Iterable[str] = ()) -> bool:
    """Whether the writer may say "that is nobody": never for numbers, e-mail or the person's own names."""
    own = {word for name in known_names for word in search_key(name).split()}
    return mark.kind not in NEVER_HARMLESS and not own & set(search_key(mark.excerpt).split())


def check_text(
    text: str, *, field: str, confirmed: Collection[str] = (), known_names: Iterable[str] = ()
) -> None:
    """Refuse a text that can tell who it is about. Raises IDENTITY_MARKS."""
    if remaining_marks(text, confirmed, known_names):
        raise RuleBroken(
            "IDENTITY_MARKS",
            _("Texten kan visa vem det gäller. Ändra det som är markerat och försök igen."),
            field=field,
        )


class ExcerptsField(forms.MultipleChoiceField):
    """The marked words that the writer says are harmless; offered only once they were marked."""

    widget = forms.CheckboxSelectMultiple

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("label", _("Det här är inget namn eller nummer"))
        super().__init__(required=False, **kwargs)

    def valid_value(self, value: str) -> bool:
        """Any words: the action asks only whether each mark is among them."""
        return len(value) <= 200


class DeidentifiedMixin(forms.Form):
    """Checks the fields in `checked_fields`, lists each mark at its field, and offers to confirm it."""

    checked_fields: tuple[str, ...] = ("summary",)
    known_names: Iterable[str] = ()
    confirmed = ExcerptsField()

    def clean(self) -> dict[str, Any]:
        """Say at the field what was found and what to write instead."""
        data = super().clean() or self.cleaned_data
        if "confirmed" not in self.fields:
            return data
        confirmed = data.get("confirmed") or []
        offered = list(confirmed)
        for name in self.checked_fields:
            for mark in remaining_marks(data.get(name) or "", confirmed, self.known_names):
                self.add_error(name, f"”{mark.excerpt}”: {now_said(mark.advice_sv)}")
                offered += [mark.excerpt] if may_confirm(mark, self.known_names) else []
        self.fields["confirmed"].choices = [(e, e) for e in dict.fromkeys(offered)]  # type: ignore[attr-defined]
        return data


def deidentified_text(**kwargs: Any) -> LongText:
    """A text field with the advice that keeps it free from identity."""
    hint = _("Skriv inga namn, nummer, adresser eller platser. Skriv ungefärlig ålder.")
    return LongText(**{"help_text": hint, **kwargs})
