"""Every word of the swimlanes in the language of the page."""

import datetime as dt
from functools import lru_cache

from django.utils import translation
from django.utils.dates import MONTHS, MONTHS_3
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from samsyn.entry.case.models import ItemKind
from samsyn.journey.timeline.words import Texts


def texts() -> Texts:
    """The words, made once a language."""
    return _texts(translation.get_language() or "sv")


@lru_cache(maxsize=8)
def _texts(_language: str) -> Texts:
    return Texts(
        title=_("Vägen, så långt er part ser"),
        empty=_("Inget är skrivet än. Börja med en anteckning eller ett möte."),
        today=_("i dag"),
        joint=_("Tillsammans"),
        livelihood=_("Försörjning"),
        other_lane=_("Övriga"),
        all_lanes=_("Alla"),
        order=_("Steg"),
        gap_word=_("glapp"),
        soon_word=_("slutar snart"),
        as_table=_("Visa som tabell"),
        legend=_("Teckenförklaring"),
        when=_("När"),
        who=_("Vem"),
        what=_("Vad"),
        state=_("Läge"),
        together=_("Tillsammans med"),
        several=_("händelse"),
        kinds=_kinds(),
        states=_states(),
        gap=lambda days: ngettext("Glapp %(n)d dag", "Glapp %(n)d dagar", days) % {"n": days},
        waiting=lambda days: ngettext("väntat %(n)d dag", "väntat %(n)d dagar", days) % {"n": days},
        ends_in=lambda days: ngettext("slutar om %(n)d dag", "slutar om %(n)d dagar", days) % {"n": days},
        group=lambda count, kind: f"{count} × {kind}",
        extent=lambda label, extent: f"{label} {extent} %",
        day=dt.date.isoformat,
        period=_period,
        month=lambda day: str(MONTHS_3[day.month]),
        month_year=lambda day: f"{MONTHS[day.month]} {day.year}",
        week=lambda day: _("v %(n)d") % {"n": day.isocalendar().week},
    )


def _period(first: dt.date, last: dt.date | None) -> str:
    return f"{first} – {last or _('pågår')}"


def _kinds() -> dict[str, str]:
    return {str(kind): str(kind.label) for kind in ItemKind}


def _states() -> dict[str, str]:
    return {
        "planned": _("planerad"),
        "waiting": _("väntar"),
        "under_way": _("pågår"),
        "interrupted": _("avbruten"),
        "done": _("klar"),
        "declined": _("blev inte av"),
    }
