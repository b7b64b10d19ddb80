"""Forms of the plan: its frame, goals, milestones, linked plans, and releasing older parts."""

import datetime as dt
import uuid
from typing import Any

from django import forms
from django.core import validators
from django.utils.translation import gettext_lazy as _

from samsyn.access import clock
from samsyn.access.actor import Actor
from samsyn.access.forms import LongText, SamsynForm
from samsyn.basis.party.models import Party
from samsyn.entry.case.forms import ItemForm
from samsyn.entry.case.models import Case, Category
from samsyn.journey.activity.forms import NearDayField
from samsyn.journey.activity.queries import parties_around
from samsyn.journey.plan.models import Goal, JointPlan, LinkedPlan, Milestone
from samsyn.journey.plan.queries import OwnPart, Picture, plan_receivers

ONE_DAY = dt.timedelta(days=1)
MOST_NAMES, LONGEST_NAME = 40, 120
FRAME = (
    "kind", "starts_on", "overall_responsible", "follow_up_on", "present", "declined", "nobody_declined",
    "efforts", "responsibilities", "others_measures",
)  # fmt: skip


class NamesField(forms.CharField):
    """Names, one a line; gives a list."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(
            widget=forms.Textarea(attrs={"rows": 3}), max_length=MOST_NAMES * LONGEST_NAME, **kwargs
        )

    def to_python(self, value: Any) -> Any:
        """The lines that are not empty."""
        text = super().to_python(value) or ""
        validators.ProhibitNullCharactersValidator()(text)
        return [line.strip() for line in text.splitlines() if line.strip()]

    def run_validators(self, value: Any) -> None:
        """Refuse more or longer names than anybody means."""
        if len(value) > MOST_NAMES or any(len(name) > LONGEST_NAME for name in value):
            raise forms.ValidationError(_("Skriv ett namn per rad, högst 40 rader med 120 tecken."))

    def prepare_value(self, value: Any) -> Any:
        """A line a name."""
        return "\n".join(value) if isinstance(value, list) else value


class PlanItemForm(ItemForm):
    """A form of a part of a plan: its category is always plan."""

    def __init__(self, *args: Any, case: Case, actor: Actor, **kwargs: Any) -> None:
        super().__init__(*args, case=case, actor=actor, category=Category.PLAN, **kwargs)


class PlanForm(PlanItemForm):
    """The frame: three fields to begin with, the rest when they meet."""

    kind = forms.ChoiceField(
        label=_("Slag av plan"), choices=JointPlan.Kind.choices, widget=forms.RadioSelect
    )
    starts_on = NearDayField(label=_("Planen börjar"))
    overall_responsible: "forms.ModelChoiceField[Party]" = forms.ModelChoiceField(
        label=_("Övergripande ansvar"),
        queryset=None,
        required=False,
        empty_label=_("Inte bestämt än"),
    )
    follow_up_on = NearDayField(label=_("Planen följs upp"), required=False)
    present = NamesField(label=_("Vilka var med"), required=False)
    declined = NamesField(label=_("Vilka tackade nej"), required=False)
    nobody_declined = forms.BooleanField(label=_("Ingen tackade nej"), required=False)
    efforts = LongText(label=_("Insatser som behövs"), rows=3, required=False)
    responsibilities = LongText(
        label=_("Vad kommunen och regionen var för sig svarar för"), rows=3, required=False
    )
    others_measures = LongText(label=_("Åtgärder av någon annan"), rows=3, required=False)
    replaces_plan = forms.ChoiceField(label=_("Ersätter en äldre plan"), required=False)

    def __init__(
        self,
        *args: Any,
        actor: Actor,
        plan: JointPlan | None = None,
        own: list[JointPlan] | None = None,
        **kwargs: Any,
    ) -> None:
        start = {name: getattr(plan, name) for name in FRAME} if plan else {"starts_on": clock.today()}
        super().__init__(*args, actor=actor, initial=start, **kwargs)
        self.fields["overall_responsible"].queryset = parties_around(actor)  # type: ignore[attr-defined]
        older = [(str(p.item.series), f"{p.get_kind_display()} {p.starts_on}") for p in own or []]
        self.fields["replaces_plan"].choices = [("", _("Nej")), *older]  # type: ignore[attr-defined]
        if plan or not older:
            del self.fields["replaces_plan"]
        if plan:
            del self.fields["kind"]

    def clean_replaces_plan(self) -> uuid.UUID | None:
        """The series of the plan that is replaced."""
        chosen = self.cleaned_data["replaces_plan"]
        return uuid.UUID(chosen) if chosen else None

    def clean(self) -> dict[str, Any]:
        """Somebody declined, or nobody did: not both."""
        data = super().clean()
        if data.get("declined") and data.get("nobody_declined"):
            self.add_error(
                "nobody_declined", _("Ni har skrivit vilka som tackade nej. Ta bort krysset eller namnen.")
            )
        return data


class GoalForm(PlanItemForm):
    """One field."""

    text = LongText(label=_("Målet"), rows=3, error_messages={"required": _("Skriv målet.")})
    in_own_words = forms.TypedChoiceField(
        label=_("Vems ord är det"), widget=forms.RadioSelect, coerce=lambda value: value == "1", initial="1",
        choices=[("1", _("Personens egna ord")), ("0", _("Vårt mål vid sidan av personens"))],
    )  # fmt: skip

    def __init__(
        self, *args: Any, part: Goal | None = None, parts: Picture | None = None, **kwargs: Any
    ) -> None:
        if part:
            kwargs["initial"] = {"text": part.text, "in_own_words": "1" if part.in_own_words else "0"}
        super().__init__(*args, **kwargs)


class MilestoneForm(PlanItemForm):
    """One field, and which goal it leads to."""

    text = forms.CharField(
        label=_("Delmålet"), max_length=300, error_messages={"required": _("Skriv delmålet.")}
    )
    due_on = NearDayField(label=_("Klart senast"), required=False)
    goal_series = forms.ChoiceField(label=_("Leder till målet"), required=False)

    def __init__(
        self, *args: Any, part: Milestone | None = None, parts: Picture | None = None, **kwargs: Any
    ) -> None:
        if part:
            kwargs["initial"] = {"text": part.text, "due_on": part.due_on, "goal_series": part.goal_series}
        super().__init__(*args, **kwargs)
        goals = [*parts.own_goals, *parts.other_goals] if parts else []
        self.fields["goal_series"].choices = [  # type: ignore[attr-defined]
            ("", _("Inget särskilt mål")), *((str(g.item.series), g.text[:80]) for g in goals),
        ]  # fmt: skip

    def clean_goal_series(self) -> uuid.UUID | None:
        """The goal's series."""
        chosen = self.cleaned_data["goal_series"]
        return uuid.UUID(chosen) if chosen else None


class LinkedPlanForm(PlanItemForm):
    """Which plan, whose, from when."""

    title = forms.CharField(
        label=_("Vad heter planen"), max_length=160, error_messages={"required": _("Skriv vad planen heter.")}
    )
    authority = forms.CharField(
        label=_("Vilken myndighet"), max_length=120, error_messages={"required": _("Skriv vilken myndighet.")}
    )
    law = forms.CharField(label=_("Lagrum"), max_length=120, required=False)
    starts_on = NearDayField(label=_("Gäller från"))
    last_day = NearDayField(label=_("Sista dag"), required=False)
    about = LongText(label=_("Vad den handlar om"), rows=4, required=False)

    def __init__(
        self,
        *args: Any,
        actor: Actor,
        part: LinkedPlan | None = None,
        parts: Picture | None = None,
        **kwargs: Any,
    ) -> None:
        names = ("title", "authority", "law", "starts_on", "last_day", "about")
        kwargs["initial"] = {n: getattr(part, n) for n in names} if part else {"authority": actor.party_name}
        super().__init__(*args, actor=actor, **kwargs)

    def clean(self) -> dict[str, Any]:
        """The last day, as people say it, becomes the end."""
        data = super().clean()
        self.require_order("starts_on", "last_day")
        last = data.pop("last_day", None)
        data["ends_on"] = last + ONE_DAY if last else None
        return data


class ShareOlderForm(SamsynForm):
    """Which party, and which of one's own parts."""

    to_party = forms.ChoiceField(
        label=_("Vem ska få läsa"),
        widget=forms.RadioSelect,
        error_messages={"required": _("Välj vem som ska få läsa.")},
    )
    items = forms.MultipleChoiceField(
        label=_("Vilka delar"), widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Kryssa för minst en del.")},
    )  # fmt: skip

    def __init__(self, *args: Any, case: Case, actor: Actor, parts: list[OwnPart], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        found = plan_receivers(case, actor)
        self.denied = [{"party": r.name, "reason": r.why} for r in found if not r.allowed]
        self.receivers = {str(r.party_id): r for r in found if r.allowed}
        self.own = {str(p.item.pk): p.item for p in parts}
        self.fields["to_party"].choices = [(key, r.name) for key, r in self.receivers.items()]  # type: ignore[attr-defined]
        self.fields["items"].choices = [(str(p.item.pk), _line(p)) for p in parts]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """Keys become a party and items."""
        data = super().clean()
        if data.get("to_party"):
            data["to_party"] = Party(pk=uuid.UUID(data["to_party"]))
        data["items"] = [self.own[key] for key in data.get("items", [])]
        return data


def _line(part: OwnPart) -> str:
    who = ", ".join(part.readers)
    words = f"{part.item.get_kind_display()}: {part.item.says}"
    return f"{words} ({_('läses av')} {who})" if who else words
