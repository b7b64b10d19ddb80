"""The plan: one picture of all parts, a SIP by its law, settled, superseded, shared later by an act."""

import datetime as dt
import re

import pytest
from django.urls import reverse

from samsyn.access import clock
from samsyn.access.errors import RuleBroken
from samsyn.access.models import AuditEntry
from samsyn.basis.code_list.actions import load_code_lists
from samsyn.basis.staff.models import Role
from samsyn.entry.case.models import Category, Disclosure
from samsyn.entry.consent.actions import withdraw_consent
from samsyn.entry.consent.models import Consent
from samsyn.journey.activity.actions import write_activity
from samsyn.journey.activity.models import Activity
from samsyn.journey.plan import queries
from samsyn.journey.plan.actions import (
    link_plan,
    reach,
    rewrite_plan,
    settle_plan,
    share_older,
    start_plan,
    write_goal,
    write_milestone,
)
from samsyn.journey.plan.models import Goal, JointPlan, LinkedPlan, Milestone
from tests.factories.basis import actor
from tests.factories.entry import confirmed_consent, consent, ids, open_case

TODAY = dt.date(2026, 11, 2)
SIP, AGREED = "coordinated_individual_plan", "agreed_plan"


@pytest.fixture(autouse=True)
def _lists(db):
    load_code_lists()
    with clock.at(TODAY):
        yield


@pytest.fixture
def four(w):
    """A case of the municipality that the insurance agency and the region share in."""
    holder, sia, region = actor(w.municipality), actor(w.sia), actor(w.region)
    case = open_case(by=holder, given_name="Ada", family_name="Berg")
    confirmed_consent(case, by=holder, to=[sia, region])
    return case, holder, sia, region


def sip(case, by, **known):
    return start_plan(case, by=by, **{"kind": SIP, "starts_on": TODAY, **known})


def ready_sip(case, by, **known):
    """A SIP in which nothing is missing."""
    said = {
        "overall_responsible_id": by.party_id, "follow_up_on": dt.date(2027, 2, 1), "present": ["Ada", "Eva"],
        "nobody_declined": True,
    }  # fmt: skip
    plan = sip(case, by, **{**said, **known})
    write_activity(
        case, by=by, title="Arbetsträning", starts_on=TODAY, plan_series=plan.item.series,
        responsible_party_id=by.party_id, share=known.get("share", ()),
    )  # fmt: skip
    return plan


def code_of(act, *args, **kwargs):
    with pytest.raises(RuleBroken) as refused:
        act(*args, **kwargs)
    return refused.value.code, refused.value.field


# --- the frame


def test_a_sip_is_started_with_three_fields(four, sign_in):
    case, holder, _sia, _region = four

    response = sign_in(holder).post(
        reverse("plan:start", args=[case.pk]),
        {"kind": SIP, "starts_on": "2026-11-02", "overall_responsible": str(holder.party_id)},
    )

    assert response.status_code == 302
    plan = JointPlan.objects.get()
    assert (plan.kind, plan.state, plan.item.holder_id, plan.overall_responsible_id) == (
        SIP, "draft", holder.party_id, holder.party_id
    )  # fmt: skip


@pytest.mark.parametrize(
    ("day", "law"),
    [
        (
            "2026-11-02",
            "10 kap. 8 § socialtjänstlagen (2025:400) och 16 kap. 4 § hälso- och sjukvårdslagen (2017:30)",
        ),
        (
            "2025-07-01",
            "10 kap. 8 § socialtjänstlagen (2025:400) och 16 kap. 4 § hälso- och sjukvårdslagen (2017:30)",
        ),
        (
            "2025-06-30",
            "2 kap. 7 § socialtjänstlagen (2001:453) och 16 kap. 4 § hälso- och sjukvårdslagen (2017:30)",
        ),
    ],
)
def test_only_municipality_or_region_has_the_overall_responsibility(four, sign_in, day, law):
    case, holder, sia, _region = four

    response = sign_in(holder).post(
        reverse("plan:start", args=[case.pk]),
        {"kind": SIP, "starts_on": day, "overall_responsible": str(sia.party_id), "present": "Ada\nEva"},
    )

    page = response.content.decode()
    assert response.status_code == 422
    assert f"Bara kommunen eller regionen kan ha det övergripande ansvaret för en SIP ({law})." in page
    assert 'href="#id_overall_responsible"' in page
    assert "Ada\nEva" in page
    assert JointPlan.objects.count() == 0


def test_any_party_may_have_the_responsibility_of_an_agreed_plan(four):
    case, holder, sia, _region = four

    plan = start_plan(case, by=holder, kind=AGREED, starts_on=TODAY, overall_responsible_id=sia.party_id)

    assert (plan.overall_responsible_id, plan.law) == (sia.party_id, "")


def test_an_old_plan_keeps_its_old_law(four):
    case, holder, _sia, _region = four

    old = sip(case, holder, starts_on=dt.date(2025, 6, 30))

    assert old.law.startswith("2 kap. 7 § socialtjänstlagen (2001:453)")


def test_follow_up_before_the_start_is_refused_at_the_field(four):
    case, holder, _sia, _region = four

    assert code_of(sip, case, holder, follow_up_on=dt.date(2026, 11, 1)) == (
        "FOLLOW_UP_BEFORE_START",
        "follow_up_on",
    )


# --- settling

MISSING = [
    ("FOLLOW_UP_MISSING", {"follow_up_on": None}),
    ("OVERALL_RESPONSIBLE_MISSING", {"overall_responsible_id": None}),
    ("PRESENT_MISSING", {"present": []}),
    ("DECLINED_MISSING", {"nobody_declined": False}),
]


@pytest.mark.parametrize(("code", "without"), MISSING)
def test_a_sip_is_not_settled_while_something_is_missing(four, code, without):
    case, holder, _sia, _region = four
    plan = ready_sip(case, holder, **without)

    assert code_of(settle_plan, plan, by=holder)[0] == code
    assert JointPlan.objects.get().state == "draft"


def test_a_sip_without_any_effort_is_not_settled(four):
    case, holder, _sia, _region = four
    plan = ready_sip(case, holder)
    Activity.objects.update(plan_series=None)

    assert code_of(settle_plan, plan, by=holder)[0] == "EFFORT_MISSING"


def test_every_effort_has_somebody_who_answers_for_it(four, sign_in):
    case, holder, _sia, _region = four
    plan = ready_sip(case, holder)
    write_activity(case, by=holder, title="Skuldrådgivning", starts_on=TODAY, plan_series=plan.item.series)

    page = sign_in(holder).get(reverse("plan:settle", args=[plan.pk])).content.decode()

    assert code_of(settle_plan, plan, by=holder)[0] == "RESPONSIBLE_MISSING"
    assert "Bestäm vem som ansvarar för: Skuldrådgivning." in page


def test_a_sip_needs_consent_to_the_plan(w):
    holder = actor(w.municipality)
    case = open_case(by=holder)
    plan = ready_sip(case, holder)

    assert code_of(settle_plan, plan, by=holder)[0] == "PLAN_CONSENT_MISSING"

    given = consent(case, by=holder, to=[w.region], kind=Consent.Kind.PLAN)
    assert settle_plan(plan, by=holder).state == "settled"
    withdraw_consent(given, by=holder)


def test_a_withdrawn_or_narrow_consent_does_not_carry_a_sip(w):
    holder = actor(w.municipality)
    case = open_case(by=holder)
    plan = ready_sip(case, holder)
    consent(case, by=holder, to=[w.region], categories=[Category.HEALTH])
    withdraw_consent(consent(case, by=holder, to=[w.region]), by=holder)

    assert code_of(settle_plan, plan, by=holder)[0] == "PLAN_CONSENT_MISSING"


def test_settling_is_one_click_and_twice_is_once(four, sign_in):
    case, holder, _sia, _region = four
    plan = ready_sip(case, holder)
    client, address = sign_in(holder), reverse("plan:settle", args=[plan.pk])

    for _time in range(2):
        assert client.post(address, {"seen_version": str(plan.pk)}).status_code == 302

    plan.refresh_from_db()
    assert (plan.state, plan.settled_on, plan.item.state) == ("settled", TODAY, "settled")
    assert AuditEntry.objects.filter(verb="plan.settle", kind="change").count() == 2


def test_only_the_holder_settles(four):
    case, holder, sia, _region = four
    plan = ready_sip(case, holder, share=ids(sia))

    assert code_of(settle_plan, plan, by=sia)[0] == "NOT_HOLDER"


def test_a_new_version_is_a_draft_and_the_old_one_holds_until_it_is_settled(four):
    case, holder, sia, _region = four
    first = settle_plan(ready_sip(case, holder, share=ids(sia)), by=holder)
    said = {"overall_responsible_id": holder.party_id, "present": ["Ada"], "nobody_declined": True}

    second = rewrite_plan(
        first, by=holder, starts_on=TODAY, follow_up_on=dt.date(2027, 5, 1), share=ids(sia), **said
    )
    frame = queries.picture(case, sia).frames[0]
    settle_plan(second, by=holder)
    first.refresh_from_db()
    after = queries.picture(case, sia).frames[0]

    assert (frame.plan.pk, frame.in_force.pk) == (second.pk, first.pk)
    assert (first.state, first.ended_on, after.plan.pk, after.in_force) == (
        "superseded",
        TODAY,
        second.pk,
        None,
    )


def test_a_new_plan_supersedes_the_one_it_replaces(four):
    case, holder, _sia, _region = four
    old = start_plan(case, by=holder, kind=AGREED, starts_on=TODAY)
    new = ready_sip(case, holder, replaces_plan=old.item.series)

    before = [f.plan.pk for f in queries.picture(case, holder).frames]
    settle_plan(new, by=holder)
    after = queries.picture(case, holder)

    assert before == [old.pk, new.pk]
    assert ([f.plan.pk for f in after.frames], [p.pk for p in after.ended]) == ([new.pk], [old.pk])


def test_a_superseded_plan_is_not_changed(four):
    case, holder, _sia, _region = four
    old = start_plan(case, by=holder, kind=AGREED, starts_on=TODAY)
    settle_plan(ready_sip(case, holder, replaces_plan=old.item.series), by=holder)
    old.refresh_from_db()

    assert code_of(rewrite_plan, old, by=holder, starts_on=TODAY)[0] == "PLAN_SUPERSEDED"


def test_a_stale_frame_keeps_what_was_typed(four, sign_in):
    case, holder, _sia, _region = four
    plan = sip(case, holder)
    rewrite_plan(plan, by=holder, starts_on=TODAY, efforts="Annans ändring")

    response = sign_in(holder).post(
        reverse("plan:rewrite", args=[plan.pk]),
        {"starts_on": "2026-11-02", "efforts": "Min ändring", "seen_version": str(plan.pk)},
    )

    assert response.status_code == 422
    assert "Min ändring" in response.content.decode()
    assert JointPlan.objects.count() == 2


# --- parts of several writers


def test_each_party_adds_its_own_parts_to_a_plan_it_reads(four, sign_in):
    case, holder, sia, _region = four
    plan = sip(case, holder, share=ids(sia))

    sign_in(sia).post(
        reverse("plan:milestone", args=[case.pk]), {"text": "Läkarintyg klart", "due_on": "2026-12-01"}
    )

    part = Milestone.objects.get()
    assert (part.plan_series, part.item.holder_id, part.due_on) == (
        plan.item.series,
        sia.party_id,
        dt.date(2026, 12, 1),
    )


def test_a_plan_one_does_not_read_cannot_be_added_to(four, sign_in):
    case, holder, sia, _region = four
    plan = sip(case, holder)

    address = reverse("plan:goal", args=[case.pk]) + f"?plan={plan.item.series}"
    response = sign_in(sia).post(address, {"text": "Jobba", "in_own_words": "1"})

    assert response.status_code == 422
    assert Goal.objects.count() == 0
    assert code_of(write_activity, case, by=sia, title="X", starts_on=TODAY, plan_series=plan.item.series)[
        0
    ] == ("PLAN_NOT_READ")


def test_the_persons_own_words_stand_first(four, sign_in):
    case, holder, sia, _region = four
    sip(case, holder)
    write_goal(case, by=holder, text="Vårt eget mål", in_own_words=False)
    write_goal(case, by=holder, text="Jag vill laga mat åt andra")

    page = sign_in(holder).get(reverse("plan:page", args=[case.pk])).content.decode()

    order = [
        page.index(words)
        for words in ("Jag vill laga mat åt andra", "Det här ska en SIP innehålla", "Vårt eget mål")
    ]
    assert order == sorted(order)


def normal(page):
    """A page without what differs between two requests anyway."""
    page = re.sub(r'name="(csrfmiddlewaretoken|idempotency_key)" value="[^"]+"', "", page)
    return re.sub(r'<p class="shell-actor">.*?</p>', "", page, flags=re.DOTALL)


def test_hidden_parts_leave_no_trace(four, w, sign_in):
    """A party's page and print are the same to the letter before and after others write for themselves."""
    case, holder, sia, region = four
    plan = ready_sip(case, holder, share=ids(sia, region))
    shown = write_goal(case, by=holder, text="Jobba i kök", share=ids(sia, region))
    client = sign_in(sia)
    addresses = [reverse(name, args=[case.pk]) for name in ("plan:page", "plan:print")]
    before = [normal(client.get(a).content.decode()) for a in addresses]

    series = plan.item.series
    write_goal(case, by=holder, text="Hemlig1", plan_series=series)
    write_milestone(case, by=region, text="Hemlig2", plan_series=series, goal_series=shown.item.series)
    write_activity(case, by=region, title="Hemlig3", starts_on=TODAY, plan_series=series, share=ids(holder))
    link_plan(case, by=region, title="Hemlig4", authority="Regionen", starts_on=TODAY)
    start_plan(case, by=region, kind=AGREED, starts_on=TODAY)
    after = [normal(client.get(a).content.decode()) for a in addresses]

    assert after == before
    other = sign_in(holder).get(addresses[0]).content.decode()
    assert [word in other for word in ("Hemlig1", "Hemlig2", "Hemlig3", "Hemlig4")] == [
        True,
        False,
        True,
        False,
    ]


def test_the_picture_takes_as_many_queries_however_many_parts(four, sign_in, django_assert_num_queries):
    case, holder, sia, _region = four
    plan = ready_sip(case, holder, share=ids(sia))
    client, address = sign_in(holder), reverse("plan:page", args=[case.pk])
    client.get(address)

    def count():
        from django.db import connection
        from django.test.utils import CaptureQueriesContext

        with CaptureQueriesContext(connection) as found:
            client.get(address)
        return len(found)

    few = count()
    for n in range(6):
        write_goal(case, by=holder, text=f"Mål {n}", plan_series=plan.item.series, share=ids(sia))
        write_milestone(case, by=sia, text=f"Delmål {n}", share=ids(holder))
        write_activity(case, by=sia, title=f"Aktivitet {n}", starts_on=TODAY, share=ids(holder))

    assert count() == few


def test_linked_plans_stand_in_the_same_picture(four, sign_in):
    case, holder, sia, _region = four
    form = {
        "title": "Rehabiliteringsplan", "authority": "Försäkringskassan", "law": "30 kap. 12 § SFB",
        "starts_on": "2026-10-01", "last_day": "2027-01-31", "share": [str(holder.party_id)],
    }  # fmt: skip

    sign_in(sia).post(reverse("plan:link", args=[case.pk]), form)

    page = sign_in(holder).get(reverse("plan:page", args=[case.pk])).content.decode()
    assert LinkedPlan.objects.get().ends_on == dt.date(2027, 2, 1)
    assert ("Rehabiliteringsplan" in page, "30 kap. 12 § SFB" in page, "2027-01-31" in page) == (
        True,
        True,
        True,
    )


def test_a_goal_is_reached_by_one_click_and_carried(four, sign_in):
    case, holder, sia, _region = four
    goal = write_goal(case, by=holder, text="Jobba", share=ids(sia))

    sign_in(holder).post(
        reverse("plan:reach_goal", args=[goal.pk]), {"reached": "1", "seen_version": str(goal.pk)}
    )

    new = Goal.objects.get(item__version=2)
    assert (new.reached_on, new.text) == (TODAY, "Jobba")
    assert [d.to_party_id for d in Disclosure.objects.filter(item_id=new.pk)] == [sia.party_id]
    assert reach(new, by=holder).pk == new.pk


def test_another_party_does_not_change_a_goal(four, sign_in):
    case, holder, sia, _region = four
    goal = write_goal(case, by=holder, text="Jobba", share=ids(sia))

    response = sign_in(sia).post(
        reverse("plan:change_goal", args=[goal.pk]),
        {"text": "Vila", "in_own_words": "1", "seen_version": str(goal.pk)},
    )

    assert response.status_code == 422
    assert Goal.objects.count() == 1


# --- joining later


def test_who_joins_later_sees_older_parts_only_by_an_act(four, w, sign_in):
    case, holder, sia, _region = four
    sip(case, holder)
    goal = write_goal(case, by=holder, text="Jobba i kök")
    write_goal(case, by=holder, text="Bara vårt")
    late = actor(w.pes)
    confirmed_consent(case, by=holder, to=[late])
    address = reverse("plan:page", args=[case.pk])
    assert "Jobba i kök" not in sign_in(late).get(address).content.decode()

    response = sign_in(holder).post(
        reverse("plan:share", args=[case.pk]), {"to_party": str(late.party_id), "items": [str(goal.pk)]}
    )

    page = sign_in(late).get(address).content.decode()
    assert response.status_code == 302
    assert ("Jobba i kök" in page, "Bara vårt" in page) == (True, False)
    share_older(case, by=holder, to_party=w.pes, items=[goal.item])
    assert Disclosure.objects.filter(item_id=goal.pk).count() == 1


def test_nothing_older_is_shared_without_consent_or_of_others(four, w):
    case, holder, sia, _region = four
    goal = write_goal(case, by=holder, text="Jobba", share=ids(sia))

    assert code_of(share_older, case, by=holder, to_party=w.pes, items=[goal.item])[0] == "CONSENT_MISSING"
    assert code_of(share_older, case, by=sia, to_party=w.region, items=[goal.item])[0] == "NOT_HOLDER"


# --- bad input, paper, right


@pytest.mark.parametrize(
    ("name", "form", "words"),
    [
        ("plan:start", {"kind": "dröm", "starts_on": "2026-11-02"}, "giltigt"),
        ("plan:start", {"kind": SIP, "starts_on": "2026-13-01"}, "Skriv en dag som finns"),
        (
            "plan:start",
            {"kind": SIP, "starts_on": "2026-11-02", "follow_up_on": "2026-10-01"},
            "före planens start",
        ),
        ("plan:start", {"kind": SIP, "starts_on": "2026-11-02", "present": "x" * 121}, "högst 40 rader"),
        (
            "plan:start",
            {"kind": SIP, "starts_on": "2026-11-02", "declined": "AF", "nobody_declined": "on"},
            "Ta bort krysset",
        ),
        ("plan:goal", {"text": "", "in_own_words": "1"}, "Skriv målet."),
        ("plan:goal", {"text": "x" * 20001, "in_own_words": "1"}, "Texten är för lång"),
        ("plan:milestone", {"text": "Steg", "goal_series": "påhittat"}, "giltigt"),
        (
            "plan:link",
            {"title": "P", "authority": "FK", "starts_on": "2026-11-02", "last_day": "2026-11-01"},
            "före början",
        ),
        ("plan:share", {"to_party": "", "items": []}, "Välj vem som ska få läsa."),
    ],
)
def test_bad_input_is_said_at_the_field(four, sign_in, name, form, words):
    case, holder, _sia, _region = four
    goal = write_goal(case, by=holder, text="<script>alert(1)</script>")

    response = sign_in(holder).post(reverse(name, args=[case.pk]), form)

    page = response.content.decode()
    assert response.status_code == 422
    assert words in page
    assert "<script>alert(1)" not in page
    assert list(Goal.objects.values_list("pk", flat=True)) == [goal.pk]


def test_the_print_says_what_the_reader_may_see(four, sign_in):
    case, holder, sia, _region = four
    plan = ready_sip(case, holder, share=ids(sia))
    settle_plan(plan, by=holder)
    write_goal(case, by=holder, text="Jobba i kök", share=ids(sia))
    write_goal(case, by=holder, text="Dolt mål")

    page = sign_in(sia).get(reverse("plan:print", args=[case.pk])).content.decode()

    assert [w in page for w in ("Jobba i kök", "Arbetsträning", "1 februari 2027", "Dolt mål")] == [
        True,
        True,
        True,
        False,
    ]


def test_where_a_protected_person_goes_stands_neither_on_page_nor_print(w, sign_in):
    holder = actor(w.municipality)
    case = open_case(by=holder, protection="marked")
    write_activity(case, by=holder, title="Praktik", starts_on=TODAY, place="Kaféet på Storgatan")
    client = sign_in(holder)

    pages = [
        client.get(reverse(name, args=[case.pk])).content.decode() for name in ("plan:page", "plan:print")
    ]

    assert ["Storgatan" in page for page in pages] == [False, False]


def test_reading_the_plan_is_logged_and_out_of_reach_is_404(four, w, sign_in):
    case, holder, _sia, _region = four
    plan = sip(case, holder)
    goal = write_goal(case, by=holder, text="Jobba")
    outsider, evaluator = actor(w.pes), actor(w.municipality, Role.EVALUATOR)

    assert sign_in(holder).get(reverse("plan:page", args=[case.pk])).status_code == 200
    assert AuditEntry.objects.filter(kind="read", verb="plan:page", staff_id=holder.staff_id).count() == 1
    for who, form in ((outsider, 404), (evaluator, 403)):
        client = sign_in(who)
        of_case = [client.get(reverse(f"plan:{n}", args=[case.pk])).status_code
                   for n in ("page", "print", "start", "share", "goal", "milestone", "link")]  # fmt: skip
        of_plan = [
            client.get(reverse(f"plan:{n}", args=[plan.pk])).status_code
            for n in ("rewrite", "settle")
        ]
        of_goal = client.post(reverse("plan:reach_goal", args=[goal.pk]), {"reached": "1"}).status_code
        assert [*of_case, *of_plan, of_goal] == [404, 404, *[form] * 7, 404]
