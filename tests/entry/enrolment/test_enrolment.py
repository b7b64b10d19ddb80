"""Enrolment: from a decision, with register consent or anonymously; places; later protection; volumes."""

import datetime as dt

import pytest
from django.urls import reverse

from samsyn.access import clock
from samsyn.access.action import action
from samsyn.access.errors import RuleBroken
from samsyn.access.models import AuditEntry
from samsyn.basis.staff.models import Role
from samsyn.entry.case.models import Notice
from samsyn.entry.consent.actions import register_consent, withdraw_consent
from samsyn.entry.consent.models import Consent
from samsyn.entry.enrolment import actions, writing
from samsyn.entry.enrolment.counting import load_of
from samsyn.entry.enrolment.models import Enrolment, RegisterRow, VolumeRegistration
from samsyn.entry.enrolment.queries import QUESTIONS
from samsyn.entry.person.models import Protection
from samsyn.entry.referral.actions import send
from samsyn.entry.selection import actions as selection
from samsyn.entry.selection.models import QueueEntry
from tests.factories import referral as made
from tests.factories.basis import actor, intervention
from tests.factories.entry import assigned, confirmed_consent, open_case
from tests.factories.pages import body


def own_case(w, **person):
    """A case of the owner's own, with an intervention."""
    worker = actor(w.municipality)
    return worker, open_case(by=worker, **{"sex": "woman", **person}), intervention(w)


def register_yes(case, worker, **known):
    return register_consent(case, by=worker, kind=Consent.Kind.REGISTER, given_on=clock.today(), **known)


def accepted(w, **known):
    """A named referral that the owner has decided to enrol."""
    it, lead, writer = intervention(w, **known), actor(w.municipality, Role.COORDINATOR), actor(w.pes)
    found = made.named(by=writer, to=it)
    selection.decide_alone(found, by=lead, outcome="enrol")
    found.refresh_from_db()
    return it, lead, writer, found


@action(verb="test.protect", sentence="skyddade i ett test", elevated=True)
def protect(person, *, by):
    return writing.make_anonymous(person)


@action(verb="test.end", sentence="avslutade i ett test", elevated=True)
def end(enrolment, *, by, ends_on):
    return writing.end(enrolment, ends_on=ends_on)


# --- the register ---


def test_at_most_eight_questions_each_with_unknown():
    from samsyn.basis.code_list.reading import REFERENCE, load_all

    lists = load_all(REFERENCE / "code_lists")

    assert len(QUESTIONS) <= 8
    assert [name for name, lst in QUESTIONS.items() if lists[lst].find("unknown") is None] == []


def test_with_register_consent_the_background_is_kept(w, sign_in):
    worker, case, it = own_case(w)
    register_yes(case, worker)
    form = {
        "intervention": str(it.pk),
        "starts_on": clock.today().isoformat(),
        "livelihood": "sickness_benefit",
    }

    response = sign_in(worker).post(reverse("enrolment:direct", args=[case.pk]), form)

    found = Enrolment.objects.get()
    assert response.url == reverse("enrolment:page", args=[found.pk])
    assert found.register == "consent"
    assert found.background == {**dict.fromkeys(QUESTIONS, "unknown"), "livelihood": "sickness_benefit"}
    assert RegisterRow.objects.count() == 0


@pytest.mark.parametrize("how", ["never", "refused", "withdrawn", "ended", "not_begun", "other_kind"])
def test_without_a_live_register_consent_it_is_counted_anonymously(w, sign_in, how):
    worker, case, it = own_case(w)
    today = clock.today()
    known = {
        "refused": {"is_refusal": True}, "ended": {"ends_on": today},
        "not_begun": {"starts_on": today + dt.timedelta(days=1)},
    }  # fmt: skip
    if how == "other_kind":
        register_consent(case, by=worker, kind=Consent.Kind.CONTACT, given_on=today)
    elif how != "never":
        with clock.at(today - dt.timedelta(days=9) if how == "ended" else today):
            given = register_yes(case, worker, **known.get(how, {}))
        if how == "withdrawn":
            withdraw_consent(given, by=worker)
    page = body(sign_in(worker).get(reverse("enrolment:direct", args=[case.pk])))

    found = actions.enrol(
        case, by=worker, intervention=it, starts_on=today, background={"livelihood": "none"}
    )

    assert "Räknas anonymt" in page
    assert "Hushåll" not in page
    assert (found.register, found.background) == ("anonymous", {})
    row = RegisterRow.objects.get()
    assert (row.sex, row.start_year, row.intervention_id) == ("woman", today.year, it.pk)


def test_the_anonymous_row_has_no_way_back(w):
    worker, case, it = own_case(w)
    actions.enrol(case, by=worker, intervention=it, starts_on=clock.today())

    row = RegisterRow.objects.get()
    assert {f.name for f in RegisterRow._meta.get_fields()} == {"id", "intervention", "sex", "start_year"}
    assert not AuditEntry.objects.filter(objects_touched__contains=str(row.pk)).exists()
    assert not AuditEntry.objects.filter(objects_touched__contains="RegisterRow").exists()
    assert row.pk.version == 4


def test_protected_identity_is_anonymous_whatever_the_consent(w):
    worker, case, it = own_case(w, protection=Protection.REGISTERED)
    register_yes(case, worker)

    found = actions.enrol(
        case, by=worker, intervention=it, starts_on=clock.today(), background={"livelihood": "none"}
    )

    assert (found.register, found.background) == ("anonymous", {})


def test_later_protection_turns_every_enrolment_anonymous_for_good(w):
    worker, case, it = own_case(w)
    register_yes(case, worker)
    day = clock.today()
    first = actions.enrol(case, by=worker, intervention=it, starts_on=day, background={"livelihood": "none"})
    actions.enrol(case, by=worker, intervention=intervention(w), starts_on=day)

    assert protect(case.person, by=worker) == 2
    assert protect(case.person, by=worker) == 0

    assert list(Enrolment.objects.values_list("register", "background")) == [("anonymous", {})] * 2
    assert list(RegisterRow.objects.values_list("sex", "start_year")) == [("woman", day.year)] * 2
    with pytest.raises(RuleBroken, match="ANONYMOUS"):
        actions.answer_background(first, by=worker, background={"livelihood": "none"})


def test_a_withdrawn_register_consent_makes_the_enrolment_anonymous_for_good(w, sign_in):
    worker, case, it = own_case(w)
    colleague = assigned(case, actor(w.municipality)).staff_id
    given, day = register_yes(case, worker), clock.today()
    found = actions.enrol(case, by=worker, intervention=it, starts_on=day, background={"household": "unknown"})
    Enrolment.objects.update(registered_on=day, registered_by_id=worker.staff_id)
    client, address = sign_in(worker), reverse("consent:withdraw", args=[given.pk])

    before = body(client.get(address))
    client.post(address)
    client.post(address)

    assert ("Det går inte att ångra" in before, f"{it.name}, från" in before) == (True, True)
    found.refresh_from_db()
    assert (found.register, found.background, found.registered_on, found.registered_by_id) == (
        "anonymous", {}, None, None,
    )  # fmt: skip
    assert list(RegisterRow.objects.values_list("sex", "start_year")) == [("woman", day.year)]
    assert [n.to_staff_id for n in Notice.objects.filter(kind="register_forgotten")] == [colleague]
    register_yes(case, worker)
    found.refresh_from_db()
    assert (found.register, RegisterRow.objects.count()) == ("anonymous", 1)


def test_another_live_register_consent_keeps_the_name_and_other_kinds_forget_nothing(w, sign_in):
    worker, case, it = own_case(w)
    first, second = register_yes(case, worker), register_yes(case, worker)
    contact = register_consent(case, by=worker, kind=Consent.Kind.CONTACT, given_on=clock.today())
    found = actions.enrol(case, by=worker, intervention=it, starts_on=clock.today())
    page = body(sign_in(worker).get(reverse("consent:withdraw", args=[contact.pk])))

    for given in (contact, first):
        withdraw_consent(given, by=worker)
        found.refresh_from_db()
        assert found.register == "consent"
    withdraw_consent(second, by=worker)

    found.refresh_from_db()
    assert ("Räknas sedan anonymt" in page, found.register) == (False, "anonymous")


def test_the_referrers_withdrawal_reaches_the_owners_enrolment(w):
    it, lead, writer, enrolled = with_the_referrers_register_consent(w)

    withdraw_consent(Consent.objects.get(kind="register"), by=writer)

    enrolled.refresh_from_db()
    assert (enrolled.register, RegisterRow.objects.count()) == ("anonymous", 1)
    told = Notice.objects.filter(kind="register_forgotten").values_list("to_staff_id", "to_unit_id")
    assert set(told) == {(lead.staff_id, None), (None, w.unit(w.municipality).pk)}


def with_the_referrers_register_consent(w):
    """The owner has enrolled by name on the register consent that the referrer took."""
    it, lead, writer = intervention(w), actor(w.municipality, Role.COORDINATOR), actor(w.pes)
    draft = made.draft(by=writer, to=it)
    confirmed_consent(draft.case, by=writer, to=[lead])
    register_yes(draft.case, writer)
    found = send(draft, by=writer)
    selection.decide_alone(found, by=lead, outcome="enrol")
    found.refresh_from_db()
    return it, lead, writer, actions.enrol(
        found.case, by=lead, intervention=it, starts_on=clock.today(), referral=found
    )


def test_the_referrers_register_consent_follows_the_referral(w):
    assert with_the_referrers_register_consent(w)[3].register == "consent"


# --- from decision ---


def test_enrolled_from_the_decision_and_told(w, sign_in):
    it, lead, writer, found = accepted(w)
    address = reverse("enrolment:new", args=[found.pk])

    response = sign_in(lead).post(address, {"starts_on": clock.today().isoformat(), "share": [str(w.pes.pk)]})

    enrolled = Enrolment.objects.get()
    assert response.url == reverse("enrolment:page", args=[enrolled.pk])
    assert (enrolled.referral_id, enrolled.item.holder_id) == (found.pk, w.municipality.pk)
    assert [n.to_staff_id for n in Notice.objects.filter(kind="referral_enrolled")] == [writer.staff_id]
    assert "Inskriven" in body(sign_in(writer).get(reverse("referral:page", args=[found.pk])))


def test_nothing_decided_nobody_enrolled(w):
    it, lead, writer = intervention(w), actor(w.municipality, Role.COORDINATOR), actor(w.pes)
    found = made.named(by=writer, to=it)

    with pytest.raises(RuleBroken, match="NOT_DECIDED"):
        actions.enrol(found.case, by=lead, intervention=it, starts_on=clock.today(), referral=found)


def test_only_the_owner_enrols(w, sign_in):
    it, lead, writer, found = accepted(w)

    with pytest.raises(RuleBroken, match="NOT_YOURS"):
        actions.enrol(found.case, by=writer, intervention=it, starts_on=clock.today(), referral=found)
    assert sign_in(actor(w.sia)).get(reverse("enrolment:new", args=[found.pk])).status_code == 404


# --- places ---


def test_places_are_counted_and_freed_by_the_end(w):
    worker, case, it = own_case(w)
    it.places = 1
    it.save()
    enrolled = actions.enrol(case, by=worker, intervention=it, starts_on=clock.today())
    other = open_case(by=worker)

    assert (load_of(it).taken, load_of(it).free, load_of(it).is_full) == (1, 0, True)
    with pytest.raises(RuleBroken, match="FULL"):
        actions.enrol(other, by=worker, intervention=it, starts_on=clock.today())
    end(enrolled, by=worker, ends_on=clock.today())

    assert load_of(it).free == 1
    actions.enrol(other, by=worker, intervention=it, starts_on=clock.today())
    assert Enrolment.objects.get(pk=enrolled.pk).item.state == "done"


def test_several_at_once_and_again_but_not_twice_the_same(w):
    worker, case, it = own_case(w)
    first = actions.enrol(case, by=worker, intervention=it, starts_on=clock.today())
    actions.enrol(case, by=worker, intervention=intervention(w), starts_on=clock.today())
    with pytest.raises(RuleBroken, match="TWICE"):
        actions.enrol(case, by=worker, intervention=it, starts_on=clock.today())
    end(first, by=worker, ends_on=clock.today())

    actions.enrol(case, by=worker, intervention=it, starts_on=clock.today())

    assert Enrolment.objects.count() == 3


def test_a_freed_place_takes_the_first_in_the_queue_out(w):
    it, lead, writer, found = accepted(w, places=0)
    assert QueueEntry.objects.get().left_at is None
    it.places = 1
    it.save()
    found.intervention.refresh_from_db()

    actions.enrol(
        found.case, by=lead, intervention=found.intervention, starts_on=clock.today(), referral=found
    )

    assert QueueEntry.objects.get().left_because == "enrolled"


@pytest.mark.parametrize("when", ["2019-02-30", "", "igår"])
def test_impossible_start_days_are_said_at_the_field(w, sign_in, when):
    worker, case, it = own_case(w)
    register_yes(case, worker)

    response = sign_in(worker).post(
        reverse("enrolment:direct", args=[case.pk]),
        {"intervention": str(it.pk), "starts_on": when, "livelihood": "none"},
    )

    assert response.status_code == 422
    assert Enrolment.objects.count() == 0


def test_a_start_before_the_intervention_is_refused(w):
    worker, case, it = own_case(w)

    with pytest.raises(RuleBroken, match="OUTSIDE_PERIOD"):
        actions.enrol(case, by=worker, intervention=it, starts_on=it.starts_on - dt.timedelta(days=1))


def test_an_unknown_code_is_refused(w, sign_in):
    worker, case, it = own_case(w)
    register_yes(case, worker)
    form = {"intervention": str(it.pk), "starts_on": clock.today().isoformat(), "livelihood": "hittepå"}

    response = sign_in(worker).post(reverse("enrolment:direct", args=[case.pk]), form)

    assert response.status_code == 422
    with pytest.raises(RuleBroken, match="UNKNOWN_CODE"):
        actions.enrol(
            case, by=worker, intervention=it, starts_on=clock.today(), background={"livelihood": "x"}
        )


# --- reading and changing ---


def test_background_is_answered_later_and_stale_is_said(w, sign_in):
    worker, case, it = own_case(w)
    register_yes(case, worker)
    found = actions.enrol(case, by=worker, intervention=it, starts_on=clock.today())
    client, address = sign_in(worker), reverse("enrolment:background", args=[found.pk])
    seen = actions.background_mark(found)

    first = client.post(address, {"household": "single_with_children", "seen_version": seen})
    second = client.post(address, {"household": "single_without_children", "seen_version": seen})

    found.refresh_from_db()
    assert (first.status_code, second.status_code) == (302, 422)
    assert found.background["household"] == "single_with_children"


def test_another_party_reads_an_enrolment_but_not_the_background(w, sign_in):
    it, lead, writer, found = accepted(w)
    register_yes(found.case, lead)
    enrolled = actions.enrol(
        found.case, by=lead, intervention=it, starts_on=clock.today(), referral=found,
        background={"education": "compulsory_school"}, share=[w.pes.pk],
    )  # fmt: skip
    address = reverse("enrolment:page", args=[enrolled.pk])

    assert "Grundskola" in body(sign_in(lead).get(address))
    assert "Grundskola" not in body(sign_in(writer).get(address))
    assert sign_in(actor(w.sia)).get(address).status_code == 404
    assert sign_in(writer).get(reverse("enrolment:background", args=[enrolled.pk])).status_code == 404


# --- volumes ---


def test_volumes_are_counts_of_the_owners_manager(w, sign_in):
    manager, it = actor(w.municipality, Role.INTERVENTION_MANAGER), intervention(w)
    client, address = sign_in(manager), reverse("enrolment:volume", args=[it.pk])

    response = client.post(address, {"on": clock.today().isoformat(), "count": "12", "about": "mapping"})

    assert response.status_code == 302
    assert VolumeRegistration.objects.get().count == 12
    assert "Kartläggning" in body(client.get(address))
    for other in (actor(w.sia, Role.INTERVENTION_MANAGER), actor(w.municipality, Role.EVALUATOR)):
        assert sign_in(other).get(address).status_code == 404


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({"count": "0"}, "minst 1"),
        ({"count": "många"}, "med siffror"),
        ({"on": "2199-01-01"}, "framåt i tiden"),
        ({"birth_year": "1985"}, "en person i taget"),
        ({"about": "hittepå"}, "finns inte i listan"),
    ],
)
def test_bad_volumes_are_said_at_the_field(w, sign_in, changed, words):
    manager, it = actor(w.municipality, Role.INTERVENTION_MANAGER), intervention(w)
    form = {"on": clock.today().isoformat(), "count": "12", **changed}

    response = sign_in(manager).post(reverse("enrolment:volume", args=[it.pk]), form)

    assert response.status_code == 422
    assert words in body(response)


# --- what an intervention takes ---


def test_nobody_is_enrolled_where_only_numbers_are_counted(w, sign_in):
    worker, case, _it = own_case(w)
    counted = intervention(w, orientation="structural", registration="volume", name="Utbildningsdagar")

    with pytest.raises(RuleBroken, match="COUNTED_ONLY"):
        actions.enrol(case, by=worker, intervention=counted, starts_on=clock.today())

    assert "Utbildningsdagar" not in body(sign_in(worker).get(reverse("enrolment:direct", args=[case.pk])))
    assert Enrolment.objects.count() == 0


def test_a_direct_enrolment_asks_the_age_as_a_referral_does(w, sign_in):
    worker, case, _it = own_case(w, birth_year=clock.today().year - 32)
    older = intervention(w, age_from=60, age_to=64)
    form = {"intervention": str(older.pk), "starts_on": clock.today().isoformat()}

    response = sign_in(worker).post(reverse("enrolment:direct", args=[case.pk]), form)

    assert response.status_code == 422
    assert "Insatsen är för 60–64 år och personen är omkring 32 år." in body(response)
    assert Enrolment.objects.count() == 0


@pytest.mark.parametrize(("days", "is_taken"), [(60, True), (61, False)])
def test_a_start_lies_at_most_two_months_ahead(w, sign_in, days, is_taken):
    worker, case, it = own_case(w)
    form = {"intervention": str(it.pk), "starts_on": (clock.today() + dt.timedelta(days=days)).isoformat()}

    response = sign_in(worker).post(reverse("enrolment:direct", args=[case.pk]), form)

    assert (response.status_code, Enrolment.objects.count()) == ((302, 1) if is_taken else (422, 0))
    assert ("mer än två månader framåt" in body(response)) is not is_taken


# --- a start that was written wrong ---


def test_a_start_is_corrected_and_the_count_follows(w, sign_in):
    worker, case, it = own_case(w, sex="man")
    it.starts_on = dt.date(2024, 1, 1)
    it.save()
    found = actions.enrol(case, by=worker, intervention=it, starts_on=dt.date(2025, 12, 30))
    client, address = sign_in(worker), reverse("enrolment:start", args=[found.pk])
    link = f'href="{address}"'

    shown = body(client.get(reverse("enrolment:page", args=[found.pk])))
    response = client.post(address, {"starts_on": "2024-03-01"})

    found.refresh_from_db()
    assert (shown.count(link), response.url) == (1, reverse("enrolment:page", args=[found.pk]))
    assert (found.starts_on, found.item.starts_on) == (dt.date(2024, 3, 1), dt.date(2024, 3, 1))
    assert list(RegisterRow.objects.values_list("sex", "start_year")) == [("man", 2024)]


def test_a_corrected_start_is_told_to_the_register_anew(w):
    worker, case, it = own_case(w)
    register_yes(case, worker)
    it.starts_on = clock.today() - dt.timedelta(days=30)
    it.save()
    found = actions.enrol(case, by=worker, intervention=it, starts_on=clock.today())
    Enrolment.objects.filter(pk=found.pk).update(registered_on=clock.today(), registered_by=worker.staff_id)

    found = actions.correct_start(found, by=worker, starts_on=clock.today() - dt.timedelta(days=3))

    assert (found.registered_on, found.registered_by, RegisterRow.objects.count()) == (None, None, 0)


@pytest.mark.parametrize(
    ("days", "code"), [(61, "TOO_FAR_AHEAD"), (-1, "OUTSIDE_PERIOD"), (5, "ENDS_BEFORE_START")]
)
def test_a_start_is_not_corrected_to_a_day_that_cannot_be(w, days, code):
    worker, case, it = own_case(w)
    found = actions.enrol(case, by=worker, intervention=it, starts_on=clock.today())
    if code == "ENDS_BEFORE_START":
        end(found, by=worker, ends_on=clock.today() + dt.timedelta(days=5))

    with pytest.raises(RuleBroken, match=code):
        actions.correct_start(found, by=worker, starts_on=clock.today() + dt.timedelta(days=days))


def test_only_who_enrolled_corrects_the_start(w, sign_in):
    worker, case, it = own_case(w)
    found = actions.enrol(case, by=worker, intervention=it, starts_on=clock.today())

    with pytest.raises(RuleBroken, match="NOT_YOURS"):
        actions.correct_start(found, by=actor(w.pes), starts_on=clock.today())
    assert sign_in(actor(w.pes)).get(reverse("enrolment:start", args=[found.pk])).status_code == 404


def test_the_start_of_somebody_nobody_may_name_is_corrected_without_a_name(w, sign_in):
    it, lead, writer = intervention(w), actor(w.municipality, Role.COORDINATOR), actor(w.pes)
    it.starts_on = clock.today() - dt.timedelta(days=400)
    it.save()
    found = made.nameless(by=writer, to=it)
    selection.decide_alone(found, by=lead, outcome="enrol")
    found.refresh_from_db()
    row = actions.enrol_without_identity(found, by=lead, starts_on=clock.today())
    client, address = sign_in(lead), reverse("enrolment:start", args=[row.pk])

    pages = [body(client.get(reverse("enrolment:page", args=[row.pk]))), body(client.get(address))]
    response = client.post(address, {"starts_on": it.starts_on.isoformat()})

    row.refresh_from_db()
    assert (f'href="{address}"' in pages[0], response.status_code, row.starts_on) == (True, 302, it.starts_on)
    assert RegisterRow.objects.get().start_year == it.starts_on.year
    assert [page for page in pages if found.item.case.person.family_name in page] == []
