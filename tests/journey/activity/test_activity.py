"""Activities: written quickly, moved by one click, carried to the same readers, attended a day at a time."""

import datetime as dt
import re

import pytest
from django.urls import reverse

from samsyn.access import clock
from samsyn.access.errors import RuleBroken
from samsyn.access.models import AuditEntry
from samsyn.basis.code_list.actions import load_code_lists
from samsyn.basis.staff.models import Role
from samsyn.entry.case.models import Disclosure
from samsyn.entry.consent.actions import withdraw_consent
from samsyn.journey.activity import queries
from samsyn.journey.activity.actions import move, note_attendance, write_activity
from samsyn.journey.activity.models import PERSON, Activity, Attendance
from tests.factories.basis import actor
from tests.factories.entry import assigned, confirmed_consent, ids, open_case

TODAY = dt.date(2026, 11, 2)


@pytest.fixture(autouse=True)
def _lists(db):
    load_code_lists()
    with clock.at(TODAY):
        yield


@pytest.fixture
def shared(w):
    """A case of the employment service, shared with the insurance agency."""
    writer, reader = actor(w.pes), actor(w.sia)
    case = open_case(by=writer)
    return case, writer, reader, confirmed_consent(case, by=writer, to=[reader])


def written(case, by, **known):
    return write_activity(
        case, by=by, **{"title": "Praktik", "starts_on": TODAY, "kind": "placement", **known}
    )


def form(**known):
    return {
        "title": "Praktik i köket",
        "kind": "placement",
        "who": PERSON,
        "starts_on": "2026-11-02",
        **known,
    }


def test_four_fields_make_an_activity(w, sign_in):
    writer = actor(w.pes)
    case = open_case(by=writer)

    response = sign_in(writer).post(reverse("activity:write", args=[case.pk]), form())

    assert response.status_code == 302
    made = Activity.objects.get()
    assert (made.title, made.kind, made.responsible, made.state) == (
        "Praktik i köket", "placement", "Personen själv", "planned"
    )  # fmt: skip
    assert (made.starts_on, made.ends_on, made.depends_on) == (TODAY, None, [])
    assert made.job_focused is True


def test_the_names_of_those_with_the_case_are_offered_where_one_is_typed(shared, w, sign_in):
    case, writer, reader = shared[:3]
    actor(w.sia, name="Utanför Ärendet")
    assigned(case, reader)

    html = sign_in(writer).get(reverse("activity:write", args=[case.pk])).content.decode()

    offered = re.findall(r'<option value="([^"]+)">', html.partition("<datalist")[2].partition("</datalist>")[0])
    assert offered == sorted([writer.display_name, reader.display_name])


def test_the_last_day_is_kept_as_a_half_open_end(w, sign_in):
    writer = actor(w.pes)
    case = open_case(by=writer)

    sign_in(writer).post(reverse("activity:write", args=[case.pk]), form(last_day="2026-11-30"))

    made = Activity.objects.get()
    assert (made.ends_on, made.last_day) == (dt.date(2026, 12, 1), dt.date(2026, 11, 30))


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"title": ""}, "Skriv vad som ska göras."),
        ({"title": "x" * 161}, "Texten är för lång"),
        ({"kind": "dans"}, "Svaret finns inte i listan"),
        ({"starts_on": "2026-02-30"}, "Skriv en dag som finns"),
        ({"starts_on": "9999-01-01"}, "Året ser fel ut"),
        ({"last_day": "2026-11-01"}, "Slutet ligger före början"),
        ({"who": "other"}, "Skriv vem som ansvarar."),
        ({"who": "00000000-0000-0000-0000-000000000000"}, "giltigt"),
        ({"depends_on": "påhittad"}, "giltigt"),
    ],
)
def test_bad_input_is_said_at_the_field_and_kept(w, sign_in, wrong, words):
    writer = actor(w.pes)
    case = open_case(by=writer)

    response = sign_in(writer).post(
        reverse("activity:write", args=[case.pk]), form(place="<script>alert(1)</script>", **wrong)
    )

    page = response.content.decode()
    assert response.status_code == 422
    assert words in page
    assert "<script>alert(1)" not in page
    assert "&lt;script&gt;alert(1)" in page
    assert Activity.objects.count() == 0


def test_a_form_sent_twice_is_one_activity(w, sign_in):
    writer = actor(w.pes)
    case = open_case(by=writer)
    client, address = sign_in(writer), reverse("activity:write", args=[case.pk])

    for _time in range(2):
        client.post(address, form(idempotency_key="samma"))

    assert Activity.objects.count() == 1


def test_a_click_moves_the_state_as_a_new_version_to_the_same_readers(shared, sign_in):
    case, writer, reader, _consent = shared
    first = written(case, writer, share=ids(reader))

    response = sign_in(writer).post(
        reverse("activity:move", args=[first.pk]),
        {"state": "under_way", "seen_version": str(first.pk), "back": "plan"},
    )

    assert response.url == f"{reverse('plan:page', args=[case.pk])}#a-{first.item.series}"
    new = Activity.objects.get(item__version=2)
    assert (new.state, new.item.state, new.title) == ("under_way", "under_way", "Praktik")
    assert [d.to_party_id for d in Disclosure.objects.filter(item_id=new.pk)] == [reader.party_id]
    assert [a.pk for a in queries.under_way(case, reader)] == [new.pk]


def test_a_new_version_is_not_carried_to_one_whose_consent_is_gone(shared):
    case, writer, reader, consent = shared
    first = written(case, writer, share=ids(reader))
    withdraw_consent(consent, by=writer)

    new = move(first, by=writer, state="done")

    assert Disclosure.objects.filter(item_id=new.pk).count() == 0


def test_an_unshared_activity_stays_unshared_when_it_moves(shared):
    case, writer, _reader, _consent = shared

    new = move(written(case, writer), by=writer, state="done")

    assert Disclosure.objects.filter(item_id=new.pk).count() == 0


def test_two_clicks_are_one_version(shared, sign_in):
    case, writer, _reader, _consent = shared
    first = written(case, writer)
    client, address = sign_in(writer), reverse("activity:move", args=[first.pk])

    for _time in range(2):
        client.post(address, {"state": "done", "seen_version": str(first.pk)})

    assert Activity.objects.count() == 2


def test_waiting_says_for_whom_and_since_when(shared, sign_in):
    case, writer, _reader, _consent = shared
    first = written(case, writer)
    client, address = sign_in(writer), reverse("activity:move", args=[first.pk])

    missing = client.post(address, {"state": "waiting", "seen_version": str(first.pk)})
    ahead = client.post(
        address,
        {
            "state": "waiting",
            "waiting_for": "Läkaren",
            "waiting_since": "2026-11-03",
            "seen_version": str(first.pk),
        },
    )
    client.post(address, {"state": "waiting", "waiting_for": "Läkaren", "seen_version": str(first.pk)})

    assert (missing.status_code, ahead.status_code) == (422, 422)
    assert "Skriv vem eller vad ni väntar på." in missing.content.decode()
    assert "Läkaren" in ahead.content.decode()
    new = Activity.objects.get(item__version=2)
    assert (new.waiting_for, new.waiting_since) == ("Läkaren", TODAY)


def test_since_when_it_waits_and_when_it_was_done_stand_on_page_and_paper(shared, sign_in):
    case, writer = shared[:2]
    waiting = move(written(case, writer), by=writer, state="waiting", waiting_for="Läkaren")
    ended = move(written(case, writer, title="Kurs", starts_on=TODAY - dt.timedelta(days=9)), by=writer, state="done")
    client = sign_in(writer)

    page, done = (
        re.sub(r"<[^>]*>|\s+", " ", client.get(reverse("activity:read", args=[a.pk])).content.decode())
        for a in (waiting, ended)
    )
    paper = client.get(reverse("plan:print", args=[case.pk])).content.decode()

    assert "Läkaren sedan 2026-11-02" in page
    assert re.search(r"Tid\s+2026-10-24 – 2026-11-02", done)
    assert re.search(r"Klar den\s+2026-11-02", done)
    assert "Väntar på Läkaren sedan 2 november 2026" in paper
    assert "Klar 2 november 2026" in paper
    assert '24 oktober 2026</span> – <span class="nowrap">2 november 2026' in paper


def test_interrupted_says_why_and_under_way_again_forgets_it(shared):
    case, writer, _reader, _consent = shared
    first = written(case, writer)
    with pytest.raises(RuleBroken) as refused:
        move(first, by=writer, state="interrupted")

    second = move(first, by=writer, state="interrupted", interrupted_because="Blev sjuk")
    third = move(second, by=writer, state="under_way")

    assert refused.value.code == "REASON_MISSING"
    assert (second.interrupted_because, third.interrupted_because) == ("Blev sjuk", "")


def test_done_ends_the_bar_today(shared):
    case, writer, _reader, _consent = shared
    first = written(case, writer, starts_on=dt.date(2026, 10, 1), ends_on=dt.date(2027, 1, 1))

    new = move(first, by=writer, state="done")

    assert (new.done_on, new.ends_on, new.item.ends_on) == (TODAY, dt.date(2026, 11, 3), dt.date(2026, 11, 3))


def test_a_stale_click_is_refused_and_changes_nothing(shared, sign_in):
    case, writer, _reader, _consent = shared
    first = written(case, writer)
    move(first, by=writer, state="under_way")

    response = sign_in(writer).post(
        reverse("activity:move", args=[first.pk]), {"state": "done", "seen_version": str(first.pk)}
    )

    assert response.status_code == 422
    assert Activity.objects.count() == 2


def test_the_responsible_party_moves_what_another_wrote(shared, sign_in):
    case, writer, reader, _consent = shared
    first = written(case, writer, share=ids(reader), responsible_party_id=reader.party_id)

    response = sign_in(reader).post(
        reverse("activity:move", args=[first.pk]),
        {"state": "done", "seen_version": str(first.pk), "back": "plan"},
    )

    assert response.status_code == 302
    new = Activity.objects.get(item__version=2)
    assert (new.state, new.item.holder_id, new.item.author_id) == ("done", writer.party_id, reader.staff_id)
    entry = AuditEntry.objects.get(verb="activity.move")
    assert entry.party_id == reader.party_id


def test_a_reader_who_does_not_answer_for_it_may_not_move_it(shared):
    case, writer, reader, _consent = shared
    first = written(case, writer, share=ids(reader))

    with pytest.raises(RuleBroken) as refused:
        move(first, by=reader, state="done")

    assert refused.value.code == "NOT_YOURS"


def test_the_responsible_party_may_not_move_a_version_it_does_not_read(shared):
    case, writer, reader, _consent = shared
    first = written(case, writer, share=ids(reader), responsible_party_id=reader.party_id)
    write_activity(
        case,
        by=writer,
        title="Hemligt",
        starts_on=TODAY,
        replaces=first,
        responsible_party_id=reader.party_id,
    )

    with pytest.raises(RuleBroken) as refused:
        move(first, by=reader, state="done")

    assert refused.value.code == "NOT_YOURS"
    assert Activity.objects.count() == 2


def test_correcting_keeps_the_state(shared, sign_in):
    case, writer, _reader, _consent = shared
    now = move(written(case, writer), by=writer, state="waiting", waiting_for="Läkaren")

    sign_in(writer).post(
        reverse("activity:correct", args=[now.pk]), form(title="Praktik i butik", seen_version=str(now.pk))
    )

    new = Activity.objects.get(item__version=3)
    assert (new.title, new.state, new.waiting_for) == ("Praktik i butik", "waiting", "Läkaren")


def test_attendance_is_noted_a_day_at_a_time_and_corrected(shared, sign_in):
    case, writer, _reader, _consent = shared
    activity = written(case, writer, starts_on=dt.date(2026, 10, 1))
    client, address = sign_in(writer), reverse("activity:attend", args=[activity.pk])

    client.post(address, {"on": "2026-11-02", "was_present": "1"})
    client.post(address, {"on": "2026-11-02", "was_present": "0", "words": "Bussen kom inte"})
    client.post(address, {"on": "2026-10-30", "was_present": "1"})

    days = list(Attendance.objects.order_by("on").values_list("on", "was_present", "words"))
    assert days == [(dt.date(2026, 10, 30), True, ""), (dt.date(2026, 11, 2), False, "Bussen kom inte")]
    page = client.get(reverse("activity:read", args=[activity.pk])).content.decode()
    assert "Bussen kom inte" in page


@pytest.mark.parametrize(
    ("sent", "words"),
    [
        ({"on": "2026-11-03", "was_present": "1"}, "Dagen har inte varit än."),
        ({"on": "2026-10-01", "was_present": "1"}, "före aktivitetens start"),
        ({"on": "nu", "was_present": "1"}, "Skriv en dag som finns"),
        ({"on": "2026-11-02"}, "Välj om personen var där."),
    ],
)
def test_a_wrong_day_is_said_at_the_field(shared, sign_in, sent, words):
    case, writer, _reader, _consent = shared
    activity = written(case, writer)

    response = sign_in(writer).post(reverse("activity:attend", args=[activity.pk]), sent)

    assert response.status_code == 422
    assert words in response.content.decode()
    assert Attendance.objects.count() == 0


def test_attendance_follows_the_activity_through_its_versions(shared):
    case, writer, _reader, _consent = shared
    first = written(case, writer)
    note_attendance(first, by=writer, on=TODAY, was_present=True)
    new = move(first, by=writer, state="done")

    assert [a.on for a in queries.attendance_of(new, writer)] == [TODAY]


def test_dependencies_are_shown_until_they_are_done(shared, sign_in):
    case, writer, _reader, _consent = shared
    first = written(case, writer, title="Läkarintyg")
    then = written(case, writer, title="Arbetsträning", depends_on=[str(first.item.series)])
    client, address = sign_in(writer), reverse("activity:read", args=[then.pk])

    before = client.get(address).content.decode()
    move(first, by=writer, state="done")
    after = client.get(address).content.decode()

    assert ("Börjar efter" in before, "Börjar efter" in after) == (True, False)


def test_a_hidden_dependency_is_not_named(shared, sign_in):
    case, writer, reader, _consent = shared
    hidden = written(case, writer, title="Dold utredning")
    then = written(
        case, writer, title="Arbetsträning", depends_on=[str(hidden.item.series)], share=ids(reader)
    )

    page = sign_in(reader).get(reverse("activity:read", args=[then.pk])).content.decode()

    assert ("Dold utredning" in page, "Börjar efter" in page) == (False, False)


def test_without_right_the_pages_are_not_there(shared, w, sign_in):
    case, writer, reader, _consent = shared
    activity = written(case, writer)
    outsider, evaluator = actor(w.region), actor(w.pes, Role.EVALUATOR)

    for who, form_page in ((reader, 404), (outsider, 404), (evaluator, 403)):
        client = sign_in(who)
        found = [
            client.get(reverse("activity:read", args=[activity.pk])).status_code,
            client.get(reverse("activity:correct", args=[activity.pk])).status_code,
            client.post(reverse("activity:move", args=[activity.pk]), {"state": "done"}).status_code,
            client.post(reverse("activity:attend", args=[activity.pk]), {"on": "2026-11-02"}).status_code,
        ]
        assert found == [404, form_page, 404, 404]
    assert sign_in(outsider).get(reverse("activity:write", args=[case.pk])).status_code == 404


def test_ending_soon_lists_the_first_to_end_in_one_query(shared, django_assert_num_queries):
    case, writer, reader, _consent = shared
    for days in (40, 20, 10):
        written(case, writer, title=f"Om {days}", ends_on=TODAY + dt.timedelta(days=days), share=ids(reader))
    move(written(case, writer, ends_on=TODAY + dt.timedelta(days=5)), by=writer, state="done")

    with django_assert_num_queries(1):
        found = [a.title for a in queries.ending_soon(reader)]

    assert found == ["Om 10", "Om 20"]


def test_activities_never_wait_for_each_other_in_a_circle(w, sign_in):
    by = actor(w.pes)
    case = open_case(by=by)
    first = written(case, by, title="Första")
    second = written(case, by, title="Andra", depends_on=[str(first.item.series)])
    third = written(case, by, title="Tredje", depends_on=[str(second.item.series)])
    address = reverse("activity:correct", args=[first.pk])

    for closing in (second, third):
        answer = sign_in(by).post(address, form(title="Ny titel", depends_on=[str(closing.item.series)]))
        html = answer.content.decode()
        assert (answer.status_code, "väntar då på varandra" in html, "Ny titel" in html) == (422, True, True)
    assert queries.newest_of(first).title == "Första"
    again = sign_in(by).post(reverse("activity:correct", args=[third.pk]), form(depends_on=[str(first.item.series)]))
    assert again.status_code == 302


def test_nothing_is_done_before_what_had_to_be_done_first(w, sign_in):
    by = actor(w.pes)
    case = open_case(by=by)
    first = written(case, by, title="Utredning")
    second = written(case, by, title="Praktik", depends_on=[str(first.item.series)])
    address, client = reverse("activity:move", args=[second.pk]), sign_in(by)

    refused = client.post(address, {"state": "done"})
    assert (refused.status_code, "Först ska det här bli klart: Utredning" in refused.content.decode()) == (422, True)

    move(first, by=by, state="interrupted", interrupted_because="Behövs inte")
    assert client.post(address, {"state": "done"}).status_code == 302
    assert queries.newest_of(second).state == "done"


def test_what_is_set_under_way_after_its_end_goes_on_without_one(w):
    by = actor(w.pes)
    activity = written(open_case(by=by), by, starts_on=TODAY - dt.timedelta(days=9), ends_on=TODAY)

    going = move(activity, by=by, state="under_way")

    assert (going.ends_on, going.days) == (None, f"{TODAY - dt.timedelta(days=9)} –")


def test_attendance_is_not_noted_after_the_last_day(w, sign_in):
    by = actor(w.pes)
    start, last = TODAY - dt.timedelta(days=9), TODAY - dt.timedelta(days=3)
    activity = written(open_case(by=by), by, starts_on=start, ends_on=last + dt.timedelta(days=1))
    address, client = reverse("activity:attend", args=[activity.pk]), sign_in(by)

    late = client.post(address, {"on": str(last + dt.timedelta(days=1)), "was_present": "1"})
    assert (late.status_code, f"slutade {last}" in late.content.decode()) == (422, True)
    assert client.post(address, {"on": str(last), "was_present": "1"}).status_code == 302
