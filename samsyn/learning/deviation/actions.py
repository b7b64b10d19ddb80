"""Writing down that something went wrong."""

from django.utils.translation import gettext_lazy as _

from samsyn.access.action import action
from samsyn.access.actor import Actor
from samsyn.access.errors import RuleBroken
from samsyn.basis.staff.rules import PERSONAL_ROLES
from samsyn.entry.case import writing
from samsyn.entry.case.models import Case, Category, ItemKind
from samsyn.learning.deviation.models import Deviation

LONGEST = 300


@action(verb="deviation.write", sentence=_("skrev en avvikelse"), roles=PERSONAL_ROLES)
def write_deviation(case: Case, *, by: Actor, line: str) -> Deviation:
    """One line, held by the writer's party. Raises EMPTY, TOO_LONG."""
    text = " ".join(line.split())
    if not text:
        raise RuleBroken("EMPTY", _("Skriv vad som gick fel."), field="line")
    if len(text) > LONGEST:
        raise RuleBroken(
            "TOO_LONG", _("Skriv högst 300 tecken. Detaljer kan stå i en anteckning."), field="line"
        )
    return writing.write(
        Deviation(line=text), case=case, kind=ItemKind.DEVIATION, category=Category.OTHER, by=by
    )
