"""Forms of referrals: choose intervention, write, send, ask, answer, decline, withdraw."""

from collections.abc import Iterable
from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext as now_said
from django.utils.translation import gettext_lazy as _

from samsyn.access import clock
from samsyn.access.actor import Actor
from samsyn.access.forms import LongText, SamsynForm
from samsyn.basis.code_list.forms import CodeField
from samsyn.basis.intervention.models import Intervention
from samsyn.entry.case.models import Case
from samsyn.entry.person.identity_number import IdentityNumber, IdentityNumberError, parse, reserve_number
from samsyn.entry.person.models import Person, Sex
from samsyn.entry.referral.deidentify import DeidentifiedMixin, deidentified_text
from samsyn.entry.referral.models import Referral
from samsyn.entry.referral.needs import PARTY, needs_of, orderer_misfit
from samsyn.entry.referral.needs_form import NeedsMixin
from samsyn.entry.referral.queries import cases_with_number, receivers_by_name
from samsyn.entry.referral.rules import age_misfit

EARLIEST_BIRTH_YEAR = 1900
NEW_PERSON = "new"


class SuitForm(forms.Form):
    """What is known before a referral is written: narrows the interventions, stores nothing."""

    fodd = forms.IntegerField(
        label=_("Födelseår"), required=False, min_value=EARLIEST_BIRTH_YEAR, max_value=2100
    )
    malgrupp = CodeField("target_group", label=_("Målgrupp"), required=False, blank=_("Alla"))


class ReferralForm(NeedsMixin, SamsynForm):
    """Why this person, to this intervention."""

    reason = CodeField("reason", label=_("Orsak"))
    why = LongText(
        label=_("Varför behövs insatsen"),
        error_messages={"required": _("Skriv vad som har hänt och vad som behövs.")},
    )
    wishes = LongText(label=_("Personens egna önskemål"), required=False, rows=3)
    origin = CodeField("referral_origin", label=_("Remissen kommer från"), initial="party")
    origin_name = forms.CharField(label=_("Namn på den som remitterar"), required=False, max_length=120)

    def __init__(
        self, *args: Any, actor: Actor, intervention: Intervention, case: Case | None = None, is_draft: bool = False,
        **kwargs: Any,
    ) -> None:  # fmt: skip
        super().__init__(*args, **kwargs)
        self.is_draft, self.actor, self.case, self.intervention = is_draft, actor, case, intervention
        for name in self.draft_optional if is_draft else ():
            self.fields[name].required = False
        self.ask_needs(intervention, actor, case)

    draft_optional: ClassVar[tuple[str, ...]] = ("reason", "why")

    def clean(self) -> dict[str, Any]:
        """Who refers must be named when it is not the party itself, a person or a draft."""
        data = super().clean()
        named = data.get("origin") in ("school", "care", "employer", "relative")
        if named and not data.get("origin_name") and not self.is_draft:
            self.add_error("origin_name", now_said("Skriv vem remissen kommer från."))
        if not self.is_draft and (message := orderer_misfit(self.method, data.get("origin") or PARTY, self.actor)):
            self.add_error("origin", message)
        if self.case and not self.is_draft:
            self.check_needs(data, needs_of(self.method, self.actor, case=self.case))
        return data


class NewPersonReferralForm(ReferralForm):
    """The same, with the person: at most six fields must be filled in."""

    number = forms.CharField(
        label=_("Personnummer eller samordningsnummer"), required=False, max_length=40,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
        help_text=_("ÅÅÅÅMMDD-NNNN. Andra skrivsätt går också bra."),
    )  # fmt: skip
    issuer = CodeField(
        "reserve_number_issuer",
        label=_("Reservnummer från"),
        required=False,
        blank=_("Det är inget reservnummer"),
    )
    birth_year = forms.IntegerField(
        label=_("Födelseår, om nummer saknas"), required=False,
        error_messages={"invalid": _("Skriv födelseåret med fyra siffror.")},
    )  # fmt: skip
    given_name = forms.CharField(
        label=_("Förnamn"), max_length=80, error_messages={"required": _("Skriv personens förnamn.")}
    )
    family_name = forms.CharField(
        label=_("Efternamn"), max_length=80, error_messages={"required": _("Skriv personens efternamn.")}
    )
    sex = forms.ChoiceField(
        label=_("Kön"),
        choices=Sex.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("Välj ett svar.")},
    )
    known_case = forms.ChoiceField(
        label=_("Personen finns redan hos er. Vad vill du göra?"), required=False, widget=forms.RadioSelect
    )
    draft_optional: ClassVar[tuple[str, ...]] = ("reason", "why", "sex")
    field_order = (
        "number",
        "given_name",
        "family_name",
        "sex",
        "reason",
        "why",
        "wishes",
        "origin",
        "origin_name",
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offered: list[Case] = []

    def clean(self) -> dict[str, Any]:
        """Read the number, look in own reach, check the age, and gather the person."""
        data = super().clean()
        number = self._number(data)
        self._check_birth(data, number)
        data["case"] = case = self._known(data, number)
        if not self.is_draft and not self.offered:
            born, year = number.born_on_guess if number else None, data.get("birth_year")
            self.check_needs(data, needs_of(self.method, self.actor, case=case, born=born, birth_year=year))
        data["person"] = self._person(data, number)
        return data

    def _number(self, data: dict[str, Any]) -> IdentityNumber | None:
        written = (data.get("number") or "").strip()
        if not written:
            return None
        try:
            if data.get("issuer"):
                return reserve_number(written, issuer=data["issuer"])
            return parse(written, today=clock.today())
        except IdentityNumberError as error:
            self.add_error("number", now_said(error.message_sv))
            return None

    def _check_birth(self, data: dict[str, Any], number: IdentityNumber | None) -> None:
        year = data.get("birth_year")
        if year is not None and not EARLIEST_BIRTH_YEAR <= year <= clock.today().year:
            self.add_error(
                "birth_year", now_said("Födelseåret stämmer inte. Skriv fyra siffror, till exempel 1985.")
            )
            return
        if not (
            number or year or self.is_draft or self.errors.get("number") or self.errors.get("birth_year")
        ):
            self.add_error("number", now_said("Skriv numret. Saknas nummer, skriv födelseåret i stället."))
        born = number.born_on_guess if number else None
        if message := age_misfit(self.intervention, born.year if born else year, clock.today()):
            self.add_error("number" if born else "birth_year", str(message))

    def _known(self, data: dict[str, Any], number: IdentityNumber | None) -> Case | None:
        """The case that was chosen; `offered` when there is something to choose between."""
        found = list(cases_with_number(self.actor, number)) if number else []
        words = [
            (str(c.pk), now_said("Använd ärendet %(no)s, %(who)s") % {"no": c.number, "who": c.person})
            for c in found
        ]
        choices = [*words, (NEW_PERSON, now_said("Det är en annan person. Lägg upp ett nytt ärende"))]
        self.fields["known_case"].choices = choices  # type: ignore[attr-defined]
        chosen = self.data.get("known_case", "")
        self.errors.pop("known_case", None)
        if chosen not in {value for value, _label in choices}:
            self.offered = found
        return next((case for case in found if str(case.pk) == chosen), None)

    @staticmethod
    def _person(data: dict[str, Any], number: IdentityNumber | None) -> dict[str, Any]:
        for name in ("number", "issuer", "known_case"):
            data.pop(name, None)
        person = {name: data.pop(name, None) for name in ("given_name", "family_name", "sex", "birth_year")}
        person["sex"] = person["sex"] or Sex.UNKNOWN
        return {**person, "number": number}


class SendForm(DeidentifiedMixin, SamsynForm):
    """Sent with identity when a consent carries it; else the text that is read without identity."""

    summary = deidentified_text(
        label=_("Text utan identitet"), required=False, rows=6,
        error_messages={"required": _("Skriv en text utan namn och nummer.")},
    )  # fmt: skip
    to_staff = forms.TypedChoiceField(label=_("Vem på enheten tar emot"), required=False, empty_value=None)

    def __init__(
        self,
        *args: Any,
        referral: Referral,
        person: Person,
        may_name: bool,
        known_names: Iterable[str],
        **kwargs: Any,
    ) -> None:
        self.known_names = tuple(known_names)
        super().__init__(*args, **kwargs)
        if may_name:
            del self.fields["summary"], self.fields["confirmed"]
            self.checked_fields = ()
        else:
            self.fields["summary"].required = True
        if person.is_protected:
            named = [
                (str(s.pk), f"{s.user.name}, {s.title or s.get_role_display()}")
                for s in receivers_by_name(referral)
            ]
            self.fields["to_staff"].choices = [("", now_said("Välj")), *named]  # type: ignore[attr-defined]
            self.fields["to_staff"].required = True
        else:
            del self.fields["to_staff"]


class AskForm(SamsynForm):
    """What is missing."""

    words = LongText(label=_("Vad behöver ni veta"), error_messages={"required": _("Skriv vad som saknas.")})


class AnswerForm(DeidentifiedMixin, SamsynForm):
    """The text again, completed."""

    text = LongText(
        label=_("Texten med det som saknades"), rows=8, error_messages={"required": _("Texten är tom.")}
    )
    words = LongText(label=_("Kommentar till mottagaren"), required=False, rows=2)
    checked_fields: tuple[str, ...] = ("text", "words")

    def __init__(
        self, *args: Any, is_deidentified: bool, known_names: Iterable[str] = (), **kwargs: Any
    ) -> None:
        self.known_names = tuple(known_names)
        super().__init__(*args, **kwargs)
        if not is_deidentified:
            self.checked_fields = ()


class DeclineForm(SamsynForm):
    """No, and why."""

    reason = CodeField("decline_reason", label=_("Skäl"))
    words = LongText(
        label=_("Skriv till remittenten"), rows=4,
        error_messages={"required": _("Skriv skälet så att remittenten kan gå vidare.")},
    )  # fmt: skip


class WithdrawForm(SamsynForm):
    """Taken back; why is said if one wants."""

    words = LongText(label=_("Skäl"), required=False, rows=3)
