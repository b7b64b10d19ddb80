"""The person's page: numbers shown as a logged act, contact, representatives, protection."""

import datetime as dt

import pytest
from django.urls import reverse

from samsyn.access import clock, outbox
from samsyn.access.errors import RuleBroken
from samsyn.access.models import AuditEntry, AuditPerson, OutboxMail
from samsyn.basis.staff.models import Role
from samsyn.entry.case.models import CaseAssignment
from samsyn.entry.case.sharing_guard import guard_id
from samsyn.entry.consent.actions import confirm_consent
from samsyn.entry.person import actions
from samsyn.entry.person.identity_number import parse, reserve_number
from samsyn.entry.person.models import Identifier, Person, ProtectionStep, Representative
from samsyn.entry.referral.queries import cases_with_number
from tests.entry.person.numbered import numbered
from tests.factories.basis import actor
from tests.factories.entry import confirmed_consent, consent, open_case
from tests.factories.form_page import as_opened, queries_of
from tests.factories.identity_numbers import test_number as a_number
from tests.factories.pages import without_drawn

DAY = dt.date(2026, 11, 2)


def code_of(act, *args, **kwargs) -> str:
    with pytest.raises(RuleBroken) as refusal:
        act(*args, **kwargs)
    return refusal.value.code


def test_the_number_is_masked_and_shown_once_as_a_logged_act(w, sign_in):
    writer = actor(w.pes)
    case, clear = numbered(writer)
    client, address = sign_in(writer), reverse("person:page", args=[case.person_id])
    assert clear not in client.get(address).content.decode()
    shown = client.post(reverse("person:reveal", args=[Identifier.objects.get().pk]))
    assert clear in shown.content.decode()
    assert shown.headers["Cache-Control"] == "no-store"
    assert clear not in client.get(address).content.decode()
    entry = AuditEntry.objects.get(verb="person.reveal_number")
    assert entry.staff_id == writer.staff_id
    assert clear not in entry.objects_touched
    assert AuditPerson.objects.filter(entry_id=entry.pk, person_id=case.person_id).count() == 1


def test_a_number_is_not_in_the_database_in_clear(w):
    _case, clear = numbered(actor(w.pes))
    row = Identifier.objects.get()
    assert clear.replace("-", "") not in row.value + row.blind_index + row.masked


@pytest.mark.parametrize("name", ["page", "edit", "add_number", "representatives", "protect"])
def test_a_person_is_not_there_without_right(w, sign_in, name):
    case, _clear = numbered(actor(w.pes))
    outsiders = (actor(w.pes), actor(w.sia), actor(w.pes, Role.EVALUATOR))
    address = reverse(f"person:{name}", args=[case.person_id])
    no_writer = 404 if name in ("page", "representatives") else 403
    assert [sign_in(a).get(address).status_code for a in outsiders] == [404, 404, no_writer]


def test_a_number_is_not_shown_without_right(w, sign_in):
    numbered(actor(w.pes))
    address = reverse("person:reveal", args=[Identifier.objects.get().pk])
    assert sign_in(actor(w.sia)).post(address).status_code == 404
    assert sign_in(actor(w.sia)).get(address).status_code == 405
    assert AuditEntry.objects.filter(verb="person.reveal_number").count() == 0


def test_contact_and_name_are_changed_and_the_list_sorts_by_the_new_name(w, sign_in):
    writer = actor(w.pes)
    case = open_case(by=writer, family_name="Öberg")
    client, address = sign_in(writer), reverse("person:edit", args=[case.person_id])
    form = {**as_opened(client, address), "family_name": "Alm", "phone": "070-123 45 67"}
    assert client.post(address, form).url == reverse("person:page", args=[case.person_id])
    person = Person.objects.get()
    assert (person.family_name, person.phone) == ("Alm", "070-123 45 67")
    assert CaseAssignment.objects.get().sort_key == person.sort_key
    entry = AuditEntry.objects.get(verb="person.edit")
    assert "phone" in entry.objects_touched
    assert "070" not in without_drawn(entry.objects_touched)


def test_wrong_contact_is_said_at_the_field_and_kept(w, sign_in):
    writer = actor(w.pes)
    case = open_case(by=writer)
    client, address = sign_in(writer), reverse("person:edit", args=[case.person_id])
    form = {
        **as_opened(client, address),
        "phone": "ring mig",
        "email": "nej",
        "birth_year": "88",
        "given_name": "<b>x</b>",
    }
    response = client.post(address, form)
    text = response.content.decode()
    assert response.status_code == 422
    for words in ("ring mig", "Skriv ett telefonnummer", "Skriv ett årtal", "&lt;b&gt;x&lt;/b&gt;"):
        assert words in text


def test_a_stale_form_is_refused(w, sign_in):
    writer = actor(w.pes)
    case = open_case(by=writer)
    client, address = sign_in(writer), reverse("person:edit", args=[case.person_id])
    first, second = as_opened(client, address), as_opened(client, address)
    client.post(address, {**first, "phone": "0701234567"})
    response = client.post(address, {**second, "phone": "0707654321"})
    assert response.status_code == 422
    assert Person.objects.get().phone == "0701234567"


def test_only_the_holder_changes_the_person(w):
    writer, reader = actor(w.pes), actor(w.sia)
    case = open_case(by=writer)
    confirmed_consent(case, by=writer, to=[reader])
    assert code_of(actions.edit_person, case.person, by=reader, phone="0701234567") == "NOT_HOLDER"
    number = parse(a_number(9), today=DAY)
    assert code_of(actions.add_number, case.person, by=reader, number=number) == "NOT_HOLDER"


@pytest.mark.parametrize(
    ("form", "kind"),
    [
        ({"kind": "swedish", "number": a_number(8)}, "personal_identity_number"),
        ({"kind": "swedish", "number": a_number(8, coordination=True)}, "coordination_number"),
        ({"kind": "reserve", "number": "99-ABC 12", "issuer": "vastra_gotaland"}, "reserve_number"),
    ],
)
def test_each_kind_of_number_is_added(w, sign_in, form, kind):
    writer = actor(w.pes)
    case = open_case(by=writer)
    sign_in(writer).post(reverse("person:add_number", args=[case.person_id]), form)
    assert Identifier.objects.get().kind == kind


@pytest.mark.parametrize(
    ("form", "words"),
    [
        ({"kind": "swedish", "number": "19800101-0000"}, "Siffrorna efter datumet"),
        ({"kind": "swedish", "number": "811228-9873"}, "Kontrollsiffran stämmer inte"),
        ({"kind": "swedish", "number": "19801301-9874"}, "inget datum som finns"),
        ({"kind": "reserve", "number": "A1", "issuer": ""}, "Välj vem som har utfärdat"),
        ({"kind": "reserve", "number": "A1", "issuer": "påhitt"}, "påhitt"),
    ],
)
def test_a_wrong_number_is_said_at_the_field(w, sign_in, form, words):
    writer = actor(w.pes)
    case = open_case(by=writer)
    response = sign_in(writer).post(reverse("person:add_number", args=[case.person_id]), form)
    assert response.status_code == 422
    assert words in response.content.decode()
    assert Identifier.objects.count() == 0


def test_a_representative_is_added_and_ended(w, sign_in):
    writer = actor(w.pes)
    case = open_case(by=writer)
    client, address = sign_in(writer), reverse("person:representatives", args=[case.person_id])
    form = {"kind": "trustee", "name": "Bo Al", "scope": "Bevaka rätt", "starts_on": "2026-01-01"}
    assert client.post(address, {**form, "last_day": "2025-01-01"}).status_code == 422
    last = clock.today() + dt.timedelta(days=9)
    client.post(address, {**form, "last_day": last.isoformat()})
    row = Representative.objects.get()
    assert row.ends_on == last + dt.timedelta(days=1)
    for page in (address, reverse("person:page", args=[case.person_id])):
        assert last.isoformat() in client.get(page).content.decode()
    client.post(reverse("person:end_representative", args=[row.pk]))
    row.refresh_from_db()
    assert row.ends_on == clock.today()


def test_protection_empties_places_ends_inboxes_and_keeps_the_named(w):
    writer, reader = actor(w.pes), actor(w.sia)
    case = open_case(by=writer, address="Storgatan 1", municipality="Borås")
    confirmed_consent(case, by=writer, to=[reader])
    actions.protect(case.person, by=writer, level="marked")
    person = Person.objects.get()
    assert (person.protection, person.address, person.municipality) == ("marked", "", "")
    live = CaseAssignment.objects.filter(case=case, ends_at__isnull=True)
    assert [(r.staff_id, r.part) for r in live] == [(writer.staff_id, "owner")]
    assert list(ProtectionStep.objects.values_list("before", "after")) == [("none", "marked")]


def test_protection_drops_mail_that_waits(w):
    writer = actor(w.pes)
    case, other = open_case(by=writer), open_case(by=writer)
    for one in (case, other):
        outbox.queue(
            to="a@exempel.test", subject="Möte", body="Storgatan 1", by=None, checked_by="disclosure",
            checked_id=guard_id(one, writer.party_id),
        )  # fmt: skip
    actions.protect(case.person, by=writer, level="fictitious")
    assert list(OutboxMail.objects.filter(dropped_at__isnull=True).values_list("guard_id", flat=True)) == [
        guard_id(other, writer.party_id)
    ]


def test_lowering_protection_is_the_holders_act_with_a_reason(w):
    writer = actor(w.pes)
    case = open_case(by=writer, protection="registered")
    assert code_of(actions.protect, case.person, by=writer, level="none") == "REASON_MISSING"
    reader = actor(w.sia)
    assert code_of(actions.protect, case.person, by=reader, level="marked", reason="Fel") == "NOT_HOLDER"
    actions.protect(case.person, by=writer, level="none", reason="Beslutet har upphört")
    assert ProtectionStep.objects.get().reason == "Beslutet har upphört"


def test_only_the_holder_sees_how_the_protection_changed(w, sign_in):
    writer, reader = actor(w.pes), actor(w.sia)
    case = open_case(by=writer, protection="registered")
    made = consent(case, by=writer, to=[w.sia], named={w.sia.pk: reader.staff_id})
    confirm_consent(made, by=reader)
    actions.protect(case.person, by=writer, level="none", reason="Beslutet har upphört")
    address = reverse("person:protect", args=[case.person_id])
    assert "Beslutet har upphört" in sign_in(writer).get(address).content.decode()
    assert "Beslutet har upphört" not in sign_in(reader).get(address).content.decode()


def test_another_party_may_raise_protection(w, sign_in):
    writer, reader = actor(w.pes), actor(w.sia)
    case = open_case(by=writer, address="Storgatan 1")
    confirmed_consent(case, by=writer, to=[reader])
    client, address = sign_in(reader), reverse("person:protect", args=[case.person_id])
    client.post(address, {**as_opened(client, address), "level": "marked"})
    assert (Person.objects.get().protection, Person.objects.get().address) == ("marked", "")


def test_a_protected_persons_form_asks_for_no_place(w, sign_in):
    writer = actor(w.pes)
    case = open_case(by=writer, protection="marked")
    assert {"address", "municipality"} & set(
        as_opened(sign_in(writer), reverse("person:edit", args=[case.person_id]))
    ) == set()
    assert code_of(actions.edit_person, case.person, by=writer, address="Storgatan 1") == "NO_PLACES"


def test_no_list_tells_that_somebody_is_protected(w, sign_in):
    writer = actor(w.pes)
    open_case(by=writer, family_name="Skyddad", protection="fictitious")
    open_case(by=writer, family_name="Vanlig")
    client = sign_in(writer)
    texts = [
        client.get(reverse("case:list")).content.decode(),
        client.post(reverse("person:search"), {"words": "Test"}).content.decode(),
    ]
    for text in texts:
        assert "Skyddad" in text
        assert "fictitious" not in text
        assert "Fingerade" not in text
        assert "skyddade uppgifter" not in text.lower()


def test_the_persons_page_costs_the_same_however_much_is_known(w, sign_in):
    writer = actor(w.pes)
    case, _clear = numbered(writer)
    client, address = sign_in(writer), reverse("person:page", args=[case.person_id])
    few = queries_of(client, address)
    for serial in range(20, 26):
        actions.add_number(case.person, by=writer, number=parse(a_number(serial), today=DAY))
        actions.add_representative(case.person, by=writer, kind="trustee", name="B", scope="x", starts_on=DAY)
    consent(case, by=writer, to=[w.sia])
    assert queries_of(client, address) == few


def test_a_number_that_another_person_has_is_asked_about(w, sign_in):
    writer = actor(w.pes)
    first, clear = numbered(writer)
    second = open_case(by=writer)
    client, address = sign_in(writer), reverse("person:add_number", args=[second.person_id])
    form = {"kind": "swedish", "number": clear}

    asked = client.post(address, form)
    assert (asked.status_code, Identifier.objects.filter(person=second.person).count()) == (422, 0)
    assert f"ärende {first.number}" in asked.content.decode()
    assert 'name="anyway"' in asked.content.decode()

    assert client.post(address, {**form, "anyway": "on"}).status_code == 302
    assert Identifier.objects.filter(person=second.person).count() == 1


def test_numbers_are_told_apart_by_kind_and_issuer(w):
    writer = actor(w.pes)
    first, _clear = numbered(writer)
    ours = {issuer: reserve_number("R12-34", issuer=issuer) for issuer in ("vastra_gotaland", "other")}
    actions.add_number(first.person, by=writer, number=ours["vastra_gotaland"])
    same_text = reserve_number(_clear.replace("-", ""), issuer="other")

    def found(number):
        return [case.pk for case in cases_with_number(writer, number)]

    assert (found(ours["vastra_gotaland"]), found(ours["other"]), found(same_text)) == ([first.pk], [], [])
    assert found(parse(_clear, today=DAY)) == [first.pk]


def test_another_partys_number_is_never_looked_for(w):
    numbered(actor(w.sia))
    writer = actor(w.pes)
    case, clear = open_case(by=writer), a_number(1)
    actions.add_number(case.person, by=writer, number=parse(clear, today=DAY))
    assert Identifier.objects.filter(person=case.person).count() == 1
