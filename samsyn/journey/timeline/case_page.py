"""What the case page shows, put together from the one reading of the case."""

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from samsyn.access.actor import Actor
from samsyn.access.errors import Text
from samsyn.access.http import may_open
from samsyn.entry.case.models import Case, ItemKind
from samsyn.entry.case.rules import may_write
from samsyn.journey.method import shown
from samsyn.journey.note.forms import NoteForm
from samsyn.journey.timeline import facts
from samsyn.journey.timeline.addresses import address, item_address
from samsyn.journey.timeline.picture import HIDDEN_KINDS, label, swimlanes
from samsyn.journey.timeline.queries import CaseView, KnownParty, happenings
from samsyn.journey.timeline.signals import signals
from samsyn.journey.timeline.steps_ahead import steps_ahead
from samsyn.journey.timeline.texts import texts

NEWEST = 12


ACTS: tuple[tuple[Text, tuple[tuple[str, Text], ...]], ...] = (
    (_("Skriv"), (("note:write", _("Skriv anteckning")), ("attachment:add", _("Lägg till papper")))),
    (_("Tillsammans"), (("meeting:call", _("Kalla till möte")), ("request:ask", _("Fråga en part")))),
    (
        _("Planera"),
        (
            ("plan:page", _("Planen")),
            ("activity:write", _("Planera en aktivitet")),
            ("workplace:write", _("Lägg till arbetsplats")),
            ("course:give", _("Ge plats i en kurs")),
            ("purchase:ask", _("Be om pengar till inköp")),
            ("enrolment:direct", _("Skriv in i en insats")),
        ),
    ),
    (
        _("Bedöm och följ upp"),
        (
            ("assessment:mapping", _("Kartlägg")),
            ("assessment:write", _("Bedöm")),
            ("assessment:work_ability", _("Arbetsförmåga")),
            ("progress:write", _("Skriv in ett steg")),
            ("livelihood:edit", _("Ändra försörjning")),
            ("follow_up:case", _("Följ upp")),
        ),
    ),
    (_("Lämna vidare"), (("handover:write", _("Byt handläggare")), ("exit:prepare", _("Avsluta")))),
    (_("Något gick fel"), (("deviation:write", _("Berätta vad som gick fel")),)),
)
MORE: tuple[tuple[str, Text], ...] = (
    ("consent:list", _("Samtycken")),
    ("consent:withdraw_all", _("Återkalla samtycke")),
    ("case:sharing", _("Vem läser vad")),
    ("case:people", _("Vilka arbetar med ärendet")),
    ("attachment:list", _("Bilagor")),
    ("assessment:case", _("Bedömningar")),
    ("request:case", _("Förfrågningar")),
    ("progress:history", _("Steg")),
    ("method:way", _("Vägen i metoden")),
    ("case:text", _("Kopiera som text")),
    ("case:sus", _("Underlag till SUS")),
    ("case:person_page", _("Sida till personen")),
    ("case:read_log", _("Vem har läst")),
)


@dataclass(frozen=True, slots=True)
class Written:
    """One of the latest things written, and who reads it."""

    day: str
    kind: str
    label: str
    href: str
    party: KnownParty | None
    is_own: bool
    readers: list[str]


@dataclass(frozen=True, slots=True)
class Act:
    """A button."""

    label: Text
    href: str


def load(case: Case, actor: Actor) -> dict[str, Any]:
    """The context of the case page."""
    view = happenings(case, actor)
    form = NoteForm(case=case, actor=actor) if may_write(actor) else None
    known, methods = facts.consents(view.way), shown.in_methods(view, actor)
    return {
        "case": case,
        "figure": swimlanes(view, person=str(case.person)),
        "texts": texts(),
        "view": view,
        "signals": signals(view.way),
        "ahead": [s for s in steps_ahead(view.way) if not s.has_signal],
        "expected": shown.of_case(methods, actor)[: shown.MOST_ON_CASE],
        "ladders": shown.with_ladders(methods),
        "written": latest(view, actor),
        "form": form,
        "chosen": _chosen(form),
        "acts": acts(case, actor) if form else [],
        "workers": facts.workers(case, actor),
        "consents": facts.consent_lines(known, case, actor),
        "livelihood": facts.livelihood_now(view.way),
        "more": more_pages(case, actor),
        "meeting": facts.next_of(view.way, ItemKind.MEETING, "called"),
        "follow_up": facts.next_of(view.way, ItemKind.FOLLOW_UP, "planned"),
    }


def _chosen(form: NoteForm | None) -> list[str]:
    """The parties that will read the note unless unticked."""
    if form is None:
        return []
    share = form.fields["share"]
    preset = set(share.initial or ())
    return [name for key, name in share.choices if key in preset]  # type: ignore[attr-defined]


def latest(view: CaseView, actor: Actor) -> list[Written]:
    """The things written last, newest first."""
    shown = (r for r in view.way.rows if r.kind not in HIDDEN_KINDS)
    rows = sorted(shown, key=lambda r: (r.written, r.id.int), reverse=True)
    names = view.names
    return [
        Written(
            row.starts_on.isoformat(),
            str(ItemKind(row.kind).label),
            label(row),
            item_address(row.kind, row.id, row.case_id),
            names.get(row.holder_id),
            row.holder_id == actor.party_id,
            view.readers.get(row.id, []),
        )
        for row in rows[:NEWEST]
    ]


def acts(case: Case, actor: Actor) -> list[tuple[Text, list[Act]]]:
    """The main acts that the actor's role may do, grouped by what one wants to do."""
    return [
        (title, [Act(words, address(name, case.pk)) for name, words in pages if may_open(name, actor)])
        for title, pages in ACTS
    ]


def more_pages(case: Case, actor: Actor) -> list[Act]:
    """Pages about the case as a whole."""
    return [Act(words, address(name, case.pk)) for name, words in MORE if may_open(name, actor)]
