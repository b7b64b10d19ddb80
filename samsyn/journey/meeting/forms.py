"""Forms around a meeting: the call, a change, who came, a decision, minutes."""

import datetime as dt
import re
import uuid
from typing import Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import gettext_lazy as _

from samsyn.access import clock
from samsyn.access.actor import Actor
from samsyn.access.forms import LongText, MomentField, SamsynForm
from samsyn.basis.code_list.forms import CodeField
from samsyn.entry.case.forms import CategorisedItemForm, ItemForm
from samsyn.entry.case.models import Case, Category
from samsyn.journey.activity.forms import NearDayField, responsible, who_choices
from samsyn.journey.activity.models import PERSON
from samsyn.journey.meeting.actions import MAIL, NOT_CALLED, PAPER
from samsyn.journey.meeting.models import Invitee, Meeting, Minutes
from samsyn.journey.meeting.of_method import Planned
from samsyn.journey.meeting.queries import Candidate

FAR = dt.timedelta(days=731)
MOST_OTHERS = 10


class NearMomentField(MomentField):
    """A time within two years."""

    default_error_messages: ClassVar[dict[str, Any]] = {
        "far": _("Året ser fel ut. Skriv en tid inom två år, som 2026-12-01 13:00."),
    }

    def validate(self, value: dt.datetime | None) -> None:
        """Refuse a time that cannot be meant."""
        super().validate(value)
        if value and abs(value - clock.now()) > FAR:
            raise ValidationError(self.error_messages["far"], code="far")

    def to_python(self, value: Any) -> Any:
        """Refuse a day without a time: it would become midnight."""
        if isinstance(value, str) and re.fullmatch(r"\s*[\d/.-]{8,10}\s*", value):
            raise ValidationError(self.error_messages["invalid"], code="invalid")
        return super().to_python(value)

    def prepare_value(self, value: Any) -> Any:
        """As it is typed."""
        return clock.local(value).strftime("%Y-%m-%d %H:%M") if isinstance(value, dt.datetime) else value


class OthersField(forms.CharField):
    """People without an account: name and e-mail, one a line; gives pairs."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(widget=forms.Textarea(attrs={"rows": 2}), max_length=4000, **kwargs)

    def clean(self, value: Any) -> Any:
        """Each line as (name, e-mail)."""
        lines = [line.strip() for line in super().clean(value).splitlines() if line.strip()]
        if len(lines) > MOST_OTHERS:
            raise ValidationError(_("Skriv högst tio personer."))
        return [self._pair(line) for line in lines]

    def _pair(self, line: str) -> tuple[str, str]:
        name, _space, email = (
            line.replace("<", " ").replace(">", " ").replace(",", " ").strip().rpartition(" ")
        )
        try:
            validate_email(email)
        except ValidationError:
            words = _("Raden ”%(line)s” har ingen e-postadress. Skriv namn och e-post, en person per rad.")
            raise ValidationError(words, params={"line": line[:60]}) from None
        if len(name) > 120:
            raise ValidationError(_("Namnet är för långt."))
        return name.strip() or email, email


class TimeAndPlace(forms.Form):
    """What both a call and a change ask for."""

    starts_at = NearMomentField(label=_("Dag och tid"))
    place = forms.CharField(label=_("Plats eller länk"), max_length=200, required=False)
    minutes_long = forms.IntegerField(
        label=_("Hur många minuter"), min_value=5, max_value=600, initial=60,
        error_messages={
            "invalid": _("Skriv ett helt tal, till exempel 60."),
            "min_value": _("Skriv ett tal från 5 till 600."),
            "max_value": _("Skriv ett tal från 5 till 600."),
            "required": _("Skriv hur länge mötet är, till exempel 60."),
        },
    )  # fmt: skip
    purpose = LongText(label=_("Vad mötet handlar om"), rows=3, required=False)


class CallForm(SamsynForm, TimeAndPlace):
    """Kind, time, who, place; the rest has an answer already."""

    kind = CodeField("meeting_kind", label=_("Slag av möte"))
    who = forms.MultipleChoiceField(
        label=_("Vilka ska vara med"), required=False, widget=forms.CheckboxSelectMultiple
    )
    person = forms.ChoiceField(label=_("Personen får kallelsen"), initial=PAPER)
    others = OthersField(label=_("Fler, utan konto i Samsyn"), required=False)
    called_by_person = forms.BooleanField(label=_("Personen själv har bett om mötet"), required=False)
    field_order = ("kind", "starts_at", "who", "place", "person", "others", "called_by_person", "purpose")

    def __init__(
        self, *args: Any, case: Case, found: list[Candidate], planned: Planned | None = None, **kwargs: Any
    ) -> None:
        super().__init__(*args, initial=planned.initial if planned else None, **kwargs)
        allowed = [c for c in found if not c.why_not]
        self.denied = [{"party": c.label, "reason": c.why_not} for c in found if c.why_not]
        self.fields["who"].choices = [(c.value, c.label) for c in allowed]  # type: ignore[attr-defined]
        self.fields["who"].initial = [c.value for c in allowed]
        by_mail = [(MAIL, _("med e-post"))] if case.person.email and not case.person.is_protected else []
        ways = [(PAPER, _("på papper")), *by_mail, (NOT_CALLED, _("Personen är inte med"))]
        self.fields["person"].choices = ways  # type: ignore[attr-defined]


class ChangeForm(SamsynForm, TimeAndPlace):
    """Another time or place."""

    field_order = ("starts_at", "place", "minutes_long", "purpose")

    def __init__(self, *args: Any, meeting: Meeting, **kwargs: Any) -> None:
        names = ("starts_at", "place", "minutes_long", "purpose")
        super().__init__(*args, initial={name: getattr(meeting, name) for name in names}, **kwargs)


class CancelForm(SamsynForm):
    """Why, if one wants to say."""

    because = forms.CharField(label=_("Varför"), max_length=300, required=False)


class HoldForm(SamsynForm):
    """Who came."""

    attended = forms.MultipleChoiceField(
        label=_("Vilka kom"), required=False, widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, *args: Any, invitees: list[Invitee], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["attended"].choices = [(str(i.pk), i.who) for i in invitees]  # type: ignore[attr-defined]
        came = [
            i for i in invitees if (i.attended if i.attended is not None else i.reply != Invitee.Reply.NO)
        ]
        self.fields["attended"].initial = [str(i.pk) for i in came]

    def clean_attended(self) -> list[uuid.UUID]:
        """Keys of those who came."""
        return [uuid.UUID(value) for value in self.cleaned_data["attended"]]


class DecisionForm(ItemForm):
    """What, who, when; Enter saves and makes room for the next."""

    what = forms.CharField(
        label=_("Vad"), max_length=160, error_messages={"required": _("Skriv vad som ska göras.")},
        widget=forms.TextInput(attrs={"autofocus": True, "autocomplete": "off"}),
    )  # fmt: skip
    who = forms.ChoiceField(label=_("Vem"))
    when = NearDayField(label=_("När"))

    def __init__(self, *args: Any, case: Case, actor: Actor, lanes: list[str], **kwargs: Any) -> None:
        super().__init__(*args, case=case, actor=actor, category=Category.PLAN, **kwargs)
        everybody = who_choices(actor)
        near = [c for c in everybody if c[0] in {PERSON, str(actor.party_id), *lanes}]
        far = [c for c in everybody if c not in near]
        self.fields["who"].choices = [*near, *far]  # type: ignore[attr-defined]
        self.fields["who"].initial = str(actor.party_id)
        share = self.fields["share"]
        share.initial = [value for value, _name in share.choices if value in lanes]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """Who becomes a party or the person."""
        data = super().clean()
        data.update(responsible(data.pop("who", "")))
        return data


class MinutesForm(CategorisedItemForm):
    """The text; its reason too when it corrects an older one."""

    text = LongText(
        label=_("Minnesanteckningar"), rows=10, error_messages={"required": _("Skriv anteckningarna.")}
    )
    reason = forms.CharField(
        label=_("Varför rättas de"), max_length=300, error_messages={"required": _("Skriv varför de rättas.")}
    )
    field_order = ("text", "reason", "category")  # type: ignore[assignment]

    def __init__(
        self, *args: Any, minutes: Minutes | None = None, lanes: list[str] | None = None, **kwargs: Any
    ) -> None:
        category = minutes.item.category if minutes else Category.PLAN
        initial = {"text": minutes.text} if minutes else {}
        super().__init__(*args, category=category, initial=initial, **kwargs)
        if minutes is None:
            del self.fields["reason"]
        share = self.fields["share"]
        share.initial = [value for value, _name in share.choices if value in (lanes or [])]  # type: ignore[attr-defined]


class RetractForm(SamsynForm):
    """Why."""

    because = forms.CharField(
        label=_("Varför återtas de"),
        max_length=300,
        error_messages={"required": _("Skriv varför de återtas.")},
    )
