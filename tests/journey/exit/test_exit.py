"""Exit: somebody receives, or the reason is stated; the enrolment ends and follow-ups plan themselves."""

import datetime as dt

import pytest
from django.urls import reverse

from samsyn.access import clock
from samsyn.access.errors import RuleBroken
from samsyn.entry.case.models import CaseAssignment, Notice
from samsyn.entry.enrolment.models import Enrolment
from samsyn.journey.activity.actions import write_activity
from samsyn.journey.assessment.actions import write_work_ability
from samsyn.journey.exit import actions, queries
from samsyn.journey.exit.actions import Ending
from samsyn.journey.exit.models import Exit
from samsyn.journey.follow_up.actions import plan_quarterly
from samsyn.journey.follow_up.models import FollowUp
from samsyn.journey.livelihood.actions import Source, record
from samsyn.journey.livelihood.models import Livelihood
from samsyn.journey.meeting.models import Meeting
from samsyn.journey.plan.models import Milestone
from samsyn.journey.progress.actions import write_step_move
from samsyn.journey.workplace.models import Workplace
from tests.factories.basis import actor, intervention
from tests.factories.entry import confirmed_consent, ids, open_case
from tests.journey.progress.test_progress import enrol
from tests.journey.timeline.ways import put

START, TODAY = dt.date(2026, 11, 23), dt.date(2027, 3, 1)


@pytest.fixture
def by(w):
    """Who enrolled the person."""
    return actor(w.municipality, name="Moa")


@pytest.fixture
def receiver(w):
    """Who is asked to receive."""
    return actor(w.pes, name="Rut Mottagare")


@pytest.fixture
def enrolment(w, by, receiver):
    """An enrolled person whose case the two share."""
    with clock.at(START):
        case = open_case(by=by)
        confirmed_consent(case, by=by, to=[receiver])
        return enrol(case, by=by, into=intervention(w))


@pytest.fixture(autouse=True)
def _day():
    """The last day."""
    with clock.at(TODAY):
        yield


def ending(**known):
    """What is said of the end."""
    return Ending(
        **{"on": TODAY, "reason": "completed", "outcome": "job_seeker", "next_step": "Jobbsökarstöd", **known}
    )


def code_of(act):
    """The code and field of the refusal."""
    with pytest.raises(RuleBroken) as refused:
        act()
    return refused.value.code, refused.value.field


def prepared(w, enrolment, by, **known):
    """An exit with the employment service as receiver."""
    return actions.prepare(enrolment, by=by, ending=ending(), to_unit=w.unit(w.pes), **known)


def test_the_receiver_reads_accepts_and_the_enrolment_ends_with_three_follow_ups(
    w, by, receiver, enrolment, sign_in
):
    row = prepared(w, enrolment, by, to_name="Rut Mottagare")
    assert list(queries.to_answer(receiver)) == [row]
    assert Notice.objects.filter(to_staff_id=receiver.staff_id, kind="exit_asked").count() == 1

    client, address = sign_in(receiver), reverse("exit:read", args=[row.pk])
    assert "Jobbsökarstöd" in client.get(address).content.decode()
    client.post(address, {"answer": "accept", "words": "Möte den 8 mars"})
    sign_in(by).post(reverse("exit:complete", args=[row.pk]), {"seen_version": str(row.pk)})

    row.refresh_from_db()
    enrolment.refresh_from_db()
    assert (row.receiver, row.receiver_words, row.state) == ("accepted", "Möte den 8 mars", "done")
    assert (enrolment.ends_on, enrolment.item.__class__.objects.get(pk=enrolment.pk).state) == (
        TODAY + dt.timedelta(days=1), "done",
    )  # fmt: skip
    assert [f.due_on.isoformat() for f in FollowUp.objects.order_by("due_on")] == [
        "2027-06-01", "2027-09-01", "2028-03-01",
    ]  # fmt: skip
    assert Notice.objects.filter(to_staff_id=by.staff_id, kind="exit_accepted").count() == 1


@pytest.mark.parametrize(
    ("changed", "stays"),
    [
        ({"documentation": "Närvaro 80 procent"}, True), ({"next_step": "Praktik"}, False),
        ({"outcome": "work", "outcome_extent": 100}, False), ({"on": TODAY + dt.timedelta(days=9)}, False),
    ],
)  # fmt: skip
def test_a_yes_holds_for_the_end_and_next_step_it_was_said_to(w, by, receiver, enrolment, changed, stays):
    asked = prepared(w, enrolment, by)
    actions.answer(asked, by=receiver, accepts=True, words="Ja tack")
    old = Exit.objects.get(pk=asked.pk)

    row = actions.prepare(enrolment, by=by, ending=ending(**changed), to_unit=w.unit(w.pes), replaces=old)

    assert (row.receiver, row.receiver_words) == (("accepted", "Ja tack") if stays else ("asked", ""))
    told = Notice.objects.filter(kind="exit_asked", address=reverse("exit:read", args=[row.pk]))
    assert told.count() == (0 if stays else 1)
    if not stays:
        assert list(queries.to_answer(receiver)) == [row]
        assert code_of(lambda: actions.complete(row, by=by))[0] == "NO_RECEIVER"


def test_it_cannot_be_completed_before_somebody_said_yes(w, by, receiver, enrolment, sign_in):
    row = prepared(w, enrolment, by)

    assert code_of(lambda: actions.complete(row, by=by))[0] == "NO_RECEIVER"
    actions.answer(row, by=receiver, accepts=False, words="Fel målgrupp")
    response = sign_in(by).post(reverse("exit:complete", args=[row.pk]))

    assert response.status_code == 422
    assert Enrolment.objects.get(pk=enrolment.pk).ends_on is None


def test_a_no_needs_a_reason_is_told_and_another_receiver_is_asked(w, by, receiver, enrolment, sign_in):
    third = actor(w.sia)
    confirmed_consent(enrolment.case, by=by, to=[third])
    row = prepared(w, enrolment, by)
    address = reverse("exit:read", args=[row.pk])
    assert sign_in(receiver).post(address, {"answer": "decline"}).status_code == 422
    sign_in(receiver).post(address, {"answer": "decline", "words": "Fel målgrupp"})
    assert Notice.objects.filter(to_staff_id=by.staff_id, kind="exit_declined").count() == 1

    new = actions.prepare(
        enrolment, by=by, ending=ending(), to_unit=w.unit(w.sia), replaces=Exit.objects.get()
    )

    assert (new.receiver, new.item.version) == ("asked", 2)
    assert [e.pk for e in queries.to_answer(third)] == [new.pk]
    assert list(queries.to_answer(receiver)) == []


def test_without_a_receiver_only_with_a_reason(w, by, enrolment):
    assert code_of(lambda: actions.prepare(enrolment, by=by, ending=ending())) == (
        "RECEIVER_OR_REASON",
        "to_unit",
    )

    row = actions.prepare(
        enrolment, by=by, ending=ending(without_because="Har arbete och vill klara sig själv")
    )
    actions.complete(row, by=by)

    assert Exit.objects.get().receiver == "none"
    assert Enrolment.objects.get(pk=enrolment.pk).ends_on == TODAY + dt.timedelta(days=1)


def test_someone_who_died_needs_no_next_step_and_is_not_followed_up(by, enrolment):
    row = actions.prepare(enrolment, by=by, ending=ending(reason="died", outcome="unknown", next_step=""))
    actions.complete(row, by=by)

    assert FollowUp.objects.count() == 0


@pytest.mark.parametrize(
    ("said", "code"),
    [
        ({"on": START - dt.timedelta(days=1)}, ("ENDS_BEFORE_START", "on")),
        ({"reason": "x"}, ("UNKNOWN_CODE", "reason")),
        ({"outcome": "x"}, ("UNKNOWN_CODE", "outcome")),
        ({"outcome": "returned_to_own_employer"}, ("EXTENT_MISSING", "outcome_extent")),
        ({"outcome": "right_benefit", "outcome_extent": 50}, ("EXTENT_IMPOSSIBLE", "outcome_extent")),
        ({"outcome": "work", "outcome_extent": 101}, ("EXTENT_IMPOSSIBLE", "outcome_extent")),
        ({"next_step": " "}, ("NEXT_STEP_MISSING", "next_step")),
        ({"keeps_livelihood": True}, ("NOTHING_KNOWN", "keeps_livelihood")),
    ],
)
def test_what_cannot_be_is_refused_at_its_field(w, by, enrolment, said, code):
    assert (
        code_of(lambda: actions.prepare(enrolment, by=by, ending=ending(**said), to_unit=w.unit(w.pes)))
        == code
    )
    assert Exit.objects.count() == 0


def test_livelihood_at_exit_is_unchanged_in_one_tick_and_the_quarterly_follow_up_becomes_the_first(
    by, enrolment
):
    with clock.at(START):
        record(enrolment.case, by=by, moment="start", livelihoods=[Source("income_support", 100)])
        plan_quarterly(enrolment.case, by=by)
    row = actions.prepare(enrolment, by=by, ending=ending(keeps_livelihood=True, without_because="Flyttar"))
    actions.complete(row, by=by)

    newest = Livelihood.objects.filter(item__superseded_at__isnull=True, moment="exit").get()
    assert (newest.source, newest.starts_on) == ("income_support", TODAY)
    kinds = FollowUp.objects.filter(item__superseded_at__isnull=True).order_by("due_on")
    assert [f.kind for f in kinds] == ["after_3", "after_6", "after_12"]


def test_the_draft_has_what_the_writer_may_see_and_names_other_parties(by, receiver, enrolment):
    case = enrolment.case
    write_activity(case, by=by, title="Arbetsträning", starts_on=START)
    write_step_move(case, by=by, to_step="Åker buss själv", from_step="Gick inte ut", by_caseworker="forward")
    write_work_ability(case, by=receiver, work_ability="Halvtid", share=ids(by))
    write_work_ability(case, by=receiver, work_ability="Hemligt")

    text = queries.draft(case, by)

    assert text.splitlines() == [
        "Aktiviteter", "- 2026-11-23: Arbetsträning, planerad", "",
        "Steg på vägen", "- 2027-03-01: Gick inte ut → Åker buss själv", "",
        "Bedömningar", "- 2027-03-01: Bedömning av arbetsförmåga. Halvtid (AF)",
    ]  # fmt: skip


def test_the_draft_tells_the_whole_timeline(by, enrolment):
    case, day = enrolment.case, dt.timedelta(days=1)
    record(case, by=by, moment="start", livelihoods=[Source("sickness_benefit", 50)], on=START)
    record(case, by=by, moment="exit", livelihoods=[Source("self_supporting", 75)])
    for kind, content in (
        ("workplace", Workplace(employer="Bageriet", starts_on=START, ends_on=START + 10 * day)),
        ("workplace", Workplace(employer="Kiosken", starts_on=START + 20 * day)),
        ("meeting", Meeting(kind="three_party", starts_at=clock.now(), state="held", sequence=0)),
        ("meeting", Meeting(kind="three_party", starts_at=clock.now(), state="cancelled", sequence=0)),
        ("milestone", Milestone(text="Körkort", reached_on=TODAY)), ("milestone", Milestone(text="Praktik")),
    ):  # fmt: skip
        put(content, case=case, kind=kind, by=by)

    assert queries.draft(case, by).splitlines() == [
        "Delmål", "- Körkort, nått 2027-03-01", "- Praktik", "",
        "Försörjning och sysselsättning", "- 2026-11-23 – 2027-02-28: Sjukpenning 50 %",
        "- från 2027-03-01: Egen försörjning: lön eller eget företag 75 %", "",
        "Arbetsplatser", "- 2026-11-23 – 2026-12-02: Bageriet", "- från 2026-12-13: Kiosken", "",
        "Möten", "- 2027-03-01: Trepartsmöte, hållet",
    ]  # fmt: skip


def test_the_form_prepares_once_when_sent_twice_and_shows_the_draft(w, by, enrolment, sign_in):
    write_activity(enrolment.case, by=by, title="Arbetsträning", starts_on=START)
    client, address = sign_in(by), reverse("exit:prepare", args=[enrolment.case.pk])
    assert "Arbetsträning, planerad" in client.get(address).content.decode()
    form = {
        "enrolment": str(enrolment.pk), "on": "2027-03-01", "reason": "completed", "outcome": "work",
        "outcome_extent": "75", "next_step": "Börjar arbeta", "to_unit": str(w.unit(w.pes).pk),
        "documentation": "Kort text", "idempotency_key": "samma",
    }  # fmt: skip

    for _again in range(2):
        assert client.post(address, form).status_code == 302

    row = Exit.objects.get()
    assert (row.documentation, row.outcome_extent, row.receiver_unit_id) == (
        "Kort text",
        75,
        w.unit(w.pes).pk,
    )
    printed = client.get(reverse("exit:print", args=[row.pk])).content.decode()
    assert ("Kort text" in printed, "Arbete 75 %" in printed) == (True, True)


def test_bad_input_is_said_at_the_fields_and_nothing_typed_is_lost(by, enrolment, sign_in):
    form = {"enrolment": "x", "on": "2027-02-30", "documentation": "<script>x</script>", "next_step": "Kvar"}

    response = sign_in(by).post(reverse("exit:prepare", args=[enrolment.case.pk]), form)

    page = response.content.decode()
    assert response.status_code == 422
    names = ("enrolment", "on", "reason", "outcome")
    assert [f'id="id_{name}-error"' in page for name in names] == [True] * 4
    assert ("&lt;script&gt;x" in page, 'value="Kvar"' in page) == (True, True)


def test_a_stale_change_and_a_stale_completion_are_refused(w, by, receiver, enrolment, sign_in):
    first = prepared(w, enrolment, by)
    second = prepared(w, enrolment, by, replaces=first)
    actions.answer(second, by=receiver, accepts=True)

    response = sign_in(by).post(reverse("exit:complete", args=[first.pk]), {"seen_version": str(first.pk)})

    assert response.status_code == 422
    assert Exit.objects.get(pk=second.pk).state == "prepared"


def test_only_the_holder_completes_and_only_the_asked_party_answers(w, by, receiver, enrolment, sign_in):
    third = actor(w.region)
    confirmed_consent(enrolment.case, by=by, to=[third])
    row = prepared(w, enrolment, by)

    assert code_of(lambda: actions.answer(row, by=by, accepts=True))[0] == "NOT_ASKED"
    assert code_of(lambda: actions.complete(row, by=receiver))[0] == "NOT_YOURS"
    assert sign_in(receiver).post(reverse("exit:complete", args=[row.pk])).status_code == 404
    assert sign_in(third).get(reverse("exit:read", args=[row.pk])).status_code == 404
    assert code_of(lambda: prepared(w, enrolment, by))[0] == "PREPARED_ALREADY"
    assert code_of(lambda: actions.prepare(enrolment, by=receiver, ending=ending()))[0] == "NOT_YOURS"


def test_a_protected_person_is_received_by_name_only(w, by, receiver):
    case = open_case(by=by, protection="registered")
    confirmed_consent(case, by=by, to=[receiver], named={receiver.party_id: receiver.staff_id})
    enrolment = enrol(case, by=by, into=intervention(w))

    assert code_of(lambda: prepared(w, enrolment, by)) == ("NAMED_ACCESS_ONLY", "to_name")
    prepared(w, enrolment, by, to_name="Rut Mottagare")
    assert CaseAssignment.objects.filter(case=case, staff__isnull=True).count() == 0


def test_the_lists_are_a_query_each(w, by, receiver, enrolment, sign_in, django_assert_num_queries):
    prepared(w, enrolment, by)

    with django_assert_num_queries(2):
        assert (len(queries.to_answer(receiver)), len(queries.prepared_by(by))) == (1, 1)
    assert "Jobbsökarstöd" in sign_in(receiver).get(reverse("exit:waiting")).content.decode()
