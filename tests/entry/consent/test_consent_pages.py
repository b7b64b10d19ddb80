"""The consent pages: one conversation, printed, confirmed in one click, withdrawn in two."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from samsyn.access import clock
from samsyn.basis.staff.models import Role
from samsyn.entry.case.models import Category, Disclosure, Notice
from samsyn.entry.case.sharing import share_on_ground, take_to_file
from samsyn.entry.consent import gate
from samsyn.entry.consent.actions import confirm_consent
from samsyn.entry.consent.models import Consent, ConsentConfirmation
from samsyn.journey.note.actions import write_note
from tests.factories.basis import actor, staff
from tests.factories.entry import confirmed_consent, consent, ids, open_case
from tests.factories.form_page import as_opened


def test_the_preset_page_is_saved_as_it_is_opened(w, sign_in):
    writer = actor(w.pes)
    case = open_case(by=writer)
    client, address = sign_in(writer), reverse("consent:take", args=[case.pk])
    response = client.post(address, as_opened(client, address))
    assert response.url == reverse("consent:list", args=[case.pk])
    made = Consent.objects.get()
    assert (made.kind, made.given_on, made.given_as) == ("secrecy", clock.today(), "person")
    assert made.ends_on.year == clock.today().year + 1
    assert {r.to_party_id for r in made.rows.all()} == {p.pk for p in w.parties}


def test_what_was_unticked_is_not_covered(w, sign_in):
    writer = actor(w.pes)
    case = open_case(by=writer)
    client, address = sign_in(writer), reverse("consent:take", args=[case.pk])
    form = {
        **as_opened(client, address),
        "circle": [str(w.sia.pk)],
        "categories": ["plan"],
        "not_covered": "Min skuld",
    }
    client.post(address, form)
    made = Consent.objects.get()
    assert {(r.to_party_id, tuple(r.categories)) for r in made.rows.all()} == {
        (w.sia.pk, ("plan",)),
        (w.pes.pk, ("plan",)),
    }
    assert made.not_covered == "Min skuld"


def test_a_no_opens_the_page_that_says_what_happens(w, sign_in):
    writer = actor(w.pes)
    case = open_case(by=writer)
    client, address = sign_in(writer), reverse("consent:take", args=[case.pk])
    response = client.post(address, {**as_opened(client, address), "answer": "no"}, follow=True)
    assert "Den vanliga hjälpen fortsätter" in response.content.decode()
    assert [c.is_refusal for c in Consent.objects.all()] == [True]
    assert Disclosure.objects.count() == 0


def test_wrong_dates_are_said_at_the_field_and_what_was_typed_stays(w, sign_in):
    writer = actor(w.pes)
    case = open_case(by=writer)
    client, address = sign_in(writer), reverse("consent:take", args=[case.pk])
    form = {**as_opened(client, address), "ends_on": "2026-02-30", "not_covered": "<script>alert(1)</script>"}
    response = client.post(address, form)
    text = response.content.decode()
    assert response.status_code == 422
    assert "Skriv en dag som finns" in text
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in text
    assert "<script>alert" not in text
    assert Consent.objects.count() == 0


def test_the_conversation_is_saved_once_when_sent_twice(w, sign_in):
    writer = actor(w.pes)
    case = open_case(by=writer)
    client, address = sign_in(writer), reverse("consent:take", args=[case.pk])
    form = as_opened(client, address)
    client.post(address, form)
    client.post(address, form)
    assert Consent.objects.count() == 1


def test_it_can_be_printed_before_it_is_saved_and_nothing_is_saved(w, sign_in):
    writer = actor(w.pes)
    case = open_case(by=writer)
    client, address = sign_in(writer), reverse("consent:take", args=[case.pk])
    form = {
        **as_opened(client, address),
        "kinds": ["secrecy", "register"],
        "circle": [str(w.sia.pk)],
        "print": "1",
    }
    text = client.post(address, form).content.decode()
    assert text.count('<article class="paper">') == 2
    assert w.sia.name in text
    assert w.region.name not in text
    assert "Namnunderskrift" in text
    assert Consent.objects.count() == 0


def test_the_saved_consent_is_printed_with_who_shares_what(w, sign_in):
    writer, reader = actor(w.pes), actor(w.sia)
    case = open_case(by=writer, given_name="Åsa", family_name="Öberg")
    made = confirmed_consent(case, by=writer, to=[reader], categories=["plan"], not_covered="Inget om hälsa")
    text = sign_in(reader).get(reverse("consent:print", args=[made.pk])).content.decode()
    for words in ("Åsa Öberg", w.pes.name, w.sia.name, "Plan och aktiviteter", "Inget om hälsa", "paper.css"):
        assert words in text


def test_one_click_confirms(w, sign_in):
    writer, reader = actor(w.pes), actor(w.sia)
    made = consent(open_case(by=writer), by=writer, to=[w.sia])
    client = sign_in(reader)
    assert "Er bekräftelse saknas" in client.get(reverse("consent:read", args=[made.pk])).content.decode()
    response = client.post(reverse("consent:confirm", args=[made.pk]))
    assert response.url == reverse("consent:read", args=[made.pk])
    assert ConsentConfirmation.objects.filter(consent=made, party=w.sia).count() == 1
    assert "Er bekräftelse saknas" not in client.get(response.url).content.decode()


def test_the_line_that_asked_is_seen_when_nothing_is_left_to_confirm(w):
    writer, reader = actor(w.pes), actor(w.sia)
    case = open_case(by=writer)
    first, second = (consent(case, by=writer, to=[w.sia], kind=kind) for kind in ("secrecy", "plan"))
    lines = Notice.objects.filter(party=w.sia, kind="consent_to_confirm", case_number=case.number)

    asked = lines.filter(seen_at=None).count()
    confirm_consent(first, by=reader)
    halfway = lines.filter(seen_at=None).count()
    confirm_consent(second, by=reader)

    assert (asked > 0, halfway, lines.filter(seen_at=None).count()) == (True, asked, 0)


def test_an_address_alone_confirms_nothing(w, sign_in):
    writer, reader = actor(w.pes), actor(w.sia)
    made = consent(open_case(by=writer), by=writer, to=[w.sia])
    response = sign_in(reader).get(reverse("consent:confirm", args=[made.pk]))
    assert response.status_code == 405
    assert ConsentConfirmation.objects.filter(consent=made, party=w.sia).count() == 0


def test_two_clicks_withdraw_and_the_next_request_is_denied(w, sign_in):
    writer, reader = actor(w.pes), actor(w.sia)
    case = open_case(by=writer)
    made = confirmed_consent(case, by=writer, to=[reader])
    note = write_note(case, by=writer, text="Vill börja jobba", share=ids(reader))
    other = sign_in(reader)
    assert other.get(reverse("note:read", args=[note.pk])).status_code == 200
    client, address = sign_in(writer), reverse("consent:withdraw", args=[made.pk])
    page = client.get(address).content.decode()
    assert "Det här slutar gälla nu" in page
    assert "Vill börja jobba" in page
    assert client.post(address).url == reverse("consent:list", args=[case.pk])
    for name, key in (("note:read", note.pk), ("case:page", case.pk), ("consent:read", made.pk)):
        assert other.get(reverse(name, args=[key])).status_code == 404


def test_the_withdrawal_page_lists_the_copies_that_stay(w, sign_in):
    writer, reader = actor(w.pes), actor(w.sia)
    case = open_case(by=writer)
    made = confirmed_consent(case, by=writer, to=[reader])
    note = write_note(case, by=writer, text="Vill börja jobba", share=ids(reader))
    copy = take_to_file(note.item, by=reader, needed_for="Beslut om ersättning")
    text = sign_in(writer).get(reverse("consent:withdraw", args=[made.pk])).content.decode()
    assert copy.receipt in text


def test_a_receiver_who_withdraws_is_led_to_the_own_list(w, sign_in):
    writer, reader = actor(w.pes), actor(w.sia)
    made = confirmed_consent(open_case(by=writer), by=writer, to=[reader])
    response = sign_in(reader).post(reverse("consent:withdraw", args=[made.pk]))
    assert response.url == reverse("case:list")


def test_a_party_is_taken_out_on_its_own_page(w, sign_in):
    writer, stays, leaves = actor(w.pes), actor(w.sia), actor(w.region)
    made = confirmed_consent(open_case(by=writer), by=writer, to=[stays, leaves])
    client = sign_in(writer)
    client.post(reverse("consent:take_out", args=[made.pk]), {"party": str(leaves.party_id)})
    assert sign_in(leaves).get(reverse("consent:read", args=[made.pk])).status_code == 404
    assert sign_in(stays).get(reverse("consent:read", args=[made.pk])).status_code == 200
    text = client.get(reverse("consent:read", args=[made.pk])).content.decode()
    assert "Borttagna av personen" in text


@pytest.mark.parametrize("name", ["consent:read", "consent:print", "consent:withdraw", "consent:take_out"])
def test_a_consent_is_not_there_without_right(w, sign_in, name):
    writer, colleague, outside = actor(w.pes), actor(w.pes), actor(w.region)
    officer = actor(w.pes, Role.ASSOCIATION_OFFICER)
    made = consent(open_case(by=writer), by=writer, to=[w.sia])
    answers = [
        sign_in(a).get(reverse(name, args=[made.pk])).status_code for a in (colleague, outside, officer)
    ]
    assert answers == [404, 404, 404]


@pytest.mark.parametrize("name", ["consent:take", "consent:list"])
def test_a_case_without_right_has_no_consent_pages(w, sign_in, name):
    case = open_case(by=actor(w.pes))
    answers = [sign_in(actor(party)).get(reverse(name, args=[case.pk])).status_code for party in w.parties]
    assert answers == [404, 404, 404, 404]


def test_a_protected_persons_page_asks_for_named_receivers(w, sign_in):
    writer, receiver = actor(w.pes), staff(w.sia)
    case = open_case(by=writer, protection="registered")
    client, address = sign_in(writer), reverse("consent:take", args=[case.pk])
    form = {**as_opened(client, address), "circle": [str(w.sia.pk)]}
    refused = client.post(address, form)
    assert refused.status_code == 422
    assert "Välj vem som ska ta emot" in refused.content.decode()
    client.post(address, {**form, f"named_{w.sia.pk.hex}": str(receiver.pk)})
    assert Consent.objects.count() == 1


def test_the_overview_says_whose_confirmation_is_missing(w, sign_in):
    writer, reader = actor(w.pes), actor(w.sia)
    case = open_case(by=writer)
    consent(case, by=writer, to=[w.sia])
    confirmed_consent(case, by=writer, to=[reader], kind="plan")
    text = sign_in(writer).get(reverse("consent:list", args=[case.pk])).content.decode()
    assert "Saknar bekräftelse från" in text
    assert text.count("Väntar på bekräftelse") == 1


def test_the_page_says_what_is_read_afterwards_by_whom_on_what(w, sign_in):
    writer, reader = actor(w.pes), actor(w.sia)
    case = open_case(by=writer)
    secrecy = confirmed_consent(case, by=writer, to=[reader])
    confirmed_consent(case, by=writer, to=[reader], kind="plan")
    write_note(case, by=writer, text="Ont i ryggen", category="health", share=ids(reader))
    write_note(case, by=writer, text="Provar två dagar", category="plan", share=ids(reader))

    text = sign_in(writer).get(reverse("consent:withdraw", args=[secrecy.pk])).content.decode()

    ends, left = text.split("Slutar att läsas")[1].split("Kan läsas också efteråt")
    assert [("Ont i ryggen" in part, "Provar två dagar" in part) for part in (ends, left)] == [
        (True, False), (False, True),
    ]  # fmt: skip
    said = f"Därför läser {w.pes.name}, {w.sia.name} fortfarande vem personen är, och det de har delat"
    assert said in " ".join(left.split())
    assert "om: Plan och aktiviteter." in left


def test_everything_is_taken_back_in_two_clicks_from_the_case_page(w, sign_in):
    writer, reader = actor(w.pes), actor(w.sia)
    case = open_case(by=writer)
    made = [confirmed_consent(case, by=writer, to=[reader], kind=kind) for kind in ("secrecy", "plan")]
    note = write_note(case, by=writer, text="Provar", category="plan", share=ids(reader))
    client, address = sign_in(writer), reverse("consent:withdraw_all", args=[case.pk])
    assert f'href="{address}"' in client.get(reverse("case:page", args=[case.pk])).content.decode()

    page = client.get(address).content.decode()
    forms = [f'formaction="{a}"' for a in (address, *(reverse("consent:withdraw", args=[m.pk]) for m in made))]
    assert sorted(page.index(f) for f in forms)[0] == page.index(forms[0])
    assert client.post(address, {"via": "i telefon"}).url == reverse("consent:list", args=[case.pk])

    other = sign_in(reader)
    pages = [("note:read", note.pk), ("case:page", case.pk), *(("consent:read", m.pk) for m in made)]
    assert [other.get(reverse(name, args=[key])).status_code for name, key in pages] == [404] * 4
    assert set(Consent.objects.values_list("withdrawn_via", flat=True)) == {"i telefon"}


def test_all_is_also_what_the_one_who_is_told_does_not_read(w, sign_in):
    writer, reader = actor(w.pes), actor(w.sia)
    case = open_case(by=writer)
    confirmed_consent(case, by=writer, to=[reader])
    unread = confirmed_consent(case, by=writer, to=[actor(w.region)])
    sign_in(reader).post(reverse("consent:withdraw_all", args=[case.pk]))
    unread.refresh_from_db()
    assert unread.withdrawn_at is not None


def test_what_was_given_on_a_law_is_said_to_stay(w, sign_in):
    writer, reader = actor(w.pes), actor(w.sia)
    case = open_case(by=writer)
    confirmed_consent(case, by=writer, to=[reader])
    note = write_note(case, by=writer, text="Begärt av dem")
    known = {"ground": "person", "to_party": w.sia.pk, "purpose": "Beslut"}
    share_on_ground(note.item, by=writer, **known)
    text = sign_in(writer).get(reverse("consent:withdraw_all", args=[case.pk])).content.decode()
    assert "Begärt av dem" in text.split("Läses utan samtycke, och slutar inte")[1]


def test_the_withdrawal_page_costs_the_same_however_many_consents(w, sign_in):
    writer, reader = actor(w.pes), actor(w.sia)
    case = open_case(by=writer)
    client, address = sign_in(writer), reverse("consent:withdraw_all", args=[case.pk])
    counts = []
    for _round in range(2):
        for kind in ("secrecy", "plan"):
            confirmed_consent(case, by=writer, to=[reader], kind=kind)
        client.get(address)
        with CaptureQueriesContext(connection) as queries:
            client.get(address)
        counts.append(len(queries))
    assert counts[0] == counts[1]


def test_one_party_may_be_kept_from_what_the_others_read(w, sign_in):
    writer, region, agency = actor(w.pes), actor(w.region), actor(w.sia)
    case = open_case(by=writer)
    client, address = sign_in(writer), reverse("consent:take", args=[case.pk])
    form = as_opened(client, address) | {f"except_{w.region.pk.hex}": ["housing"]}

    printed = client.post(address, form | {"print": "1"}).content.decode()
    client.post(address, form)

    made = Consent.objects.get()
    for reader in (region, agency):
        confirm_consent(made, by=reader)
    allowed = {r.party_id for r in gate.receivers(case, writer, "housing") if r.allowed}
    assert (agency.party_id in allowed, region.party_id in allowed) == (True, False)
    assert {r.party_id for r in gate.receivers(case, region, "housing") if r.allowed} >= {writer.party_id}
    line = f"{w.region.name}: Boende"
    pages = [client.get(reverse(n, args=[made.pk])).content.decode() for n in ("consent:read", "consent:print")]
    assert [line in page for page in (printed, *pages)] == [True, True, True]


def test_a_party_that_would_read_nothing_is_to_be_left_out(w, sign_in):
    writer = actor(w.pes)
    client, address = sign_in(writer), reverse("consent:take", args=[open_case(by=writer).pk])
    form = as_opened(client, address) | {f"except_{w.region.pk.hex}": Category.values}
    response = client.post(address, form)
    assert (response.status_code, Consent.objects.count()) == (422, 0)
    assert f"{w.region.name} får då inte läsa något" in response.content.decode()
