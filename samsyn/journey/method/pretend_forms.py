"""Fields for the pretend person: who, which day, what has happened. Everything goes into the address."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from samsyn.access.forms import DayField
from samsyn.basis.code_list import queries as code_lists
from samsyn.basis.method import words
from samsyn.basis.method.conditions import MOST_LETTERS
from samsyn.basis.method.schema import Method
from samsyn.basis.party.models import PartyKind
from samsyn.entry.case.models import ItemKind
from samsyn.journey.method.pretend import ALONE, FIRST_DAY, LAST_DAY, LISTED, MOVES, OLDEST, Happening

NUMBER = {"inputmode": "numeric", "autocomplete": "off"}
DAY_WRONG = _("Skriv en dag som ett heltal: 0 är inskrivningen, högst 3650.")


def _number(label: Any, low: int, high: int, *, wrong: Any, help_text: Any = "") -> forms.IntegerField:
    return forms.IntegerField(
        label=label, min_value=low, max_value=high, required=False, help_text=help_text,
        widget=forms.TextInput(attrs=NUMBER),
        error_messages=dict.fromkeys(("invalid", "min_value", "max_value"), wrong),
    )  # fmt: skip


class WhoForm(forms.Form):
    """The person and the day."""

    use_required_attribute = False
    day = _number(_("Dag i metoden"), 0, LAST_DAY, wrong=DAY_WRONG, help_text=_("0 är dagen för inskrivningen."))
    start = DayField(label=_("Inskriven"), required=False)
    age = _number(_("Ålder"), 0, OLDEST, wrong=_("Skriv åldern som ett heltal mellan 0 och 100."))


class AddForm(forms.Form):
    """Something that happened."""

    use_required_attribute = False
    add = forms.ChoiceField(label=_("Vad hände?"), error_messages={
        "required": _("Välj vad som hände."), "invalid_choice": _("Välj något i listan."),
    })  # fmt: skip
    on = _number(
        _("Vilken dag"), FIRST_DAY, LAST_DAY, wrong=_("Skriv en dag som ett heltal, till exempel 14."),
        help_text=_("Tomt är dagen som visas. Före inskrivningen: ett minustecken, som -30."),
    )  # fmt: skip
    to = _number(
        _("Till och med dag"), FIRST_DAY, LAST_DAY, wrong=_("Skriv en dag som ett heltal, till exempel 80."),
        help_text=_("För aktivitet, försörjning, sysselsättning och arbetsplats. Tomt: det pågår."),
    )  # fmt: skip
    party = forms.ChoiceField(label=_("Part som håller i det"), required=False)
    answers = forms.CharField(
        label=_("Svar i formuläret"), required=False, max_length=200,
        help_text=_("Frågans namn, likhetstecken, svar; komma mellan. Till exempel energy=3, agree=true."),
    )  # fmt: skip

    def __init__(self, *args: Any, method: Method | None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            field.widget.attrs["form"] = "try"
        self.fields["add"].choices = [("", _("Välj")), *_groups(method)]  # type: ignore[attr-defined]
        self.fields["party"].choices = [("", _("Kommunen")), *PartyKind.choices]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """Ends before it starts is told at the end."""
        data = super().clean() or {}
        on, to = data.get("on"), data.get("to")
        if on is not None and to is not None and to < on:
            self.add_error("to", _("Slutet ligger före början. Ändra någon av dagarna."))
        return data

    def happening(self, today: int) -> Happening:
        """What was filled in, as one word of the address."""
        data = self.cleaned_data
        sort, _dot, code = data["add"].partition(".")
        day = today if data["on"] is None else data["on"]
        if sort == "form":
            return Happening(sort, code, day, data["answers"])
        to = "" if data["to"] is None else str(data["to"] + 1)
        more = f"{to}.{data['party']}" if sort == "activity" and data["party"] else to
        return Happening(sort, code, day, more)


def _groups(method: Method | None) -> list[tuple[str, list[tuple[str, str]]]]:
    """What can happen, by sort."""
    found = [
        (str(ItemKind(sort).label), [(f"{sort}.{code}", said) for code, said in code_lists.choices(name)])
        for sort, name in LISTED.items()
    ]  # fmt: skip
    directions = {"forward": _("framåt"), "sideways": _("åt sidan"), "back": _("bakåt")}
    found.append((str(ItemKind.STEP_MOVE.label), [(f"step.{way}", str(directions[way])) for way in MOVES]))
    found.append((str(_("Annat")), [(f"{sort}.any", str(ItemKind(sort).label)) for sort in ALONE]))
    if method and method.forms:
        found.append((str(ItemKind.FORM.label), [(f"form.{form.id}", words.say(form.name)) for form in method.forms]))
    return found


class AskForm(forms.Form):
    """An expression to try."""

    use_required_attribute = False
    ask = forms.CharField(
        label=_("Uttryck"), max_length=MOST_LETTERS, strip=True,
        widget=forms.Textarea(attrs={"rows": 4, "spellcheck": "false", "class": "code"}),
        error_messages={
            "required": _("Skriv ett uttryck, till exempel p.age >= 18."),
            "max_length": _("Uttrycket är för långt (högst %(limit_value)d tecken). Dela det i två."),
        },
    )  # fmt: skip
