"""What all forms share: Swedish dates, clear errors, and the hidden version against stale sends."""

import datetime as dt
from decimal import Decimal
from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _

DATE_WAYS = ["%Y-%m-%d", "%Y%m%d", "%Y.%m.%d", "%Y/%m/%d", "%d.%m.%Y", "%d/%m/%Y"]
LONG_TEXT = 20_000
FIRST_YEAR, LAST_YEAR = 1900, 2199
FAR_AWAY = _("Kontrollera året: det ska ligga mellan 1900 och 2199.")
CLOCKS_CHANGE = _("Klockorna ställs om då: den tiden finns inte, eller finns två gånger. Skriv en annan tid.")
TOO_LONG = _("Texten är för lång: %(show_value)d tecken. Korta den till högst %(limit_value)d.")


def in_our_time(day: dt.date) -> None:
    """Refuse years that are slips of the finger; reckoning days near the ends of the calendar fails."""
    if not FIRST_YEAR <= day.year <= LAST_YEAR:
        raise forms.ValidationError(FAR_AWAY, code="far_away")


class DayField(forms.DateField):
    """A day typed as text, ÅÅÅÅ-MM-DD; native pickers show other orders in other browsers."""

    widget = forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off", "data-kind": "date"})
    default_error_messages: ClassVar[dict[str, Any]] = {
        "invalid": _("Skriv en dag som finns, som ÅÅÅÅ-MM-DD, till exempel 2026-12-01."),
        "required": _("Skriv ett datum, till exempel 2026-12-01."),
    }

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("input_formats", DATE_WAYS)
        super().__init__(validators=[in_our_time], **kwargs)

    def prepare_value(self, value: Any) -> Any:
        """ISO form in the field whatever the interface language."""
        return value.isoformat() if hasattr(value, "isoformat") else value


class MomentField(forms.DateTimeField):
    """A day and a time of day, ÅÅÅÅ-MM-DD TT:MM, Stockholm time."""

    widget = forms.TextInput(attrs={"autocomplete": "off", "data-kind": "moment"})
    default_error_messages: ClassVar[dict[str, Any]] = {
        "invalid": _("Skriv dag och tid som ÅÅÅÅ-MM-DD TT:MM, till exempel 2026-12-01 13:00."),
        "required": _("Skriv dag och tid, till exempel 2026-12-01 13:00."),
    }

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("input_formats", ["%Y-%m-%d %H:%M", "%Y-%m-%d %H.%M", "%Y-%m-%dT%H:%M", "%Y%m%d %H:%M"])
        super().__init__(validators=[in_our_time], **kwargs)

    def to_python(self, value: Any) -> dt.datetime | None:
        """A time that the clocks skip, or strike twice, is told in words."""
        try:
            return super().to_python(value)
        except forms.ValidationError as error:
            if getattr(error, "code", "") == "ambiguous_timezone":
                raise forms.ValidationError(CLOCKS_CHANGE, code="clocks_change") from None
            raise


class DecimalNumber(forms.DecimalField):
    """A number with decimals, typed as people do in either language: 1 250,50 or 1250.50."""

    widget = forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"})

    def to_python(self, value: Any) -> Any:
        """Spaces part thousands; comma and point both part decimals."""
        typed = "".join(str(value).split()).replace(",", ".") if value not in self.empty_values else value
        return super().to_python(typed)

    def prepare_value(self, value: Any) -> Any:
        """What is known, without zeros that say nothing, with a comma; what was typed stays."""
        if isinstance(value, int | float | Decimal):
            return f"{Decimal(str(value)).normalize():f}".replace(".", ",")
        return value


class LongText(forms.CharField):
    """Free text of up to 20,000 characters; too long is said at the field and keeps what was typed."""

    def __init__(self, *, rows: int = 5, **kwargs: Any) -> None:
        kwargs.setdefault("max_length", LONG_TEXT)
        super().__init__(**kwargs)
        self.widget = forms.Textarea(attrs={"rows": rows})


class SamsynForm(forms.Form):
    """A form; when it edits something, with the version it was opened on."""

    use_required_attribute = False
    seen_version = forms.CharField(widget=forms.HiddenInput, required=False, max_length=64)

    def __init__(self, *args: Any, seen_version: object = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            field.error_messages.setdefault("max_length", TOO_LONG)
            field.widget.attrs.pop("maxlength", None)  # the browser would cut pasted text without a word
        self.fields["seen_version"].initial = str(seen_version)

    def clean(self) -> dict[str, Any]:
        """Leave the hidden version out of what the action gets."""
        data = super().clean() or self.cleaned_data
        data.pop("seen_version", None)
        return data

    def require_order(self, first: str, last: str) -> None:
        """Say at the later field when a period ends before it starts."""
        starts, ends = self.cleaned_data.get(first), self.cleaned_data.get(last)
        if starts and ends and ends < starts:
            self.add_error(last, _("Slutet ligger före början. Ändra något av datumen."))
