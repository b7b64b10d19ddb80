"""Studies as their pages show them: what is released, how old the tables are, what was left out."""

from dataclasses import dataclass

from django.db.models import Q
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from samsyn.access.actor import Actor
from samsyn.access.policy import Policy
from samsyn.learning.study import queries
from samsyn.learning.study.models import ReleaseDecision, Snapshot, Study
from samsyn.learning.study.queries import Standing
from samsyn.learning.study.rules import DECIDING_ROLES, STUDY_ROLES

MEGABYTE = 1_000_000
WHY: dict[str, str | Promise] = {
    "only_counted": _("Personer utan samtycke till uppföljning, eller med skyddade personuppgifter: bara som antal."),
    "no_decision": _("Deltaganden hos parter som inte har beslutat att lämna dem."),
    "municipality_elsewhere": _("Bostadskommuner utanför förbundet: bara att de saknas."),
    "own_parts_of_ladders": _("Delar av trappor som skrevs för en enda person."),
}
TABLES: dict[str, str | Promise] = {
    "people": _("Personer"), "participations": _("Deltaganden"), "livelihoods": _("Försörjningar"),
    "occupations": _("Sysselsättningar"), "happenings": _("Händelser, en rad för varje part"),
    "step_moves": _("Stegförflyttningar"), "ratings": _("Skattningar"), "costs": _("Kostnader"),
}  # fmt: skip


@dataclass(frozen=True)
class Listed:
    """A study of the list: its newest tables, those being made, the own party's answer."""

    study: Study
    newest: Snapshot | None
    making: Snapshot | None
    own: Standing | None


@dataclass(frozen=True)
class Shown:
    """One study's page. Numbers are shown only inside: a day's difference could tell of somebody."""

    study: Study
    standings: list[Standing]
    newest: Snapshot | None
    making: Snapshot | None
    failed: Snapshot | None
    rows: list[tuple[str | Promise, int]]
    left_out: list[tuple[str | Promise, int | None]]
    may_decide: bool
    may_ask: bool

    @property
    def own(self) -> Standing | None:
        """The actor's own party's answer, where it decides."""
        return self.standings[0] if self.may_decide and self.standings else None

    @property
    def megabytes(self) -> int:
        """Whole ones, at least one: the exact size would tell of a single row."""
        return -(-self.newest.size // MEGABYTE) if self.newest else 0


def listed(actor: Actor) -> list[Listed]:
    """Every study in reach, in a handful of questions."""
    found = queries.studies(actor)
    state = Snapshot.State
    rows = Policy.all(Snapshot, actor).filter(study__in=found).order_by("asked_at")
    newest: dict[object, Snapshot] = {}
    making: dict[object, Snapshot] = {}
    for row in rows.filter(state__in=(state.READY, state.WAITING, state.RUNNING)):
        (making if row.is_being_made else newest)[row.study_id] = row
    own = Policy.all(ReleaseDecision, actor).filter(Q(party_id=actor.party_id), withdrawn_at__isnull=True)
    answers = {row.study_id: row for row in own.select_related("party")}
    decides = actor.role in DECIDING_ROLES and actor.party_id in _controllers(actor)
    return [
        Listed(
            one, newest.get(one.pk), making.get(one.pk),
            Standing(None, answers.get(one.pk)) if decides and one.needs_decisions else None,
        )
        for one in found
    ]  # fmt: skip


def _controllers(actor: Actor) -> set[object]:
    return {party.pk for party in queries.controllers(actor.association_id)} if actor.association_id else set()


def shown(study: Study, actor: Actor) -> Shown:
    """One study as the actor may see it."""
    newest, making = queries.newest(study), queries.being_made(study)
    standings = queries.standings(study, actor) if study.needs_decisions else []
    inside = study.audience == "inside" and newest is not None
    last = Policy.all(Snapshot, actor).filter(study=study).order_by("-asked_at").first()
    return Shown(
        study, standings, newest, making,
        last if last and last.state == Snapshot.State.FAILED else None,
        [(words, newest.rows.get(name, 0)) for name, words in TABLES.items()] if inside and newest else [],
        [(words, newest.left_out[why] if inside else None) for why, words in WHY.items() if why in newest.left_out]
        if newest else [],
        may_decide=actor.role in DECIDING_ROLES and actor.party_id in {one.party.pk for one in standings if one.party},
        may_ask=actor.role in STUDY_ROLES,
    )  # fmt: skip
