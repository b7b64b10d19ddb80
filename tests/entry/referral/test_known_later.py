"""A referral without identity whose person says yes later, or never: the same referral goes on."""

import datetime as dt

import pytest
from django.urls import reverse

from samsyn.access import clock
from samsyn.access.errors import RuleBroken
from samsyn.basis.staff.models import Role
from samsyn.entry.case.models import Notice
from samsyn.entry.consent.actions import register_consent, withdraw_consent
from samsyn.entry.consent.models import Consent
from samsyn.entry.enrolment import actions as enrolment
from samsyn.entry.enrolment.counting import load_of
from samsyn.entry.enrolment.models import Enrolment, RegisterRow, VolumeRegistration
from samsyn.entry.referral import actions
from samsyn.entry.referral.models import Referral
from samsyn.entry.selection import actions as selection
from samsyn.entry.selection.models import AgendaItem, QueueEntry
from tests.factories import referral as made
from tests.factories.basis import actor, intervention
from tests.factories.entry import confirmed_consent, consent
from tests.factories.form_page import as_opened
from tests.factories.pages import body

SECRETS = ("Vendela", "Xylofonsson", "hemma länge", "Vill börja jobba")


def secrets_in(page: str) -> list[str]:
    return [secret for secret in SECRETS if secret in page]


def accepted(w, **known):
    """Sent without identity ten days ago and accepted by the owner today."""
    it, lead, writer = intervention(w, **known), actor(w.municipality, Role.COORDINATOR), actor(w.pes)
    it.starts_on -= dt.timedelta(days=30)
    it.save()
    with clock.at(clock.today() - dt.timedelta(days=10)):
        found = made.nameless(by=writer, to=it)
    selection.decide_alone(found, by=lead, outcome="enrol")
    found.refresh_from_db()
    return it, lead, writer, found


# --- the person says yes later ---


def test_the_consent_alone_makes_the_same_referral_known_and_enrolment_follows(w, sign_in):
    it, lead, writer, found = accepted(w)
    client = sign_in(lead)
    before = body(client.get(reverse("referral:page", args=[found.pk])))

    consent(found.case, by=writer, to=[w.municipality])

    fresh = Referral.objects.get(item__series=found.item.series, item__superseded_at=None)
    page = body(client.get(reverse("referral:page", args=[fresh.pk])))
    assert (secrets_in(before), "Ni vet inte vem det gäller än" in before) == ([], True)
    assert secrets_in(page) == list(SECRETS)
    assert "Mottagaren får veta vem det gäller" in page
    assert (fresh.is_deidentified, fresh.state, fresh.sent_at, fresh.state_since, fresh.closed_at) == (
        False, found.state, found.sent_at, found.state_since, found.closed_at,
    )  # fmt: skip
    assert fresh.case.number == found.case.number
    assert Notice.objects.get(kind="referral_known").to_unit_id == it.owner_unit_id
    answer = client.post(reverse("enrolment:new", args=[fresh.pk]), {"starts_on": clock.today().isoformat()})
    assert answer.status_code == 302
    assert Enrolment.objects.get().referral_id == fresh.pk


def test_the_place_in_the_queue_follows(w):
    it, lead, writer, found = accepted(w, places=0)
    entry = QueueEntry.objects.get()

    consent(found.case, by=writer, to=[w.municipality])

    kept = QueueEntry.objects.get()
    fresh = Referral.objects.get(item__superseded_at=None, item__kind="referral")
    assert (kept.pk, kept.position, kept.since) == (entry.pk, entry.position, entry.since)
    assert kept.referral_id == fresh.pk


def test_a_consent_that_begins_later_is_used_with_one_click(w, sign_in):
    it, lead, writer, found = accepted(w)
    today = clock.today()
    consent(found.case, by=writer, to=[w.municipality], starts_on=today + dt.timedelta(days=2))
    with pytest.raises(RuleBroken, match="CONSENT_MISSING"):
        actions.make_known(found, by=writer)

    with clock.at(today + dt.timedelta(days=3)):
        client = sign_in(writer)
        page = body(client.get(reverse("referral:page", args=[found.pk])))
        client.post(reverse("referral:make_known", args=[found.pk]))
        assert "Låt mottagaren veta vem det gäller" in page
        assert Referral.objects.filter(item__superseded_at=None, is_deidentified=False).count() == 1
        with pytest.raises(RuleBroken, match="WRONG_STATE"):
            actions.make_known(found, by=writer)


def test_a_consent_that_does_not_cover_the_receiver_shows_nothing(w, sign_in):
    it, lead, writer, found = accepted(w)

    consent(found.case, by=writer, to=[w.sia])

    assert Referral.objects.get().is_deidentified is True
    assert secrets_in(body(sign_in(lead).get(reverse("referral:page", args=[found.pk])))) == []
    with pytest.raises(RuleBroken, match="WRONG_STATE"):
        actions.make_known(found, by=lead)


def test_after_a_withdrawal_only_the_text_without_identity_is_left(w, sign_in):
    it, lead, writer, found = accepted(w)
    given = consent(found.case, by=writer, to=[w.municipality])
    fresh = Referral.objects.get(item__superseded_at=None, item__kind="referral")
    actions.withdraw(fresh, by=writer, words="Vendela har flyttat")
    assert "har flyttat" in body(sign_in(lead).get(reverse("referral:page", args=[fresh.pk])))

    withdraw_consent(given, by=writer)

    client = sign_in(lead)
    page = body(client.get(reverse("referral:page", args=[found.pk])))
    assert client.get(reverse("referral:page", args=[fresh.pk])).status_code == 404
    assert (secrets_in(page), "har flyttat" in page, made.SUMMARY in page) == ([], False, True)


def test_a_table_where_somebody_is_not_covered_keeps_the_text_without_identity(w, sign_in):
    member = actor(w.sia)
    it, lead = made.selecting(w, member)
    writer = actor(w.pes)
    found = made.nameless(by=writer, to=it)
    meeting = made.meeting(it, by=lead, present=[member])
    row = selection.put_on_agenda(meeting, by=lead, referral=found)
    address = reverse("selection:meeting", args=[meeting.pk])

    consent(found.case, by=writer, to=[w.municipality])
    assert (AgendaItem.objects.get().referral_id, AgendaItem.objects.get().is_deidentified) == (found.pk, True)
    page = body(sign_in(member).get(address))
    assert (made.SUMMARY in page, secrets_in(page)) == (True, [])

    decided = selection.decide(row, by=lead, outcome="enrol")
    assert decided.referral.is_deidentified is False


def test_a_table_where_all_are_covered_reads_the_whole(w, sign_in):
    member = actor(w.sia)
    it, lead = made.selecting(w, member)
    writer = actor(w.pes)
    found = made.nameless(by=writer, to=it)
    meeting = made.meeting(it, by=lead, present=[member])
    selection.put_on_agenda(meeting, by=lead, referral=found)

    confirmed_consent(found.case, by=writer, to=[member, lead])

    page = body(sign_in(member).get(reverse("selection:meeting", args=[meeting.pk])))
    assert secrets_in(page) == list(SECRETS)


# --- the person does not say yes ---


def test_without_consent_it_can_become_another_joint_measure(w, sign_in):
    it, lead, writer, found = accepted(w, places=0)
    client, address = sign_in(lead), reverse("selection:alone", args=[found.pk])
    page = body(client.get(address))

    done = client.post(address, {"outcome": "other_measure", "measure": "mapping", "because": "Vill vara okänd"})

    found.refresh_from_db()
    assert ("Skrivs in" in page, done.status_code, found.state) == (False, 302, "accepted")
    assert VolumeRegistration.objects.get().about == "mapping"
    assert QueueEntry.objects.get().left_because == "other"
    assert [n.to_staff_id for n in Notice.objects.filter(kind="referral_decided")] == [writer.staff_id]
    assert "Nytt beslut" in body(sign_in(writer).get(reverse("referral:page", args=[found.pk])))
    with pytest.raises(RuleBroken, match="DECIDED"):
        selection.decide_alone(found, by=lead, outcome="other_measure")
    with pytest.raises(RuleBroken, match="NOT_DECIDED"):
        enrolment.enrol_without_identity(found, by=lead, starts_on=clock.today())


def test_without_consent_the_person_may_take_part_as_an_anonymous_row(w, sign_in):
    it, lead, writer, found = accepted(w, places=1)
    client, address = sign_in(lead), reverse("enrolment:new", args=[found.pk])
    page = body(client.get(address))

    done = client.post(address, {"starts_on": clock.today().isoformat()})

    row = Enrolment.objects.get()
    shown = body(client.get(done.url))
    assert ("Räknas anonymt" in page, secrets_in(page + shown)) == (True, [])
    assert (row.register, row.background, row.item.holder_id) == ("anonymous", {}, w.municipality.pk)
    assert (RegisterRow.objects.get().start_year, load_of(it).free) == (clock.today().year, 0)
    assert [n.to_staff_id for n in Notice.objects.filter(kind="referral_enrolled")] == [writer.staff_id]
    assert "Inskriven" in body(sign_in(writer).get(reverse("referral:page", args=[found.pk])))
    with pytest.raises(RuleBroken, match="ALREADY_ENROLLED"):
        selection.decide_alone(found, by=lead, outcome="other_measure")


def test_the_anonymous_participation_ends_where_it_stands(w, sign_in):
    it, lead, writer, found = accepted(w, places=1)
    row = enrolment.enrol_without_identity(found, by=lead, starts_on=clock.today())
    client, address = sign_in(lead), reverse("enrolment:page", args=[row.pk])
    early = (clock.today() - dt.timedelta(days=1)).isoformat()

    refused = client.post(address, {"last_day": early})
    client.post(address, {"last_day": clock.today().isoformat()})

    row.refresh_from_db()
    assert (refused.status_code, "ligger före inskrivningen" in body(refused)) == (422, True)
    assert row.ends_on == clock.today() + dt.timedelta(days=1)
    assert "Avsluta deltagandet" not in body(sign_in(writer).get(address))


def test_a_register_consent_that_the_owner_may_not_pair_with_a_person_names_nobody(w):
    it, lead, writer, found = accepted(w)
    register_consent(
        found.case, by=writer, kind=Consent.Kind.REGISTER, given_on=clock.today(), circle=[w.municipality.pk]
    )

    row = enrolment.enrol_without_identity(found, by=lead, starts_on=clock.today())

    assert row.register == "anonymous"


def test_whoever_is_known_by_now_gets_an_exit_instead(w):
    it, lead, writer, found = accepted(w)
    row = enrolment.enrol_without_identity(found, by=lead, starts_on=clock.today())
    consent(found.case, by=writer, to=[w.municipality])

    with pytest.raises(RuleBroken, match="KNOWN"):
        enrolment.end_without_identity(row, by=lead, last_day=clock.today())
    assert Enrolment.objects.get().register == "anonymous"


# --- what it was sent on is taken back, and the person says yes anew ---


def stuck(w):
    """Sent with the name, taken in hand by the receiver, and then the consent is withdrawn."""
    it, lead, writer = intervention(w), actor(w.municipality, Role.COORDINATOR), actor(w.pes)
    found = made.named(by=writer, to=it)
    actions.receive(found, by=lead)
    withdraw_consent(Consent.objects.get(kind="secrecy"), by=writer)
    return it, lead, writer, found


def test_the_referrer_sees_that_it_is_not_read_and_why(w, sign_in):
    _it, lead, writer, found = stuck(w)
    client, address = sign_in(writer), reverse("referral:page", args=[found.pk])

    page, row = body(client.get(address)), body(client.get(reverse("referral:sent")))

    assert sign_in(lead).get(address).status_code == 404
    assert ("Mottagaren får inte läsa remissen nu" in page, "Samtycket är återkallat." in page) == (True, True)
    assert "Mottagaren får inte läsa den nu" in row
    assert client.post(reverse("referral:make_known", args=[found.pk])).status_code != 302


def test_a_new_yes_leads_back_to_it_and_it_is_sent_again_as_it_was(w, sign_in):
    _it, lead, writer, found = stuck(w)
    client, there = sign_in(writer), sign_in(lead)
    address = reverse("referral:page", args=[found.pk])
    take = reverse("consent:take", args=[found.case.pk])
    form = {**as_opened(client, take), "circle": [str(w.municipality.pk)]}

    assert client.post(take, form).url == address
    assert (there.get(address).status_code, "Skicka igen" in body(client.get(address))) == (404, True)

    assert client.post(reverse("referral:make_known", args=[found.pk])).url == address
    page = body(there.get(address))
    assert secrets_in(page) == list(SECRETS)
    assert address in body(there.get(reverse("referral:inbox")))
    after = Referral.objects.get(item__superseded_at=None)
    assert (after.pk, after.state, after.sent_at) == (found.pk, "received", found.sent_at)
    assert "Mottagaren får inte läsa" not in body(client.get(address))


def test_the_list_of_what_is_not_done_leaves_out_what_is_accepted_but_for_the_queue(w, sign_in):
    lead, writer = actor(w.municipality, Role.COORDINATOR), actor(w.pes)
    waiting, accepted_one, queued = (
        made.named(by=writer, to=intervention(w, places=places)) for places in (5, 5, 0)
    )
    for found in (accepted_one, queued):
        selection.decide_alone(found, by=lead, outcome="enrol")

    def shown(query: str) -> list[bool]:
        page = body(sign_in(writer).get(reverse("referral:sent") + query))
        return [reverse("referral:page", args=[row.pk]) in page for row in (waiting, accepted_one, queued)]

    assert (shown(""), shown("?lage=accepted")) == ([True, False, True], [False, True, True])
