"""What is taken back is gone from the tables within 24 hours, and from the disk with the older ones."""

import datetime as dt

import pytest

from samsyn.access import clock
from samsyn.basis.staff.models import Role
from samsyn.entry.consent.actions import withdraw_consent
from samsyn.entry.person.actions import protect
from samsyn.learning import extract
from samsyn.learning.study import actions, files, queries, withdrawn
from samsyn.learning.study.models import Snapshot, Study, StudyPerson
from samsyn.web.operations import extract as work
from tests.factories.basis import actor
from tests.learning.study.scene import Scene, association_study, decide, made, rows, scene, text_of

NOON = dt.datetime(2026, 5, 4, 10, tzinfo=dt.UTC)
HOUR, DAY = dt.timedelta(hours=1), dt.timedelta(days=1)


@pytest.fixture
def s(w, code_lists):
    with clock.at(NOON):
        yield scene(w)


def _a_day_of_the_worker(after: dt.datetime) -> None:
    """Some of what it does in the hours until 24 have gone."""
    for hours in (1, 2, 24):
        with clock.at(after + hours * HOUR):
            work.plan_due()
            work.catch_up()


def _take_back(s: Scene, what: str) -> None:
    if what == "consent":
        withdraw_consent(s.yes[0], by=s.by)
    elif what == "protection":
        protect(s.cases[0].person, by=s.by, level="marked")


@pytest.mark.parametrize("what", ["consent", "protection"])
def test_who_takes_back_or_becomes_protected_is_gone_within_a_day(s, what):
    study = association_study(s.w, s.w.municipality)
    first = made(study)
    code = StudyPerson.objects.get(study=study, person_id=s.cases[0].person_id).code
    assert code in text_of(extract.current(study))
    with clock.at(NOON + HOUR):
        _take_back(s, what)
        assert withdrawn.first(study, first.started_at) == clock.now()

    _a_day_of_the_worker(NOON + HOUR)

    assert code not in text_of(extract.current(study))
    assert sorted(row["kind"] for row in rows(study, "participations")) == [
        "anonymous", "anonymous", "person", "volume",
    ]  # fmt: skip
    assert not Snapshot.objects.filter(pk=first.pk).exists()
    assert not files.finished(study.pk, first.pk).exists()
    assert not StudyPerson.objects.filter(study=study, person_id=s.cases[0].person_id).exists()


def test_a_decision_taken_back_or_run_out_empties_the_tables(s):
    study = association_study(s.w, s.w.municipality, ends_on=clock.today() + DAY)
    made(study)
    with clock.at(NOON + DAY + HOUR):
        work.plan_due()
        work.catch_up()
        assert rows(study, "people") == []
        [decision] = decide(study, s.w.municipality)
        made(study)
        assert len(rows(study, "people")) == 2
    with clock.at(NOON + DAY + 2 * HOUR):
        actions.withdraw_decision(decision, by=actor(s.w.municipality, Role.UNIT_MANAGER))
    _a_day_of_the_worker(NOON + DAY + 2 * HOUR)
    assert rows(study, "people") == []


def test_without_a_new_one_the_old_one_goes_all_the_same(s, monkeypatch):
    study = association_study(s.w, s.w.municipality)
    made(study)
    monkeypatch.setattr(extract, "_write", _fails)
    with clock.at(NOON + HOUR):
        _take_back(s, "consent")
    _a_day_of_the_worker(NOON + HOUR)

    assert extract.current(study) is None
    assert queries.newest(study) is None
    assert Snapshot.objects.filter(study=study, state="failed").exists()


def _fails(*_args: object) -> None:
    raise ValueError("a disk that is full")


def test_what_is_taken_back_while_it_is_made_is_not_in_it(s, monkeypatch):
    monkeypatch.setattr(extract, "PERSONS", 1)
    study = association_study(s.w, s.w.municipality)
    snapshot = actions.plan_snapshot(study, by=None)
    making = extract.make(snapshot)
    next(making)
    with clock.at(NOON + HOUR):
        _take_back(s, "consent")
        list(making)
    assert len(rows(study, "people")) == 1


def test_every_night_a_new_one_and_none_when_nothing_is_due(s):
    study = association_study(s.w, s.w.municipality)
    for party in Study.objects.filter(kind="party"):
        made(party)
    assert work.plan_due() == 1 + 4  # the association's, and each party's own
    work.catch_up()
    first = queries.newest(study)
    with clock.at(NOON + HOUR):
        assert work.plan_due() == 0
    with clock.at(NOON + DAY):
        assert work.plan_due() == 5
        assert work.catch_up() == 5
        assert queries.newest(study).pk != first.pk


def test_a_study_that_is_over_leaves_nothing(s):
    officer = actor(s.w.pes, Role.ASSOCIATION_OFFICER)
    project = actions.begin_project(
        s.w.association, by=officer, name="Prov", purpose="p", receiver="r", ends_on=clock.today() + DAY
    )
    decide(project, s.w.municipality)
    made(project)
    with clock.at(NOON + DAY):
        work.plan_due()
    assert extract.current(project) is None
    assert not Snapshot.objects.filter(study=project).exists()
    assert not StudyPerson.objects.filter(study=project).exists()


def test_the_check_finds_what_was_changed_or_is_missing(s):
    from samsyn.web.operations.check import snapshot_faults

    study = association_study(s.w, s.w.municipality)
    snapshot = made(study)
    assert list(snapshot_faults()) == []
    folder = files.finished(study.pk, snapshot.pk)
    with (folder / "people.parquet").open("ab") as file:
        file.write(b"x")
    (folder / "costs.parquet").unlink()
    assert [line.split(": ")[1].split(" is ")[0] for line in snapshot_faults()] == ["people.parquet", "costs.parquet"]
    work.forget_all()
    assert (list(snapshot_faults()), files.root().exists()) == ([], False)
