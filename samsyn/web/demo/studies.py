"""The demo's statistics: the association asks, most parties have decided, and the tables are made."""

import datetime as dt

from samsyn.access import clock
from samsyn.access.actor import acting
from samsyn.learning import extract
from samsyn.learning.statistics import actions as statistics
from samsyn.learning.statistics.answering import release
from samsyn.learning.statistics.question import Question
from samsyn.learning.study import actions
from samsyn.learning.study.models import ReleaseDecision, Study
from samsyn.learning.study.queries import association_study, newest
from samsyn.learning.study.scope import GROUPS
from samsyn.web.demo.world import DemoWorld

TABLES = ("exit_reason", "education")
YEARS = 3  # back: everybody who has ended, since a year of so small a demo would be withheld whole
LEADERS = ("enhetschef.af", "enhetschef", "enhetschef.amn", "enhetschef.soc")  # the region has not decided


def decided(world: DemoWorld) -> None:
    """Studies and the parties' decisions."""
    study = actions.begin_association_study(world.association, by=world.actor("forbund"))
    for who in LEADERS:
        actions.decide_release(
            study, by=world.actor(who), tables=list(GROUPS), ground=ReleaseDecision.Ground.CONSENT,
            reference="2026/17", ends_on=None,
        )  # fmt: skip
    for party in world.parties.values():
        if party.pk != world.parties["forb"].pk:
            actions.begin_party_study(party, by=None)


def made(world: DemoWorld) -> None:
    """The first snapshots: the association's, and that of the party that runs the interventions."""
    rows = Study.objects.filter(association=world.association)
    with acting(None):
        for study in [*rows.filter(kind=Study.Kind.ASSOCIATION), *rows.filter(party=world.parties["amn"])]:
            for _step in extract.make(actions.plan_snapshot(study, by=None)):
                pass


def asked(world: DemoWorld) -> None:
    """A question that is shared, and two small tables that are published: what would tell of somebody is hidden."""
    officer = world.actor("forbund")
    question = Question("to_work_or_studies")
    statistics.save_question(question, by=officer, name="Arbete eller studier efter, till styrelsen", is_shared=True)
    study = association_study(officer)
    snapshot = newest(study) if study else None
    if snapshot:
        year = clock.today().year
        of = Question("release", first=dt.date(year - YEARS, 1, 1), last=dt.date(year, 12, 31))
        made = release(snapshot, of, tables=TABLES)
        statistics.publish(snapshot, by=officer, name="Avslut de senaste åren", question=of, tables=TABLES, made=made)
