"""The workplace form: two fields to fill, the rest when it is known."""

import datetime as dt
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from samsyn.access.actor import Actor
from samsyn.access.forms import LongText
from samsyn.entry.case.forms import ItemForm
from samsyn.entry.case.models import Case, Category
from samsyn.journey.activity.forms import NearDayField
from samsyn.journey.workplace.models import Workplace

ONE_DAY = dt.timedelta(days=1)
SAME = (
    "employer", "starts_on", "last_day", "extent", "place", "places", "contact_name", "contact_number",
    "supervisor", "tasks", "adaptations", "introduction",
)  # fmt: skip


class WorkplaceForm(ItemForm):
    """Where, since when, who to call, and what makes it work."""

    employer = forms.CharField(
        label=_("Arbetsplats"),
        max_length=160,
        error_messages={"required": _("Skriv vad arbetsplatsen heter.")},
    )
    starts_on = NearDayField(label=_("Börjar"))
    last_day = NearDayField(label=_("Sista dag"), required=False)
    extent = forms.CharField(label=_("Omfattning"), max_length=80, required=False)
    contact_name = forms.CharField(label=_("Kontakt på arbetsplatsen"), max_length=120, required=False)
    contact_number = forms.CharField(label=_("Direktnummer"), max_length=40, required=False)
    supervisor = forms.CharField(label=_("Handledare"), max_length=120, required=False)
    place = forms.CharField(label=_("Var den ligger"), max_length=160, required=False)
    places = forms.IntegerField(
        label=_("Hur många platser de har"), min_value=0, max_value=999, required=False,
        error_messages={
            "invalid": _("Skriv ett helt tal, till exempel 2."),
            "min_value": _("Skriv ett tal från 0 till 999."),
            "max_value": _("Skriv ett tal från 0 till 999."),
        },
    )  # fmt: skip
    tasks = LongText(label=_("Arbetsuppgifter"), rows=3, required=False)
    adaptations = LongText(label=_("Anpassningar"), rows=3, required=False)
    introduction = LongText(label=_("Introduktion"), rows=3, required=False)

    def __init__(
        self, *args: Any, case: Case, actor: Actor, workplace: Workplace | None = None, **kwargs: Any
    ) -> None:
        initial = {name: getattr(workplace, name) for name in SAME} if workplace else {}
        super().__init__(
            *args, case=case, actor=actor, category=Category.WORK_AND_STUDY, initial=initial, **kwargs
        )

    def clean(self) -> dict[str, Any]:
        """The last day, as people say it, becomes the end."""
        data = super().clean()
        self.require_order("starts_on", "last_day")
        last = data.pop("last_day", None)
        data["ends_on"] = last + ONE_DAY if last else None
        return data
