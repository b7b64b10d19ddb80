"""Forms about a person: contact, numbers, representatives, protection, search."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from samsyn.access import clock
from samsyn.access.forms import DayField, SamsynForm
from samsyn.basis.code_list import queries as code_list
from samsyn.entry.person.identity_number import IdentityNumberError, parse, reserve_number
from samsyn.entry.person.models import ConsentKind, Person, Protection, Representative, Sex

OLDEST_BIRTH_YEAR = 1900
PLACES = ("address", "municipality")
SWEDISH, RESERVE = "swedish", "reserve"


class PersonForm(SamsynForm):
    """Name and contact. Places are not asked for when the identity is protected."""

    given_name = forms.CharField(label=_("Förnamn"), max_length=80)
    family_name = forms.CharField(label=_("Efternamn"), max_length=80)
    phone = forms.RegexField(
        r"\A[0-9+()\-\s]{5,40}\Z", label=_("Telefon"), required=False, strip=True,
        error_messages={"invalid": _("Skriv ett telefonnummer med siffror, till exempel 070-123 45 67.")},
    )  # fmt: skip
    email = forms.EmailField(label=_("E-post"), required=False)
    address = forms.CharField(label=_("Adress"), required=False, max_length=200)
    municipality = forms.CharField(label=_("Kommun"), required=False, max_length=80)
    language = forms.CharField(label=_("Språk som personen vill tala"), required=False, max_length=40)
    needs_interpreter = forms.BooleanField(label=_("Behöver tolk"), required=False)
    sex = forms.ChoiceField(label=_("Kön"), choices=Sex.choices, widget=forms.RadioSelect)
    birth_year = forms.IntegerField(label=_("Födelseår"), required=False)

    def __init__(self, *args: Any, person: Person, **kwargs: Any) -> None:
        start = {name: getattr(person, name) for name in self.base_fields if hasattr(person, name)}
        super().__init__(*args, initial=start, **kwargs)
        for name in PLACES if person.is_protected else ():
            del self.fields[name]

    def clean_birth_year(self) -> int | None:
        """A year that somebody now living can be born in."""
        year: int | None = self.cleaned_data["birth_year"]
        if year is not None and not OLDEST_BIRTH_YEAR <= year <= clock.today().year:
            raise forms.ValidationError(_("Skriv ett årtal med fyra siffror, till exempel 1988."))
        return year


def _oid_of(issuer: str) -> str:
    marks = code_list.extra("reserve_number_issuer", issuer)  # noqa: S610 - a code list, no queryset
    return str(marks.get("oid", ""))


class NumberForm(SamsynForm):
    """A further identity number; a reserve number is told by who issued it."""

    kind = forms.ChoiceField(
        label=_("Slags nummer"), widget=forms.RadioSelect, initial=SWEDISH,
        choices=[(SWEDISH, _("Personnummer eller samordningsnummer")), (RESERVE, _("Reservnummer"))],
    )  # fmt: skip
    number = forms.CharField(
        label=_("Nummer"), max_length=40, error_messages={"required": _("Skriv numret.")}
    )
    issuer = forms.ChoiceField(label=_("Utfärdare av reservnumret"), required=False)
    anyway = forms.BooleanField(label=_("Numret är rätt. Spara det också på den här personen"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        issuers = [("", _("Välj utfärdare")), *code_list.choices("reserve_number_issuer")]
        self.fields["issuer"].choices = issuers  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """The number as read, or what is wrong with it."""
        data = super().clean()
        kind, text, issuer = data.get("kind"), data.get("number", ""), data.get("issuer", "")
        if kind == RESERVE and not issuer:
            self.add_error("issuer", _("Välj vem som har utfärdat reservnumret."))
        if self.errors or not text:
            return data
        try:
            if kind == RESERVE:
                number = reserve_number(text, issuer=issuer, oid=_oid_of(issuer))
            else:
                number = parse(text, today=clock.today())
            return {"number": number, "anyway": data.get("anyway", False)}
        except IdentityNumberError as error:
            self.add_error("number", _(error.message_sv))
        return data


class RepresentativeForm(SamsynForm):
    """Who may speak for the person, and in what."""

    kind = forms.ChoiceField(
        label=_("I vilken egenskap"), choices=Representative.Kind.choices, widget=forms.RadioSelect
    )
    name = forms.CharField(label=_("Namn"), max_length=120)
    phone = forms.RegexField(
        r"\A[0-9+()\-\s]{5,40}\Z", label=_("Telefon"), required=False, strip=True,
        error_messages={"invalid": _("Skriv ett telefonnummer med siffror, till exempel 070-123 45 67.")},
    )  # fmt: skip
    scope = forms.CharField(
        label=_("Vad uppdraget omfattar"),
        max_length=300,
        help_text=_("Som det står i beslutet eller fullmakten. Till exempel: sörja för person, bevaka rätt."),
    )
    decides = forms.MultipleChoiceField(
        label=_("Får säga ja eller nej till"), choices=ConsentKind.choices, required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Ett samtycke som inte är ikryssat kan den här personen inte lämna. En vårdnadshavare får alla."),
    )  # fmt: skip
    starts_on = DayField(label=_("Från"))
    last_day = DayField(
        label=_("Till och med"), required=False, help_text=_("Lämna tomt om uppdraget gäller tills vidare.")
    )

    def clean(self) -> dict[str, Any]:
        """A period in order."""
        data = super().clean()
        self.require_order("starts_on", "last_day")
        return data


class ProtectionForm(SamsynForm):
    """The level, and a reason when it is lowered."""

    level = forms.ChoiceField(
        label=_("Skyddade personuppgifter"), choices=Protection.choices, widget=forms.RadioSelect
    )
    reason = forms.CharField(
        label=_("Varför"), required=False, max_length=300, help_text=_("Behövs bara när skyddet sänks.")
    )


class SearchForm(forms.Form):
    """One field; there is no search in texts."""

    use_required_attribute = False
    words = forms.CharField(
        label=_("Namn, personnummer eller ärendenummer"), max_length=80,
        error_messages={"required": _("Skriv ett namn, ett personnummer eller ett ärendenummer.")},
    )  # fmt: skip

    def clean_words(self) -> str:
        """At least two characters: one letter would list everybody."""
        words: str = self.cleaned_data["words"]
        if len(words) < 2:
            raise forms.ValidationError(_("Skriv minst två tecken."))
        return words
