"""What leaves for a study and what does not: by yes to follow-up, by decision, and never who it was."""

import datetime as dt
import json

import pytest

from samsyn.access import clock
from samsyn.access.actor import acting
from samsyn.access.policy import Policy
from samsyn.basis.staff.models import Role
from samsyn.entry.enrolment.actions import enrol
from samsyn.entry.enrolment.models import Enrolment
from samsyn.evidence import Tables
from samsyn.evidence.validation import faults
from samsyn.learning import extract
from samsyn.learning.study import actions, files
from samsyn.learning.study.models import Snapshot, StudyPerson, StudyWorker
from tests.factories.basis import actor, intervention
from tests.learning.study.scene import DAY, SECRET, association_study, decide, made, rows, scene, text_of

LATER = dt.date(2026, 5, 4)


@pytest.fixture
def s(w, code_lists):
    with clock.at(LATER):
        yield scene(w)


def test_people_who_said_yes_leave_with_a_random_id_and_the_others_are_counted(s):
    study = association_study(s.w, s.w.municipality, s.w.pes)
    made(study)

    kinds = sorted((row["kind"], row["count"], row["person"] is None) for row in rows(study, "participations"))
    assert kinds == [("anonymous", 1, True), ("person", 1, False), ("person", 1, False), ("volume", 7, True)]
    assert len(rows(study, "people")) == 2
    known = StudyPerson.objects.filter(study=study, person_id__in=[case.person_id for case in s.cases])
    assert sorted(row.code for row in known) == sorted(row["person"] for row in rows(study, "people"))
    assert {row["record_key"] for row in rows(study, "people")} == {row.record_key for row in known}


def test_nothing_that_was_typed_or_names_anybody_leaves(s):
    study = association_study(s.w, s.w.municipality, s.w.pes)
    made(study)
    text = text_of(extract.current(study))

    hidden = [SECRET, "ringde", *(case.number for case in s.cases), *(str(case.pk) for case in s.cases)]
    hidden += [str(case.person_id) for case in s.cases] + [s.by.display_name, str(s.by.staff_id)]
    keys = list(Enrolment.objects.values_list("pk", flat=True))
    hidden += [str(key) for key in keys] + [key.hex for key in keys]
    assert [word for word in hidden if word and word in text] == []


def test_the_tables_keep_the_contract_and_say_what_they_rest_on(s):
    study = association_study(s.w, s.w.municipality, s.w.pes)
    snapshot = made(study)
    folder = extract.current(study)
    said = json.loads((folder / "snapshot.json").read_text())

    assert faults(Tables.from_folder(folder)) == []
    assert (said["id"], said["audience"], said["form"]) == (str(snapshot.pk), "association", 1)
    assert sorted(one["party"] for one in said["decisions"]) == sorted([s.w.municipality.name, s.w.pes.name])
    assert said["rows"] == snapshot.rows == {
        "people": 2, "participations": 4, "livelihoods": 4, "occupations": 2, "happenings": 10, "step_moves": 2,
        "ratings": 0, "costs": 0,
    }  # fmt: skip
    assert said["left_out"] == {"only_counted": 1}


def test_what_is_told_of_each(s):
    study = association_study(s.w, s.w.municipality, s.w.pes)
    made(study)
    lived, did = rows(study, "livelihoods"), rows(study, "occupations")
    worker = StudyWorker.objects.get(study=study, user_id=s.by.user_id)

    assert sorted((row["moment"], row["source"], row["extent"]) for row in lived) == [
        ("start", "other", None), ("start", "other", None),
        ("start", "sickness_benefit", 50), ("start", "sickness_benefit", 50),
    ]  # fmt: skip
    assert {(row["moment"], row["code"], row["starts_on"]) for row in did} == {("start", "other", DAY)}
    assert [(row["by_person"], row["by_caseworker"], row["has_next_step"], row["caseworker"])
            for row in rows(study, "step_moves")] == [("none", "forward", True, worker.code)] * 2  # fmt: skip
    kinds = {(row["party"], row["kind"]) for row in rows(study, "happenings")}
    assert {(s.w.municipality.name, "enrolment"), (s.w.pes.name, "note")} <= kinds


def test_only_what_each_party_decided_leaves(s):
    study = association_study(s.w, s.w.municipality)
    made(study)
    assert {row["party"] for row in rows(study, "happenings")} == {s.w.municipality.name}

    decide(study, s.w.municipality, tables=["participations", "happenings"], categories=["plan", "other"])
    made(study)
    assert {row["kind"] for row in rows(study, "happenings")} == {"enrolment", "note"}
    assert rows(study, "livelihoods") == rows(study, "step_moves") == []

    actions.decide_release(study, by=actor(s.w.municipality, Role.UNIT_MANAGER), is_refusal=True)
    snapshot = made(study)
    assert rows(study, "people") == rows(study, "participations") == rows(study, "happenings") == []
    assert snapshot.left_out == {"no_decision": 3}


def test_a_party_sees_in_its_own_what_it_holds_and_was_given(s):
    ours = actions.begin_party_study(s.w.pes, by=None)
    theirs = actions.begin_party_study(s.w.municipality, by=None)
    made(ours)
    made(theirs)

    assert (len(rows(theirs, "people")), len(rows(theirs, "happenings"))) == (2, 9)
    # AF was given a note, not the participation: nobody leaves by name for AF.
    assert rows(ours, "people") == rows(ours, "happenings") == []


def test_one_person_has_one_id_in_a_study_and_another_in_the_next(s):
    study = association_study(s.w, s.w.municipality)
    case = s.cases[0]
    enrol(case, by=s.by, intervention=intervention(s.w, starts_on=DAY), starts_on=LATER)
    made(study)
    before = {row["person"] for row in rows(study, "people")}
    project = actions.begin_project(
        s.w.association, by=actor(s.w.pes, Role.EVALUATOR), name="Prov", purpose="p", receiver="r",
        ends_on=LATER + dt.timedelta(days=9),
    )  # fmt: skip
    decide(project, s.w.municipality)
    made(project)

    code = StudyPerson.objects.get(study=study, person_id=case.person_id).code
    assert sum(row["person"] == code for row in rows(study, "participations")) == 2
    assert before & {row["person"] for row in rows(project, "people")} == set()
    made(study)
    assert {row["person"] for row in rows(study, "people")} == before


def test_what_was_interrupted_goes_on_and_nobody_sees_a_half_one(s, monkeypatch):
    monkeypatch.setattr(extract, "PERSONS", 1)
    study = association_study(s.w, s.w.municipality)
    first = made(study)
    snapshot = actions.plan_snapshot(study, by=None)
    making = extract.make(snapshot)
    next(making)
    making.close()  # killed after the first part
    part = files.unfinished(study.pk, snapshot.pk) / "part-000000"
    written = part.stat().st_mtime_ns
    assert extract.current(study).name == str(first.pk)

    again = Snapshot.objects.get(pk=snapshot.pk)
    for one in extract.make(again):
        if one.parts_done == 2:
            assert part.stat().st_mtime_ns == written
    assert (again.state, extract.current(study).name) == ("ready", str(snapshot.pk))
    assert len(rows(study, "people")) == 2
    assert not files.unfinished(study.pk, snapshot.pk).exists()


@pytest.mark.parametrize("killed_in", ["publish", "finish_snapshot", "write_json", "_joined"])
def test_killed_anywhere_it_ends_whole(s, monkeypatch, killed_in):
    study = association_study(s.w, s.w.municipality)
    snapshot = actions.plan_snapshot(study, by=None)
    where = {"publish": files, "write_json": files, "finish_snapshot": actions, "_joined": extract}[killed_in]
    with monkeypatch.context() as broken:
        broken.setattr(where, killed_in, _killed)
        with pytest.raises(KeyboardInterrupt):
            list(extract.make(snapshot))
    again = Snapshot.objects.get(pk=snapshot.pk)
    list(extract.make(again))

    assert again.rows["people"] == 2
    assert list(files.faults(study.pk, again.pk)) == []


def _killed(*_args: object, **_known: object) -> None:
    raise KeyboardInterrupt


def test_nobody_reads_who_is_who_and_a_party_not_anothers_study(s):
    study = association_study(s.w, s.w.municipality)
    own = actions.begin_party_study(s.w.municipality, by=None)
    made(study)
    made(own)
    for role in Role.values:
        viewer = actor(s.w.pes, role)
        with acting(viewer):
            assert not Policy.all(StudyPerson, viewer).exists()
            assert not Policy.all(StudyWorker, viewer).exists()
            assert [one.study_id for one in Policy.all(Snapshot, viewer)] == [study.pk]
