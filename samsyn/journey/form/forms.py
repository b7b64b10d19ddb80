"""The form that a method's text describes."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from samsyn.access import clock
from samsyn.access.actor import Actor
from samsyn.access.forms import DayField
from samsyn.basis.method.content import Form
from samsyn.entry.case.forms import ItemForm
from samsyn.entry.case.models import Case, Category
from samsyn.journey.form import filling


class AnswersForm(ItemForm):
    """One field a question, the day, and who may read."""

    on = DayField(label=_("Dag"), required=False)

    def __init__(
        self, *args: Any, case: Case, actor: Actor, asks: Form, answers: dict[str, Any] | None = None, **known: Any
    ) -> None:
        super().__init__(*args, case=case, actor=actor, category=Category.PLAN, **known)
        self.asks = asks
        self.asked = list(filling.asked(asks.questions))
        for one in self.asked:
            field = filling.field_of(one)
            field.widget.attrs.pop("maxlength", None)
            self.fields[one.name] = field
        self.fields["on"].initial = clock.today()
        self.initial = {**self.initial, **filling.typed(asks, answers or {})}
        self.follow_ups: list[str] = []

    def clean(self) -> dict[str, Any]:
        """The answers together; a question whose condition came true now is asked before anything is saved."""
        data = super().clean()
        answers = filling.answers_of(self.asks, data)
        shown = set(self.data.get("shown", "").split())
        self.follow_ups = [
            one.name for one in self.asked
            if one.question.when and one.name not in shown and filling.follows(one.question, answers)
        ]  # fmt: skip
        if self.follow_ups and not self.errors:
            words = _("Det kom följdfrågor av svaren. Svara på dem, eller lämna dem tomma, och spara igen.")
            self.add_error(None, words)
        on, share = data.get("on"), data.get("share")
        return {"on": on, "share": share, "answers": answers}

    def visible(self) -> list[filling.Asked]:
        """The questions to show: without a condition, with one that holds for the answers, and what was typed in."""
        data = getattr(self, "cleaned_data", None) or {}
        answers = data.get("answers") or filling.answers_of(self.asks, self.initial)
        return [one for one in self.asked if self.data.get(one.name) or filling.follows(one.question, answers)]
