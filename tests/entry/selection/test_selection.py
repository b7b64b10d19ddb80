"""Joint selection: agenda, pictures, decision at the table, queue; released as consent allows."""

import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from samsyn.access import clock
from samsyn.access.errors import RuleBroken
from samsyn.access.models import AuditEntry, OutboxMail
from samsyn.basis.group.models import GroupMember
from samsyn.basis.staff.models import Role
from samsyn.entry.case.actions import forget_names
from samsyn.entry.case.models import CaseAssignment, Disclosure, Notice
from samsyn.entry.consent.actions import take_out, withdraw_consent
from samsyn.entry.consent.models import Consent
from samsyn.entry.enrolment.counting import load_of
from samsyn.entry.enrolment.models import Enrolment, VolumeRegistration
from samsyn.entry.referral import actions as referral_actions
from samsyn.entry.referral.models import Referral
from samsyn.entry.selection import actions, queue_actions
from samsyn.entry.selection.models import AgendaItem, Picture, QueueEntry, SelectionDecision, SelectionMeeting
from tests.factories import referral as made
from tests.factories.basis import actor, intervention
from tests.factories.entry import confirmed_consent
from tests.factories.pages import body, without_drawn

SECRETS = ("Vendela", "Xylofonsson", "hemma länge", "Vill börja jobba", "1985")


def table(w, *, named=True, places=None, members=("sia", "region")):
    """A referral on the agenda of a meeting where everybody is present."""
    people = [actor(getattr(w, name), name=f"Medlem {name}") for name in members]
    it, lead = made.selecting(w, *people, places=places)
    writer = actor(w.pes)
    found = made.named(by=writer, to=it, receivers=people) if named else made.nameless(by=writer, to=it)
    meeting = made.meeting(it, by=lead, present=people)
    row = actions.put_on_agenda(meeting, by=lead, referral=found)
    return it, lead, writer, people, meeting, row


# --- meetings ---


def test_only_members_and_substitutes_see_the_meeting(w, sign_in):
    it, lead, _writer, (member, _other), meeting, _row = table(w)
    substitute, colleague = actor(w.sia), actor(w.sia)
    GroupMember.objects.filter(staff_id=member.staff_id).update(substitute_id=substitute.staff_id)
    address = reverse("selection:meeting", args=[meeting.pk])

    assert [sign_in(a).get(address).status_code for a in (lead, member, substitute, colleague)] == [
        200,
        200,
        200,
        404,
    ]
    assert "Urvalsgrupp" not in body(sign_in(colleague).get(reverse("selection:meetings")))


def test_a_member_who_has_left_sees_nothing(w, sign_in):
    *_rest, (member, _other), meeting, _row = table(w)
    GroupMember.objects.filter(staff_id=member.staff_id).update(ends_on=clock.today())

    assert sign_in(member).get(reverse("selection:meeting", args=[meeting.pk])).status_code == 404


def test_the_coordinator_calls_and_members_are_told(w, sign_in):
    member = actor(w.sia)
    it, lead = made.selecting(w, member)
    form = {
        "group": str(it.selection_group_id),
        "day": "2026-12-01",
        "starts": "13.00",
        "ends": "17",
        "place": "Rådhuset",
    }

    response = sign_in(lead).post(reverse("selection:new"), form)

    found = SelectionMeeting.objects.get()
    assert response.url == reverse("selection:meeting", args=[found.pk])
    assert clock.local(found.starts_at).strftime("%F %H:%M") == "2026-12-01 13:00"
    assert Notice.objects.get(kind="selection_meeting").to_staff_id == member.staff_id
    assert sign_in(member).get(reverse("selection:new")).status_code == 404


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({"day": "2026-02-31"}, "Skriv en dag som finns"),
        ({"starts": "halv tre"}, "Skriv klockslag"),
        ({"ends": "12:00"}, "slutar innan det börjar"),
        ({"place": "x" * 161}, "161"),
    ],
)
def test_bad_times_are_said_at_the_field(w, sign_in, changed, words):
    it, lead = made.selecting(w)
    form = {
        "group": str(it.selection_group_id),
        "day": "2026-12-01",
        "starts": "13:00",
        "ends": "17:00",
        **changed,
    }

    response = sign_in(lead).post(reverse("selection:new"), form)

    assert response.status_code == 422
    assert words in body(response)


# --- the agenda ---


def test_members_whom_the_consent_covers_read_who_it_is(w, sign_in):
    *_rest, (sia, region), meeting, _row = table(w)

    for member in (sia, region):
        page = body(sign_in(member).get(reverse("selection:meeting", args=[meeting.pk])))
        assert "Vendela Xylofonsson" in page
        assert "Har varit hemma länge" in page
        assert AuditEntry.objects.filter(kind="read", staff_id=member.staff_id).count() == 1


def test_without_consent_members_read_only_the_text_without_identity(w, sign_in):
    *_rest, (member, _other), meeting, row = table(w, named=False)
    client = sign_in(member)
    pages = [
        client.get(reverse("selection:meeting", args=[meeting.pk])),
        client.get(reverse("selection:picture", args=[row.pk])),
        client.get(reverse("referral:page", args=[row.referral_id])),
        client.get(reverse("case:list")),
    ]

    everything = without_drawn("".join(map(body, pages)))
    assert [p.status_code for p in pages] == [200] * 4
    assert made.SUMMARY in everything
    for secret in SECRETS:
        assert secret not in everything
    assert client.get(reverse("case:page", args=[row.referral.item.case_id])).status_code == 404


def test_a_party_outside_the_consent_does_not_get_a_named_referral(w, sign_in):
    sia, region = actor(w.sia), actor(w.region)
    it, lead = made.selecting(w, sia, region)
    found = made.named(by=actor(w.pes), to=it, receivers=[sia])
    meeting = made.meeting(it, by=lead)

    actions.put_on_agenda(meeting, by=lead, referral=found)

    assert "Vendela" in body(sign_in(sia).get(reverse("selection:meeting", args=[meeting.pk])))
    page = body(sign_in(region).get(reverse("selection:meeting", args=[meeting.pk])))
    assert found.case.number not in page
    assert "Inga remisser på dagordningen" in page
    assert not CaseAssignment.objects.filter(party=w.region).exists()


def test_only_the_owner_puts_up_a_referral_of_the_groups_intervention(w):
    it, lead, writer, (member, _o), meeting, row = table(w)
    other, _lead = made.selecting(w)
    strange = made.nameless(by=writer, to=other)

    with pytest.raises(RuleBroken, match="NOT_YOURS"):
        actions.put_on_agenda(meeting, by=lead, referral=strange)
    with pytest.raises(RuleBroken, match="ALREADY_ON_AGENDA"):
        actions.put_on_agenda(meeting, by=lead, referral=row.referral)
    with pytest.raises(RuleBroken, match="NOT_YOURS"):
        actions.put_on_agenda(meeting, by=member, referral=row.referral)


def test_put_up_with_one_click_from_the_meeting_page(w, sign_in):
    it, lead = made.selecting(w)
    found = made.nameless(by=actor(w.pes), to=it)
    meeting = made.meeting(it, by=lead)
    client = sign_in(lead)
    assert found.case.number in body(client.get(reverse("selection:meeting", args=[meeting.pk])))

    client.post(reverse("selection:add", args=[meeting.pk, found.pk]))

    assert [(a.referral_id, a.position, a.is_deidentified) for a in AgendaItem.objects.all()] == [
        (found.pk, 1, True)
    ]
    assert Referral.objects.get().state == "received"


def test_withdrawn_consent_clears_the_agenda_for_others(w, sign_in):
    *_rest, (member, _other), meeting, _row = table(w)

    withdraw_consent(Consent.objects.get(), by=_rest[2])

    assert "Vendela" not in body(sign_in(member).get(reverse("selection:meeting", args=[meeting.pk])))


# --- pictures ---


def test_each_party_adds_its_picture_and_they_stand_side_by_side(w, sign_in):
    it, lead, _writer, (sia, region), meeting, row = table(w)
    for member, text in ((sia, "Sjukpenning sedan 2024"), (region, "Behandling pågår")):
        client = sign_in(member)
        shown = body(client.get(reverse("selection:picture", args=[row.pk])))
        assert "AMN" in shown or "Arbetsmarknadsnämnden" in shown
        share = [str(p) for p in (w.sia.pk, w.region.pk, w.municipality.pk) if p != member.party_id]
        response = client.post(reverse("selection:picture", args=[row.pk]), {"text": text, "share": share})
        assert response.status_code == 302

    for reader in (lead, sia, region):
        page = body(sign_in(reader).get(reverse("selection:meeting", args=[meeting.pk])))
        assert "Sjukpenning sedan 2024" in page
        assert "Behandling pågår" in page


def test_a_picture_that_was_unticked_stays_at_home(w, sign_in):
    it, lead, _writer, (sia, region), meeting, row = table(w)

    sign_in(sia).post(
        reverse("selection:picture", args=[row.pk]),
        {"text": "Bara för samordnaren", "share": [str(w.municipality.pk)]},
    )

    assert "Bara för samordnaren" in body(sign_in(lead).get(reverse("selection:meeting", args=[meeting.pk])))
    assert "Bara för samordnaren" not in body(
        sign_in(region).get(reverse("selection:meeting", args=[meeting.pk]))
    )


def test_a_corrected_picture_is_a_new_version_and_stale_is_said(w, sign_in):
    it, lead, _writer, (sia, _region), meeting, row = table(w)
    first = actions.add_picture(row, by=sia, text="Ett")
    actions.add_picture(row, by=sia, text="Två", replaces=first)

    response = sign_in(sia).post(
        reverse("selection:picture", args=[row.pk]), {"text": "Tre", "seen_version": str(first.pk)}
    )

    page = body(sign_in(sia).get(reverse("selection:meeting", args=[meeting.pk])))
    assert response.status_code == 422
    assert "Tre" in body(response)
    assert (">Ett<" in page, ">Två<" in page) == (False, True)


def test_a_picture_without_identity_is_checked_and_read_by_all_members(w, sign_in):
    it, lead, _writer, (sia, region), meeting, row = table(w, named=False)
    client, address = sign_in(sia), reverse("selection:picture", args=[row.pk])

    refused = client.post(address, {"text": "Vi har Kerstin Andersson hos oss"})
    client.post(address, {"text": "Inget hos oss"})

    assert refused.status_code == 422
    assert "Kerstin Andersson" in body(refused)
    assert "Inget hos oss" in body(sign_in(region).get(reverse("selection:meeting", args=[meeting.pk])))


# --- the decision ---


def decide(sign_in, lead, row, **form):
    return sign_in(lead).post(reverse("selection:decide", args=[row.pk]), form)


def test_enrol_is_decided_at_the_table_and_told(w, sign_in):
    it, lead, writer, people, meeting, row = table(w)

    response = decide(sign_in, lead, row, outcome="enrol", because="Rätt insats nu")

    found = SelectionDecision.objects.get()
    assert response.status_code == 302
    assert (found.outcome, found.decided_on, found.item.holder_id) == (
        "enrol",
        clock.today(),
        w.municipality.pk,
    )
    assert sorted(p["party"] for p in found.took_part) == ["AMN", "FK", "Region"]
    assert Referral.objects.get().state == "accepted"
    assert [n.to_staff_id for n in Notice.objects.filter(kind="referral_accepted")] == [writer.staff_id]
    assert OutboxMail.objects.latest("created_at").to == writer.email
    page = body(sign_in(writer).get(reverse("referral:page", args=[row.referral_id])))
    assert "Skrivs in" in page
    assert "Rätt insats nu" in page


def test_return_owes_reason_and_named_receiver(w, sign_in):
    it, lead, writer, people, meeting, row = table(w)

    refused = decide(sign_in, lead, row, outcome="return", because="Min motivering")
    done = decide(
        sign_in,
        lead,
        row,
        outcome="return",
        reason="treatment_first",
        named_receiver="Karin på vårdcentralen",
    )

    assert refused.status_code == 422
    assert "Skriv vem som tar över" in body(refused)
    assert "Min motivering" in body(refused)
    assert done.status_code == 302
    assert Referral.objects.get().state == "returned"
    page = body(sign_in(writer).get(reverse("referral:page", args=[row.referral_id])))
    assert "Karin på vårdcentralen" in page
    assert "Behöver vård eller behandling först" in page


def test_another_measure_is_counted_with_sex_and_birth_year_and_no_way_back(w, sign_in):
    it, lead, writer, people, meeting, row = table(w)

    decide(sign_in, lead, row, outcome="other_measure", measure="mapping", sex="woman", birth_year="1985")

    counted = VolumeRegistration.objects.get()
    fields = {f.name for f in VolumeRegistration._meta.concrete_fields}
    assert (counted.sex, counted.birth_year, counted.about, counted.count) == ("woman", 1985, "mapping", 1)
    assert fields == {"id", "intervention", "party", "on", "count", "sex", "birth_year", "about"}
    assert not AuditEntry.objects.filter(objects_touched__contains=str(counted.pk)).exists()
    assert counted.pk.version == 4


def test_a_decision_needs_who_was_there_and_is_made_once(w):
    it, lead, writer, people, meeting, row = table(w)
    meeting.present = []
    meeting.save()
    with pytest.raises(RuleBroken, match="PRESENT_MISSING"):
        actions.decide(AgendaItem.objects.get(), by=lead, outcome="enrol")
    actions.note_present(meeting, by=lead, present=[lead.staff_id])

    actions.decide(AgendaItem.objects.get(), by=lead, outcome="enrol")

    with pytest.raises(RuleBroken, match="DECIDED"):
        actions.decide(
            AgendaItem.objects.get(), by=lead, outcome="return", reason="other", named_receiver="X"
        )


def test_a_member_who_does_not_own_the_intervention_cannot_decide(w, sign_in):
    it, lead, writer, (member, _o), meeting, row = table(w)

    response = decide(sign_in, member, row, outcome="enrol")

    assert response.status_code == 422
    assert SelectionDecision.objects.count() == 0
    assert "Skriv in beslut" not in body(sign_in(member).get(reverse("selection:meeting", args=[meeting.pk])))


def test_a_decision_without_identity_is_read_by_all_and_checked(w, sign_in):
    it, lead, writer, (sia, _o), meeting, row = table(w, named=False)

    refused = decide(sign_in, lead, row, outcome="enrol", because="Vi har pratat med Kerstin Andersson")
    decide(sign_in, lead, row, outcome="enrol", because="Passar bra")

    assert refused.status_code == 422
    assert "Passar bra" in body(sign_in(sia).get(reverse("selection:meeting", args=[meeting.pk])))
    assert "Passar bra" in body(sign_in(writer).get(reverse("referral:page", args=[row.referral_id])))


def test_members_let_go_thirty_days_after_the_decision(w, sign_in):
    it, lead, writer, (sia, _o), meeting, row = table(w, named=False)
    actions.decide(row, by=lead, outcome="enrol")
    address = reverse("referral:page", args=[row.referral_id])

    with clock.at(clock.now() + dt.timedelta(days=29)):
        assert sign_in(sia).get(address).status_code == 200
    with clock.at(clock.now() + dt.timedelta(days=31)):
        assert sign_in(sia).get(address).status_code == 404


def test_the_owner_decides_alone_only_where_no_group_selects(w, sign_in):
    lead, writer = actor(w.municipality, Role.COORDINATOR), actor(w.pes)
    found = made.nameless(by=writer, to=intervention(w))
    grouped, _lead = made.selecting(w)
    other = made.nameless(by=writer, to=grouped)

    response = sign_in(lead).post(reverse("selection:alone", args=[found.pk]), {"outcome": "enrol"})

    assert response.status_code == 302
    assert SelectionDecision.objects.get().agenda_item_id is None
    with pytest.raises(RuleBroken, match="GROUP_DECIDES"):
        actions.decide_alone(other, by=lead, outcome="enrol")
    assert sign_in(writer).get(reverse("selection:alone", args=[found.pk])).status_code == 404


# --- minutes ---


def test_minutes_hold_no_persons(w, sign_in):
    it, lead, _writer, people, meeting, row = table(w)
    client, address = sign_in(lead), reverse("selection:close", args=[meeting.pk])

    refused = client.post(address, {"minutes": "Vi talade om Vendela.", "confirmed": ["Vendela"]})
    done = client.post(address, {"minutes": "Vi bytte lokal."})

    assert refused.status_code == 422
    assert "Vi talade om Vendela." in body(refused)
    assert done.status_code == 302
    assert SelectionMeeting.objects.get().minutes == "Vi bytte lokal."
    with pytest.raises(RuleBroken, match="MEETING_CLOSED"):
        actions.note_present(SelectionMeeting.objects.get(), by=lead, present=[lead.staff_id])


def test_present_must_be_members(w, sign_in):
    it, lead, _writer, people, meeting, row = table(w)

    response = sign_in(lead).post(
        reverse("selection:present", args=[meeting.pk]), {"present": [str(actor(w.sia).staff_id)]}
    )

    assert response.status_code == 422


# --- the queue ---


def queue_of(w, count):
    it, lead = made.selecting(w, places=0)
    meeting = made.meeting(it, by=lead)
    rows = []
    for _turn in range(count):
        found = made.nameless(by=actor(w.pes), to=it)
        row = actions.put_on_agenda(meeting, by=lead, referral=found)
        actions.decide(row, by=lead, outcome="enrol")
        rows.append(row.referral)
    return it, lead, rows


def order(it) -> list:
    return list(
        QueueEntry.objects.filter(intervention=it, left_at=None)
        .order_by("position")
        .values_list("referral_id", "position")
    )


def named_queue_of(w, count, *, to=()):
    """As many with names, each with the consent it rests on."""
    it, lead, writer = intervention(w, places=0), actor(w.municipality, Role.COORDINATOR), actor(w.pes)
    rows = []
    for turn in range(count):
        person = {"given_name": "Vera", "family_name": f"Kösson{turn}", "birth_year": 1985}
        found = made.draft(by=writer, to=it, person=person)
        confirmed_consent(found.case, by=writer, to=[lead, *to])
        rows.append(actions.decide_alone(referral_actions.send(found, by=writer), by=lead, outcome="enrol").referral)
    return it, lead, writer, rows


@pytest.mark.parametrize("how", ["withdrawn", "taken_out", "run_out"])
def test_when_the_right_is_gone_the_queue_closes_up_and_tells_nothing(w, sign_in, how):
    day = clock.today()
    it, lead, writer, (first, second, third) = named_queue_of(w, 3, to=[actor(w.sia)])
    given = Consent.objects.get(item__case=first.case)
    if how == "withdrawn":
        withdraw_consent(given, by=writer)
    elif how == "taken_out":
        take_out(given, by=writer, party=w.municipality.pk)
    else:
        Disclosure.objects.filter(case=first.case).update(expires_at=clock.start_of(day))
        forget_names(by=None)

    page = body(sign_in(lead).get(reverse("selection:queue")))

    assert order(it) == [(second.pk, 1), (third.pk, 2)]
    assert ("Kösson0" in page, first.case.number in page, "Kösson1" in page) == (False, False, True)
    assert load_of(it).queue == 2
    assert QueueEntry.objects.get(referral=first).left_because == "no_consent"
    assert Notice.objects.get(kind="queue_left").to_staff_id == writer.staff_id
    assert "Inte längre i kö" in body(sign_in(writer).get(reverse("referral:page", args=[first.pk])))


def test_a_withdrawal_elsewhere_leaves_the_queue_as_it_is(w):
    it, lead, writer, (first, second) = named_queue_of(w, 2)
    other = confirmed_consent(first.case, by=writer, to=[actor(w.sia)])

    withdraw_consent(other, by=writer)

    assert order(it) == [(first.pk, 1), (second.pk, 2)]


def test_a_full_intervention_means_a_place_in_the_queue_that_the_referrer_sees(w, sign_in):
    it, lead, (first, second) = queue_of(w, 2)

    referrer = made.staff_of(lead).__class__.objects.get(pk=second.referrer_id)
    from samsyn.basis.staff.queries import actor_of

    assert order(it) == [(first.pk, 1), (second.pk, 2)]
    assert "Plats 2 i kön" in body(
        sign_in(actor_of(referrer)).get(reverse("referral:page", args=[second.pk]))
    )
    assert "2 personer i kö" in body(sign_in(actor(w.sia)).get(reverse("referral:start")))
    assert f"Ärende utan identitet {first.case.number}" in body(sign_in(lead).get(reverse("selection:queue")))


def test_the_order_changes_only_with_a_reason(w, sign_in):
    it, lead, (first, second) = queue_of(w, 2)
    entry = QueueEntry.objects.get(referral=second)
    client, address = sign_in(lead), reverse("selection:move", args=[entry.pk, "upp"])

    refused = client.post(address, {"because": ""})
    client.post(address, {"because": "Ersättningen tar slut"})

    assert refused.status_code == 422
    assert order(it) == [(second.pk, 1), (first.pk, 2)]
    assert second.steps.last().words == "Ersättningen tar slut"
    with pytest.raises(RuleBroken, match="AT_THE_END"):
        queue_actions.move_in_queue(entry, by=lead, up=True, because="Igen")


def test_leaving_the_queue_moves_the_others_up(w, sign_in):
    it, lead, (first, second, third) = queue_of(w, 3)
    entry = QueueEntry.objects.get(referral=first)

    response = sign_in(lead).post(
        reverse("selection:leave", args=[entry.pk]),
        {"reason": "moved", "named_receiver": "Karin i nya kommunen"},
    )

    assert response.status_code == 302
    assert order(it) == [(second.pk, 1), (third.pk, 2)]
    assert Referral.objects.get(pk=first.pk).state == "returned"
    assert Notice.objects.filter(kind="referral_returned").count() == 1


def test_withdrawing_leaves_the_queue(w):
    it, lead, (first, second) = queue_of(w, 2)
    from samsyn.basis.staff.models import Staff
    from samsyn.basis.staff.queries import actor_of

    referral_actions.withdraw(first, by=actor_of(Staff.objects.get(pk=first.referrer_id)))

    assert order(it) == [(second.pk, 1)]


def test_the_queue_is_the_owners(w, sign_in):
    it, lead, (first,) = queue_of(w, 1)
    entry = QueueEntry.objects.get()

    for stranger in (
        actor(w.sia, Role.COORDINATOR),
        actor(w.pes),
        actor(w.municipality, Role.INTERVENTION_MANAGER),
    ):
        client = sign_in(stranger)
        assert first.case.number not in body(client.get(reverse("selection:queue")))
        assert client.get(reverse("selection:leave", args=[entry.pk])).status_code == 404
        assert (
            client.post(reverse("selection:move", args=[entry.pk, "ner"]), {"because": "x"}).status_code
            == 404
        )


def test_the_meeting_page_asks_as_many_queries_for_four_as_for_one(w, sign_in):
    it, lead, writer, people, meeting, row = table(w)
    client, address = sign_in(lead), reverse("selection:meeting", args=[meeting.pk])
    client.get(address)
    counts = []
    for more in (0, 3):
        for _turn in range(more):
            found = made.named(by=writer, to=it, receivers=people)
            added = actions.put_on_agenda(meeting, by=lead, referral=found)
            actions.add_picture(added, by=people[0], text="Något", share=[w.municipality.pk])
        with CaptureQueriesContext(connection) as queries:
            client.get(address)
        counts.append(len(queries))

    assert counts[0] == counts[1]
    assert Picture.objects.count() == 3
    assert Enrolment.objects.count() == 0
