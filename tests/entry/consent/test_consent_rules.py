"""What a consent lets through, who may give it, and what ends with it."""

import datetime as dt
import re

import pytest
from django.urls import reverse

from samsyn.access import clock
from samsyn.access.errors import RuleBroken
from samsyn.basis.staff.models import Role
from samsyn.entry.case.models import CaseAssignment, Category, Disclosure, Item, ItemKind, Notice
from samsyn.entry.consent import gate
from samsyn.entry.consent.actions import (
    confirm_consent,
    register_consent,
    take_consent,
    take_out,
    withdraw_consent,
)
from samsyn.entry.consent.models import Consent, ConsentRow
from samsyn.entry.consent.queries import attention, consents_of, preset_circle
from samsyn.entry.person.actions import add_representative, protect
from samsyn.entry.person.models import Representative
from samsyn.journey.note.actions import write_note
from tests.factories.basis import actor, staff
from tests.factories.entry import assigned, confirmed_consent, consent, ids, open_case
from tests.factories.form_page import as_opened

DAY = dt.date(2026, 11, 2)


def code_of(act, *args, **kwargs) -> str:
    with pytest.raises(RuleBroken) as refusal:
        act(*args, **kwargs)
    return refusal.value.code


def given(case, by, **known):
    said = {"kind": "secrecy", "given_on": clock.today(), "circle": [], **known}
    return register_consent(case, by=by, **said)


def test_each_direction_of_the_circle_is_a_row(w):
    writer = actor(w.pes)
    made = consent(open_case(by=writer), by=writer, to=[w.sia, w.region])
    rows = set(ConsentRow.objects.filter(consent=made).values_list("from_party_id", "to_party_id"))
    three = ids(w.pes, w.sia, w.region)
    assert rows == {(a, b) for a in three for b in three if a != b}


def test_one_conversation_writes_each_kind_as_its_own_consent(w):
    writer = actor(w.pes)
    case = open_case(by=writer)
    take_consent(case, by=writer, kinds=["secrecy", "register"], given_on=clock.today(), circle=ids(w.sia))
    assert sorted(Consent.objects.values_list("kind", flat=True)) == ["register", "secrecy"]
    assert ConsentRow.objects.filter(consent__kind="register").count() == 0


def test_a_conversation_without_kind_or_words_for_the_employer_is_refused(w):
    writer = actor(w.pes)
    case = open_case(by=writer)
    assert code_of(take_consent, case, by=writer, kinds=[], given_on=clock.today()) == "KIND_MISSING"
    assert (
        code_of(take_consent, case, by=writer, kinds=["contact"], given_on=clock.today()) == "EMPLOYER_UNSAID"
    )
    assert Consent.objects.count() == 0


@pytest.mark.parametrize(
    ("changed", "code"),
    [
        ({"given_on": DAY + dt.timedelta(days=1)}, "GIVEN_LATER"),
        ({"ends_on": DAY}, "ENDS_BEFORE_START"),
        ({"given_on": DAY - dt.timedelta(days=40), "ends_on": DAY}, "ENDED_ALREADY"),
        ({"ends_on": dt.date(2206, 1, 1)}, "FAR_AWAY"),
        ({"circle": []}, "EMPTY_CIRCLE"),
        ({"categories": []}, "NO_CATEGORY"),
    ],
)
def test_impossible_consents_are_refused(w, changed, code):
    with clock.at(DAY):
        writer = actor(w.pes)
        case = open_case(by=writer)
        known = {"given_on": DAY, "circle": ids(w.sia), **changed}
        assert code_of(given, case, writer, **known) == code


def test_under_16_a_guardian_must_say_yes(w):
    with clock.at(DAY):
        writer = actor(w.pes)
        case = open_case(by=writer, birth_year=2012)
        assert code_of(given, case, writer, circle=ids(w.sia)) == "GUARDIAN_NEEDED"
        guardian = add_representative(
            case.person, by=writer, kind="guardian", name="Eva Ek", scope="Vårdnad", starts_on=DAY
        )
        made = given(case, writer, circle=ids(w.sia), given_as="guardian", representative=guardian)
    assert made.representative == guardian


def test_from_16_the_person_decides_and_no_guardian_does(w):
    with clock.at(DAY):
        writer = actor(w.pes)
        case = open_case(by=writer, birth_year=2009)
        guardian = add_representative(
            case.person, by=writer, kind="guardian", name="Eva Ek", scope="Vårdnad", starts_on=DAY
        )
        known = {"circle": ids(w.sia), "given_as": "guardian", "representative": guardian}
        assert code_of(given, case, writer, **known) == "DECIDES_SELF"
        assert given(case, writer, circle=ids(w.sia)).given_as == "person"


def test_a_trustee_speaks_only_within_the_dates_and_for_the_own_person(w):
    with clock.at(DAY):
        writer = actor(w.pes)
        case, other = open_case(by=writer), open_case(by=writer)
        known = {"by": writer, "kind": "trustee", "name": "Bo Al", "scope": "Bevaka rätt"}
        late = add_representative(case.person, starts_on=DAY + dt.timedelta(days=1), **known)
        foreign = add_representative(other.person, starts_on=DAY, **known)
        said = {"circle": ids(w.sia), "given_as": "trustee"}
        assert code_of(given, case, writer, representative=late, **said) == "REPRESENTATIVE_NOT_LIVE"
        assert code_of(given, case, writer, representative=foreign, **said) == "REPRESENTATIVE_MISSING"
        assert code_of(given, case, writer, **said) == "REPRESENTATIVE_MISSING"


def test_a_representative_says_yes_only_to_what_the_scope_covers(w, sign_in):
    writer = actor(w.pes)
    case = open_case(by=writer)
    client, address = sign_in(writer), reverse("person:representatives", args=[case.person_id])
    form = {"kind": "attorney", "name": "Bo Al", "scope": "Fullmakt", "starts_on": clock.today().isoformat()}
    client.post(address, {**form, "decides": ["secrecy", "plan"]})
    row = Representative.objects.get()
    asked = reverse("consent:take", args=[case.pk])
    answers = as_opened(client, asked) | {"given_by": str(row.pk), "circle": [str(w.sia.pk)]}

    refused = client.post(asked, {**answers, "kinds": ["secrecy", "register"]})
    assert (refused.status_code, Consent.objects.count()) == (422, 0)
    assert "Uppdraget omfattar inte ”Registrering för uppföljning (SUS)”" in refused.content.decode()

    client.post(asked, {**answers, "kinds": ["secrecy", "plan"]})
    assert sorted(Consent.objects.values_list("kind", "given_as", "representative_id")) == [
        ("plan", "attorney", row.pk), ("secrecy", "attorney", row.pk),
    ]  # fmt: skip
    assert "Samtycken: Lyfta sekretess mellan myndigheter, Samordnad" in " ".join(
        client.get(address).content.decode().split()
    )


def test_a_scope_nobody_wrote_down_covers_nothing_and_a_guardian_decides_all(w):
    writer = actor(w.pes)
    case, child = open_case(by=writer), open_case(by=writer, birth_year=clock.today().year - 12)
    known = {"by": writer, "name": "Bo Al", "scope": "Står i beslutet", "starts_on": clock.today()}
    trustee = add_representative(case.person, kind="trustee", **known)
    guardian = add_representative(child.person, kind="guardian", **known)
    said = {"given_on": clock.today(), "circle": ids(w.sia)}

    assert code_of(given, case, writer, given_as="trustee", representative=trustee, **said) == "OUTSIDE_SCOPE"
    assert given(child, writer, given_as="guardian", representative=guardian, **said).representative == guardian


def test_the_gate_says_why_not(w):
    writer, reader = actor(w.pes), actor(w.sia)
    case = open_case(by=writer)
    made = consent(case, by=writer, to=[w.sia], categories=[Category.PLAN])
    before = gate.receivers(case, reader, Category.PLAN)
    confirm_consent(made, by=reader)
    after = gate.receivers(case, reader, Category.PLAN)
    health = gate.receivers(case, reader, Category.HEALTH)
    assert [(r.allowed, str(r.why)) for r in before] == [(False, "Ni har inte bekräftat samtycket än.")]
    assert [(r.allowed, r.preset) for r in after] == [(True, True)]
    assert [str(r.why) for r in health] == ["Samtycket omfattar inte den här sortens uppgift."]


def test_a_no_is_written_and_ends_nothing(w):
    writer, reader = actor(w.pes), actor(w.sia)
    case = open_case(by=writer)
    confirmed_consent(case, by=writer, to=[reader])
    made = given(case, writer, is_refusal=True)
    assert made.rows.count() == 0
    assert [r.allowed for r in gate.receivers(case, writer, Category.PLAN)] == [True]
    assert code_of(withdraw_consent, made, by=writer) == "NOTHING_TO_WITHDRAW"


def test_withdrawal_by_another_party_ends_everything_the_consent_carried(w):
    writer, reader = actor(w.pes), actor(w.sia)
    case = open_case(by=writer)
    made = confirmed_consent(case, by=writer, to=[reader])
    write_note(case, by=writer, text="Hej", share=ids(reader))
    withdraw_consent(made, by=reader, via="på telefon")
    live = Disclosure.objects.filter(case=case, ended_at__isnull=True)
    assert live.count() == 0
    assert case.standing_disclosures.filter(ended_at__isnull=True).count() == 0
    made.refresh_from_db()
    assert (made.withdrawn_by_id, made.withdrawn_via) == (reader.staff_id, "på telefon")
    assert Item.objects.get(pk=made.pk).state == "withdrawn"
    assert Notice.objects.filter(to_staff_id=writer.staff_id, kind="consent_withdrawn").count() == 1


def test_withdrawal_twice_is_once(w):
    writer, reader = actor(w.pes), actor(w.sia)
    made = confirmed_consent(open_case(by=writer), by=writer, to=[reader])
    first = withdraw_consent(made, by=writer).withdrawn_at
    again = withdraw_consent(Consent.objects.get(pk=made.pk), by=reader)
    assert again.withdrawn_at == first
    assert Notice.objects.filter(kind="consent_withdrawn").count() == 1


def test_confirming_what_was_withdrawn_is_refused(w):
    writer, reader = actor(w.pes), actor(w.sia)
    made = consent(open_case(by=writer), by=writer, to=[w.sia])
    withdraw_consent(made, by=writer)
    assert code_of(confirm_consent, made, by=reader) == "CONSENT_NOT_LIVE"


def test_a_party_outside_the_circle_cannot_confirm(w):
    writer, outside = actor(w.pes), actor(w.region)
    made = consent(open_case(by=writer), by=writer, to=[w.sia])
    assert code_of(confirm_consent, made, by=outside) == "NOT_IN_CIRCLE"


def test_taking_one_party_out_leaves_the_rest(w):
    writer, stays, leaves = actor(w.pes), actor(w.sia), actor(w.region)
    case = open_case(by=writer)
    made = confirmed_consent(case, by=writer, to=[stays, leaves])
    note = write_note(case, by=writer, text="Hej", share=ids(stays, leaves))
    back = write_note(case, by=leaves, text="Svar", share=ids(writer))
    take_out(made, by=stays, party=leaves.party_id)
    live = Disclosure.objects.filter(ended_at__isnull=True, item__in=[note.item, back.item])
    assert list(live.values_list("to_party_id", flat=True)) == [stays.party_id]
    found = {r.party_id: (r.allowed, str(r.why)) for r in gate.receivers(case, writer, Category.OTHER)}
    assert found == {
        stays.party_id: (True, ""),
        leaves.party_id: (False, "Personen har tagit bort den här parten ur samtycket."),
    }
    assert [r.allowed for r in gate.receivers(case, leaves, Category.OTHER)] == [False, False]


def test_the_last_party_cannot_be_taken_out(w):
    writer, reader = actor(w.pes), actor(w.sia)
    made = confirmed_consent(open_case(by=writer), by=writer, to=[reader])
    assert code_of(take_out, made, by=writer, party=reader.party_id) == "LAST_PARTY"
    assert code_of(take_out, made, by=writer, party=w.region.pk) == "NOT_IN_CIRCLE"


def test_a_protected_person_goes_to_a_named_receiver_and_never_to_an_inbox(w):
    writer, receiver = actor(w.pes), staff(w.sia)
    case = open_case(by=writer, protection="marked")
    assert code_of(given, case, writer, circle=ids(w.sia)) == "NAMED_ACCESS_ONLY"
    given(case, writer, circle=ids(w.sia), named={w.sia.pk: receiver.pk})
    rows = CaseAssignment.objects.filter(case=case, party=w.sia)
    assert [(r.staff_id, r.part) for r in rows] == [(receiver.pk, "participant")]


def test_a_named_receiver_must_work_in_that_party_with_persons(w):
    writer = actor(w.pes)
    case = open_case(by=writer, protection="marked")
    for wrong in (staff(w.region), staff(w.sia, Role.ASSOCIATION_OFFICER)):
        named = {w.sia.pk: wrong.pk}
        assert code_of(given, case, writer, circle=ids(w.sia), named=named) == "NAMED_ACCESS_ONLY"


def test_what_needs_attention_and_what_a_newer_consent_mends(w, django_assert_num_queries):
    with clock.at(DAY):
        writer, reader = actor(w.pes), actor(w.sia)
        waiting, ending, mended, ended = (open_case(by=writer) for _n in range(4))
        consent(waiting, by=writer, to=[w.sia])
        soon = DAY + dt.timedelta(days=20)
        confirmed_consent(ending, by=writer, to=[reader], ends_on=soon)
        confirmed_consent(mended, by=writer, to=[reader], ends_on=soon)
        withdraw_consent(confirmed_consent(ended, by=writer, to=[reader]), by=writer)
    with clock.at(DAY + dt.timedelta(days=1)):
        confirmed_consent(mended, by=writer, to=[reader])
        cases = [case.pk for case in (waiting, ending, mended, ended)]
        with django_assert_num_queries(1):
            mine = attention(writer, cases)
        theirs = attention(reader, cases)
    assert {(a.consent.case.number, a.why) for a in mine} == {
        (ending.number, "ends_soon"),
        (ended.number, "withdrawn"),
    }
    assert {(a.why) for a in theirs} == {"to_confirm", "ends_soon"}


def test_the_overview_costs_the_same_however_many_consents(w, django_assert_num_queries):
    writer, reader = actor(w.pes), actor(w.sia)
    case = open_case(by=writer)
    for _n in range(5):
        confirmed_consent(case, by=writer, to=[reader, actor(w.region)])
    with django_assert_num_queries(3):
        found = consents_of(case, writer)
    assert [s.state for s in found] == ["live"] * 5


def test_the_preset_circle_without_a_referral_is_one_party_of_each_other_kind(w):
    writer = actor(w.pes)
    found = preset_circle(open_case(by=writer), writer)
    assert set(found.ticked) == set(ids(w.sia, w.municipality, w.region))


def test_a_register_consent_puts_the_case_in_no_inbox(w):
    writer = actor(w.pes)
    case = open_case(by=writer)
    take_consent(case, by=writer, kinds=["register"], given_on=clock.today(), circle=ids(w.sia))
    assert CaseAssignment.objects.filter(case=case).exclude(party=w.pes).count() == 0
    assert Item.objects.filter(case=case, kind=ItemKind.CONSENT).count() == 1


def in_one_conversation(case, writer, *readers, kinds=("secrecy", "register", "plan")):
    """The kinds said yes to at once, each that shares confirmed by every reader."""
    take_consent(case, by=writer, kinds=kinds, given_on=clock.today(), circle=ids(*readers))
    for made in Consent.objects.filter(kind__in=gate.SHARING_KINDS):
        for reader in readers:
            confirm_consent(made, by=reader)
    return {made.kind: made for made in Consent.objects.all()}


def test_a_yes_to_a_plan_shares_the_plan_and_nothing_else(w):
    writer, reader = actor(w.pes), actor(w.sia)
    case = open_case(by=writer)
    made = in_one_conversation(case, writer, reader, kinds=["plan"])["plan"]

    allowed = [c for c in Category.values for r in gate.receivers(case, writer, c) if r.allowed]

    assert allowed == ["plan"]
    assert [row.categories for row in made.rows.all()] == [["plan"], ["plan"]]


def test_a_plan_that_nothing_of_the_plan_may_be_shared_of_is_refused(w):
    writer = actor(w.pes)
    code = code_of(given, open_case(by=writer), writer, kind="plan", circle=ids(w.sia), categories=["health"])
    assert code == "NO_CATEGORY"


def test_with_both_said_yes_to_only_the_plan_is_read_when_secrecy_is_taken_back(w, sign_in):
    writer, reader = actor(w.pes), actor(w.sia)
    case = open_case(by=writer)
    made = in_one_conversation(case, writer, reader)
    notes = {c: write_note(case, by=writer, text=c, category=c, share=ids(reader)) for c in Category.values}

    withdraw_consent(made["secrecy"], by=writer)

    there = sign_in(reader)
    read = [c for c, note in notes.items() if there.get(reverse("note:read", args=[note.pk])).status_code == 200]
    assert read == ["plan"]


def test_a_yes_to_the_register_lets_nobody_know_the_person(w, sign_in):
    writer, reader = actor(w.pes), actor(w.sia)
    case = open_case(by=writer)
    made = in_one_conversation(case, writer, reader, kinds=["secrecy", "register"])

    withdraw_consent(made["secrecy"], by=writer)

    pages = [("case:page", case.pk), ("consent:read", made["register"].pk), ("consent:print", made["register"].pk)]
    there = sign_in(reader)
    assert [there.get(reverse(name, args=[key])).status_code for name, key in pages] == [404, 404, 404]


def test_nothing_is_offered_to_a_party_where_nobody_may_read_about_a_protected_person(w, sign_in):
    writer, named = actor(w.pes), actor(w.municipality)
    case = open_case(by=writer)
    assigned(case, named)
    confirmed_consent(case, by=writer, to=[named])
    confirmed_consent(case, by=writer, to=[actor(w.region)])

    protect(case.person, by=writer, level="marked")

    found = {r.party_id: (r.allowed, r.preset, r.why) for r in gate.receivers(case, writer, "other")}
    assert found == {w.municipality.pk: (True, True, ""), w.region.pk: (False, False, gate.NOBODY_THERE)}
    page = sign_in(writer).get(reverse("note:write", args=[case.pk])).content.decode()
    boxes = re.findall(r'<input[^>]* name="share"[^>]*>', page)
    assert [(str(w.municipality.pk) in box, " checked" in box) for box in boxes] == [(True, True)]
    assert "Ingen där har ärendet" in page


def test_naming_somebody_in_a_new_consent_lets_the_party_read_about_a_protected_person(w):
    writer, receiver = actor(w.pes), actor(w.region)
    case = open_case(by=writer)
    confirmed_consent(case, by=writer, to=[receiver])
    protect(case.person, by=writer, level="marked")
    confirmed_consent(case, by=writer, to=[receiver], named={w.region.pk: receiver.staff_id})
    assert [(r.party_id, r.allowed) for r in gate.receivers(case, writer, "other")] == [(w.region.pk, True)]
