"""Form fields whose answers come from a code list."""

from functools import partial
from typing import Any, ClassVar

from django import forms
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from samsyn.basis.code_list.queries import choices

NOT_IN_LIST = _("Svaret finns inte i listan. Välj ett av svaren som visas.")


def _offered(list_name: str, blank: str | Promise | None, kept: str | None = None) -> list[tuple[str, Any]]:
    first: list[tuple[str, Any]] = [] if blank is None else [("", blank)]
    return [*first, *choices(list_name, include_retired_value=kept)]


class CodeField(forms.ChoiceField):
    """One value of a code list: `livelihood = CodeField("livelihood", label=_("Försörjning"))`.

    A list box that begins with "Välj". With `widget=forms.RadioSelect` every answer is seen at once.
    """

    default_error_messages: ClassVar[dict[str, Any]] = {
        "required": _("Välj ett svar."),
        "invalid_choice": NOT_IN_LIST,
    }

    def __init__(self, list_name: str, *, blank: str | Promise = _("Välj"), **kwargs: Any) -> None:
        self.list_name = list_name
        widget = kwargs.get("widget")
        is_radio = widget is forms.RadioSelect or isinstance(widget, forms.RadioSelect)
        self.blank = None if is_radio else blank
        super().__init__(choices=partial(_offered, list_name, self.blank), **kwargs)

    def keep(self, code: str) -> None:
        """Let a value that was chosen before be sent again even if it is retired (when editing)."""
        self.choices = _offered(self.list_name, self.blank, code)


class CodesField(forms.MultipleChoiceField):
    """Any number of values of a code list, as boxes to tick."""

    widget = forms.CheckboxSelectMultiple
    default_error_messages: ClassVar[dict[str, Any]] = {
        "required": _("Välj minst ett svar."),
        "invalid_choice": NOT_IN_LIST,
        "invalid_list": NOT_IN_LIST,
    }

    def __init__(self, list_name: str, **kwargs: Any) -> None:
        self.list_name = list_name
        super().__init__(choices=partial(_offered, list_name, None), **kwargs)

    def keep(self, codes: list[str]) -> None:
        """Let values that were chosen before be sent again even if they are retired."""
        offered = dict(choices(self.list_name))
        for code in codes:
            offered |= dict(choices(self.list_name, include_retired_value=code))
        self.choices = list(offered.items())
