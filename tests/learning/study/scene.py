"""A small record to make tables of: people with and without a yes to follow-up, and what several parties wrote."""

import datetime as dt
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq

from samsyn.access import clock
from samsyn.access.actor import Actor
from samsyn.basis.intervention.models import Intervention
from samsyn.basis.party.models import Party
from samsyn.basis.staff.models import Role
from samsyn.entry.case.models import Case
from samsyn.entry.consent.models import Consent
from samsyn.entry.enrolment.actions import enrol, register_volume
from samsyn.journey.livelihood.actions import Source, record
from samsyn.journey.note.actions import write_note
from samsyn.journey.progress.actions import write_step_move
from samsyn.learning import extract
from samsyn.learning.study import actions
from samsyn.learning.study.models import ReleaseDecision, Snapshot, Study
from samsyn.learning.study.scope import GROUPS
from tests.factories.basis import World, actor, intervention
from tests.factories.entry import assigned, confirmed_consent, consent, ids, open_case

SECRET = "Hemligrud"
DAY = dt.date(2026, 3, 2)
BACKGROUND = {"education": "unknown", "livelihood": "sickness_benefit", "occupation": "other"}


@dataclass
class Scene:
    """An intervention of the municipality; AF takes part in the first person's case."""

    w: World
    by: Actor
    pes: Actor
    offered: Intervention
    cases: list[Case] = field(default_factory=list)
    yes: list[Consent] = field(default_factory=list)

    def person(self, *, says_yes: bool = True, **known: Any) -> Case:
        """Somebody enrolled, with a livelihood, a step and a note full of what may not leave."""
        case = open_case(by=self.by, family_name=SECRET, sex="woman", birth_year=1990, **known)
        if says_yes:
            self.yes.append(consent(case, by=self.by, to=[], kind="register", given_on=DAY))
        enrol(case, by=self.by, intervention=self.offered, starts_on=DAY, background=BACKGROUND)
        record(case, by=self.by, moment="start", livelihoods=[Source("sickness_benefit", 50), Source("other")], on=DAY)
        write_note(case, by=self.by, text=f"{SECRET} ringde")
        write_step_move(case, by=self.by, to_step=SECRET, by_caseworker="forward", by_person="none", next_step=SECRET)
        self.cases.append(case)
        return case

    def given_to_pes(self, case: Case) -> None:
        """AF works with the case, writes a note of its own, and is given one."""
        assigned(case, self.pes, by=self.by)
        confirmed_consent(case, by=self.by, to=[self.pes])
        write_note(case, by=self.by, text=SECRET, share=ids(self.pes))
        write_note(case, by=self.pes, text=SECRET)


def scene(w: World) -> Scene:
    """Two who said yes, one who did not, and a volume of seven."""
    by = actor(w.municipality, Role.COORDINATOR)
    Party.objects.filter(association=w.association).update(starts_on=DAY)
    with clock.at(DAY):
        offered = intervention(w, starts_on=DAY, name="Bron")
        made = Scene(w, by, actor(w.pes), offered)
        made.given_to_pes(made.person())
        made.person()
        made.person(says_yes=False)
        counted = intervention(w, starts_on=DAY, name="Dagar", orientation="structural", registration="volume")
        register_volume(counted, by=by, on=DAY, count=7)
    return made


def decide(study: Study, *parties: Party, **said: Any) -> list[ReleaseDecision]:
    """Each party's leader lets everything leave, or what `said` says."""
    chosen = {"tables": list(GROUPS), "ground": "consent", **said}
    return [actions.decide_release(study, by=actor(one, Role.UNIT_MANAGER), **chosen) for one in parties]


def association_study(w: World, *parties: Party, **said: Any) -> Study:
    """The association's, with these parties' decisions."""
    officer = actor(w.pes, Role.ASSOCIATION_OFFICER)
    study = actions.begin_association_study(w.association, by=officer)
    decide(study, *parties, **said)
    return study


def made(study: Study) -> Snapshot:
    """A new snapshot, whole."""
    snapshot = actions.plan_snapshot(study, by=None)
    for _step in extract.make(snapshot):
        pass
    return snapshot


def rows(study: Study, table: str) -> list[dict[str, Any]]:
    """The rows of one table of the newest snapshot."""
    folder = extract.current(study)
    assert folder is not None
    return pq.read_table(folder / f"{table}.parquet").to_pylist()


def text_of(folder: Path) -> str:
    """Everything that stands in a snapshot, as text."""
    tables = [repr(pq.read_table(one).to_pylist()) for one in sorted(folder.glob("*.parquet"))]
    return "\n".join([*tables, (folder / "snapshot.json").read_text()])
