"""Referrals: written, sent on consent or without identity, answered; the referrer is always told."""

import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from samsyn.access import clock
from samsyn.access.errors import NotPermitted, RuleBroken
from samsyn.access.models import AuditEntry, OutboxMail
from samsyn.basis.staff.models import Role
from samsyn.entry.case.models import Case, Item, Notice
from samsyn.entry.consent.actions import withdraw_consent
from samsyn.entry.consent.models import Consent
from samsyn.entry.person.models import Identifier, Person, Protection
from samsyn.entry.referral import actions
from samsyn.entry.referral.models import Referral, ReferralState, ReferralStep
from samsyn.entry.referral.queries import inbox, sent_by
from samsyn.entry.referral.rules import MOVES, age_misfit, may
from tests.factories import referral as made
from tests.factories.basis import actor, intervention
from tests.factories.entry import confirmed_consent, open_case
from tests.factories.identity_numbers import test_number
from tests.factories.pages import body, without_drawn

SECRET_NAME, SECRET_WORD = "Xylofonsson", "hemma länge"


def filled(**changed) -> dict[str, str]:
    number = test_number(7, 1985)
    return {
        "number": f"{number[2:8]}-{number[8:]}", "given_name": "Vendela", "family_name": SECRET_NAME,
        "sex": "woman",
        "reason": "mental", "why": "Har varit hemma länge", "origin": "party", **changed,
    }  # fmt: skip


# --- writing ---


def test_six_fields_make_a_person_a_case_and_a_draft(w, sign_in):
    writer, it = actor(w.pes), intervention(w)

    response = sign_in(writer).post(reverse("referral:write", args=[it.pk]), filled())

    found = Referral.objects.get()
    assert response.status_code == 302
    assert response.url == reverse("referral:send", args=[found.pk])
    assert (found.state, found.why, found.item.holder_id) == ("draft", "Har varit hemma länge", w.pes.pk)
    assert (str(found.case.person), found.case.person.birth_year) == ("Vendela Xylofonsson", 1985)
    assert [(s.from_state, s.to_state) for s in found.steps.all()] == [("", "draft")]


def test_a_draft_may_leave_the_rest_for_later(w, sign_in):
    form = {"given_name": "A", "family_name": "B", "origin": "party", "draft": "1"}

    response = sign_in(actor(w.pes)).post(reverse("referral:write", args=[intervention(w).pk]), form)

    assert response.url == reverse("referral:page", args=[Referral.objects.get().pk])


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({"number": "850101-1234"}, "Kontrollsiffran stämmer inte"),
        ({"number": "19851345-9802"}, "inget datum som finns"),
        ({"number": ""}, "Skriv numret. Saknas nummer"),
        ({"birth_year": "1885", "number": ""}, "Födelseåret stämmer inte"),
        ({"reason": "hittepå"}, "Svaret finns inte i listan"),
        ({"why": ""}, "Skriv vad som har hänt"),
        ({"why": "x" * 20_001}, "20000"),
        ({"given_name": ""}, "Skriv personens förnamn"),
        ({"origin": "school"}, "Skriv vem remissen kommer från"),
    ],
)
def test_bad_input_is_said_at_the_field_and_keeps_the_rest(w, sign_in, changed, words):
    form = filled(wishes="<script>alert(1)</script>", **changed)

    response = sign_in(actor(w.pes)).post(reverse("referral:write", args=[intervention(w).pk]), form)

    assert response.status_code == 422
    assert words in body(response).replace("\u00a0", "").replace("20\u202f000", "20000")
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in body(response)
    assert Person.objects.count() == 0


def test_a_reserve_number_is_kept_as_written(w, sign_in):
    form = filled(number="99-XYZ 1", issuer="national", birth_year="1985")

    sign_in(actor(w.pes)).post(reverse("referral:write", args=[intervention(w).pk]), form)

    assert Identifier.objects.get().kind == "reserve_number"


def test_age_is_checked_before_the_form_and_at_it(w, sign_in):
    it = intervention(w, age_from=16, age_to=29)
    client = sign_in(actor(w.pes))

    start = body(client.get(reverse("referral:start"), {"fodd": "1950"}))
    response = client.post(reverse("referral:write", args=[it.pk]), filled())

    assert "Insatsen är för 16–29 år" in start
    assert reverse("referral:write", args=[it.pk]) not in start
    assert response.status_code == 422
    assert "Välj en annan insats" in body(response)


def test_either_possible_age_of_a_birth_year_will_do(w):
    it = intervention(w, age_from=18, age_to=65)
    day = dt.date(2026, 6, 1)

    assert [bool(age_misfit(it, year, day)) for year in (2009, 2008, 1960, 1959, None)] == [
        True,
        False,
        False,
        True,
        False,
    ]


def test_the_start_says_target_group_places_and_queue(w, sign_in):
    it = intervention(w, places=3, target_groups=["young_adults"])
    page = body(
        sign_in(actor(w.pes)).get(reverse("referral:start"), {"fodd": "", "malgrupp": "newly_arrived"})
    )

    assert "Unga vuxna" in page
    assert "3 av 3 platser lediga" in page
    assert "Målgruppen är en annan" in page
    assert reverse("referral:write", args=[it.pk]) in page


def test_interventions_of_another_association_are_not_offered(w, sign_in):
    from tests.factories.basis import world

    other = intervention(world())
    client = sign_in(actor(w.pes))

    assert other.name not in body(client.get(reverse("referral:start")))
    assert client.get(reverse("referral:write", args=[other.pk])).status_code == 404


def test_the_same_number_in_own_reach_is_offered_never_an_error(w, sign_in):
    writer, it = actor(w.pes), intervention(w)
    client, address = sign_in(writer), reverse("referral:write", args=[it.pk])
    client.post(address, filled())
    known = Case.objects.get()

    offered = client.post(address, filled())
    taken = client.post(address, filled(known_case=str(known.pk)))

    assert offered.status_code == 200
    assert f"Använd ärendet {known.number}" in body(offered)
    assert taken.status_code == 302
    assert [r.item.case_id for r in Referral.objects.all()] == [known.pk, known.pk]
    assert Person.objects.count() == 1


def test_nothing_tells_that_a_colleague_or_another_party_has_the_same_person(w, sign_in):
    it = intervention(w)
    address = reverse("referral:write", args=[it.pk])
    for first in (actor(w.pes), actor(w.sia)):
        sign_in(first).post(address, filled())

    response = sign_in(actor(w.pes)).post(address, filled())

    assert response.status_code == 302
    assert Person.objects.count() == 3


def test_from_a_case_the_person_is_known(w, sign_in):
    writer, it = actor(w.pes), intervention(w)
    case = open_case(by=writer, birth_year=1990)
    address = reverse("referral:write", args=[it.pk])
    client = sign_in(writer)

    shown = body(client.get(address, {"arende": str(case.pk)}))
    client.post(address, {"reason": "mental", "why": "Mer", "origin": "party", "arende": str(case.pk)})

    assert 'name="number"' not in shown
    assert Referral.objects.get().item.case_id == case.pk


def test_a_case_out_of_reach_cannot_be_referred_from(w, sign_in):
    case = open_case(by=actor(w.pes))
    address = reverse("referral:write", args=[intervention(w).pk])
    form = {"reason": "mental", "why": "Mer", "origin": "party", "arende": str(case.pk)}

    assert sign_in(actor(w.sia)).post(address, form).status_code == 404
    assert sign_in(actor(w.sia)).post(address, {**form, "arende": "x"}).status_code == 404


def test_a_double_sent_form_makes_one_draft(w, sign_in):
    client, address = sign_in(actor(w.pes)), reverse("referral:write", args=[intervention(w).pk])

    client.post(address, filled(idempotency_key="samma", known_case="new"))
    client.post(address, filled(idempotency_key="samma", known_case="new"))

    assert Referral.objects.count() == 1


def test_a_draft_changed_by_someone_else_meanwhile_is_stale(w, sign_in):
    writer = actor(w.pes)
    found = made.draft(by=writer, to=intervention(w))
    seen = actions.seen_mark(found)
    actions.edit_draft(found, by=writer, why="Nyare")
    form = {"reason": "mental", "why": "Min text", "origin": "party", "seen_version": seen}

    response = sign_in(writer).post(reverse("referral:edit", args=[found.pk]), form)

    assert response.status_code == 422
    assert "Min text" in body(response)
    assert Referral.objects.get().why == "Nyare"


def test_roles_without_persons_do_not_refer(w):
    with pytest.raises(NotPermitted):
        made.draft(by=actor(w.pes, Role.INTERVENTION_MANAGER), to=intervention(w))


# --- sending ---


def test_with_consent_the_receiver_reads_who_and_why(w, sign_in):
    writer, receiver, it = actor(w.pes), actor(w.municipality), intervention(w)
    found = made.named(by=writer, to=it)

    page = body(sign_in(receiver).get(reverse("referral:page", args=[found.pk])))

    assert SECRET_NAME in page
    assert SECRET_WORD in page
    assert AuditEntry.objects.get(kind="read", staff_id=receiver.staff_id).verb == "referral:page"


def test_without_consent_nothing_tells_who(w, sign_in):
    writer, receiver, it = actor(w.pes), actor(w.municipality), intervention(w)
    number = test_number(9, 1985)
    from samsyn.entry.person.identity_number import parse

    person = {
        "given_name": "Vendela",
        "family_name": SECRET_NAME,
        "number": parse(number, today=clock.today()),
    }
    found = made.nameless(by=writer, to=it, person=person)
    client = sign_in(receiver)
    pages = [
        client.get(reverse("referral:page", args=[found.pk])),
        client.get(reverse("referral:inbox")),
        client.get(reverse("start")),
        client.get(reverse("case:list")),
        client.get(reverse("referral:ask", args=[found.pk])),
    ]

    assert [p.status_code for p in pages] == [200] * 5
    everything = without_drawn("".join(map(body, pages)))
    assert f"Ärende utan identitet {found.case.number}" in everything
    assert made.SUMMARY in everything
    for secret in (
        "Vendela",
        SECRET_NAME,
        SECRET_WORD,
        "Vill börja jobba",
        number,
        number[2:],
        number[-4:],
        "1985",
    ):
        assert secret not in everything
    assert client.get(reverse("case:page", args=[found.item.case_id])).status_code == 404


@pytest.mark.parametrize(
    ("text", "confirmed", "words"),
    [
        ("Vendela behöver stöd", [], "Vendela"),
        ("Vendela behöver stöd", ["Vendela"], "Vendela"),
        ("Ring 070-123 45 67", [], "telefonnummer"),
        ("Personen har 19850107-9806", ["19850107-9806"], "identitetsnummer"),
        ("", [], "Skriv en text utan namn"),
    ],
)
def test_marks_must_be_mended(w, sign_in, text, confirmed, words):
    writer = actor(w.pes)
    found = made.draft(by=writer, to=intervention(w))

    response = sign_in(writer).post(
        reverse("referral:send", args=[found.pk]), {"summary": text, "confirmed": confirmed}
    )

    assert response.status_code == 422
    assert words in body(response)
    assert Referral.objects.get().state == "draft"


def test_a_word_that_is_no_name_is_confirmed_word_by_word(w, sign_in):
    writer = actor(w.pes)
    found = made.draft(by=writer, to=intervention(w))
    client, address = sign_in(writer), reverse("referral:send", args=[found.pk])
    text = "Personen bor hos Kerstin och vill vidare"

    first = client.post(address, {"summary": text})
    second = client.post(address, {"summary": text, "confirmed": ["Kerstin"]})

    assert first.status_code == 422
    assert 'value="Kerstin"' in body(first)
    assert second.status_code == 302
    assert Referral.objects.get().summary == text


def test_ones_own_unit_needs_no_consent(w):
    writer, it = actor(w.municipality), intervention(w)

    found = actions.send(made.draft(by=writer, to=it), by=writer)

    assert (found.state, found.is_deidentified) == ("sent", False)


def test_an_incomplete_draft_cannot_be_sent(w):
    writer = actor(w.pes)
    found = made.draft(by=writer, to=intervention(w), why="")

    with pytest.raises(RuleBroken, match="INCOMPLETE"):
        actions.send(found, by=writer, summary=made.SUMMARY)


def test_sent_twice_is_refused_with_words(w):
    writer = actor(w.pes)
    found = made.nameless(by=writer, to=intervention(w))

    with pytest.raises(RuleBroken, match="WRONG_STATE") as refusal:
        actions.send(found, by=writer, summary=made.SUMMARY)

    assert "Skickad" in str(refusal.value.message)


def test_a_protected_person_goes_to_a_named_receiver_only(w, sign_in):
    writer, it = actor(w.pes), intervention(w)
    colleague, receiver = actor(w.municipality), actor(w.municipality)
    found = made.draft(
        by=writer,
        to=it,
        person={"given_name": "Vendela", "family_name": SECRET_NAME, "protection": Protection.MARKED},
    )
    with pytest.raises(RuleBroken, match="NAME_A_RECEIVER"):
        actions.send(found, by=writer, summary=made.SUMMARY)

    sent = actions.send(found, by=writer, summary=made.SUMMARY, to_staff=receiver.staff_id)

    assert list(inbox(receiver)) == [sent]
    assert list(inbox(colleague)) == []
    assert [n.to_staff_id for n in Notice.objects.filter(kind="referral_sent")] == [receiver.staff_id]
    assert sign_in(colleague).get(reverse("referral:page", args=[sent.pk])).status_code == 404


def test_an_intervention_that_ended_takes_no_referral(w):
    it = intervention(w)
    it.ends_on = clock.today()
    it.save()

    with pytest.raises(RuleBroken, match="CLOSED"):
        made.draft(by=actor(w.pes), to=it)


# --- who reaches ---


def test_out_of_reach_is_404_for_every_address(w, sign_in):
    found = made.nameless(by=actor(w.pes), to=intervention(w))
    names = ("page", "edit", "send", "ask", "answer", "decline", "withdraw")

    for stranger in (actor(w.sia), actor(w.pes), actor(w.municipality, Role.INTERVENTION_MANAGER)):
        client = sign_in(stranger)
        for name in names:
            status = 403 if name in ("edit", "send") and not stranger.sees_persons else 404
            assert client.get(reverse(f"referral:{name}", args=[found.pk])).status_code == status, name
        assert client.post(reverse("referral:receive", args=[found.pk])).status_code == 404


def test_lists_hold_only_what_is_ours(w, sign_in):
    writer, receiver, it = actor(w.pes), actor(w.municipality), intervention(w)
    found = made.named(by=writer, to=it)

    assert (list(sent_by(writer)), list(inbox(writer))) == ([found], [])
    assert (list(sent_by(receiver)), list(inbox(receiver))) == ([], [found])
    assert (list(sent_by(actor(w.sia))), list(inbox(actor(w.sia)))) == ([], [])
    page = body(sign_in(writer).get(reverse("referral:sent")))
    assert SECRET_NAME in page
    assert "Sedan i dag" in page


def test_a_wait_has_a_length(w, sign_in):
    writer = actor(w.pes)
    with clock.at(clock.today() - dt.timedelta(days=12)):
        made.nameless(by=writer, to=intervention(w))

    assert "Väntat 12 dagar" in body(sign_in(writer).get(reverse("referral:sent")))


def test_withdrawn_consent_shuts_the_receiver_out_at_once(w, sign_in):
    writer, receiver = actor(w.pes), actor(w.municipality)
    found = made.named(by=writer, to=intervention(w))
    client, address = sign_in(receiver), reverse("referral:page", args=[found.pk])
    assert client.get(address).status_code == 200

    withdraw_consent(Consent.objects.get(), by=writer)

    assert client.get(address).status_code == 404
    assert SECRET_NAME not in body(client.get(reverse("referral:inbox")))


def test_the_list_asks_the_same_number_of_queries_however_long(w, sign_in):
    writer, receiver, it = actor(w.pes), actor(w.municipality), intervention(w)
    client, counts = sign_in(receiver), []
    client.get(reverse("referral:inbox"))
    for number in (1, 4):
        for _turn in range(number):
            made.named(by=writer, to=it)
        with CaptureQueriesContext(connection) as found:
            client.get(reverse("referral:inbox"))
        counts.append(len(found))

    assert counts[0] == counts[1]


# --- answers ---


def test_received_asked_answered_with_a_new_version(w, sign_in):
    writer, receiver = actor(w.pes), actor(w.municipality)
    first = made.named(by=writer, to=intervention(w))
    actions.receive(first, by=receiver)
    asked = actions.ask(first, by=receiver, words="Vilken utbildning?")
    client = sign_in(writer)

    shown = body(client.get(reverse("referral:answer", args=[asked.pk])))
    client.post(
        reverse("referral:answer", args=[asked.pk]), {"text": "Har varit hemma länge. Gymnasiet klart."}
    )

    fresh = Referral.objects.get(item__superseded_at=None)
    assert "Vilken utbildning?" in shown
    assert (fresh.state, fresh.why, fresh.item.version) == (
        "received",
        "Har varit hemma länge. Gymnasiet klart.",
        2,
    )
    assert "Gymnasiet klart" in body(sign_in(receiver).get(reverse("referral:page", args=[fresh.pk])))
    assert "Läs den nya" in body(sign_in(receiver).get(reverse("referral:page", args=[first.pk])))
    assert list(inbox(receiver)) == [fresh]
    assert Notice.objects.get(kind="referral_asked").to_staff_id == writer.staff_id
    assert Notice.objects.get(kind="referral_answered").to_unit_id == fresh.to_unit_id


def test_an_answer_without_identity_is_checked_too(w):
    writer, receiver = actor(w.pes), actor(w.municipality)
    found = made.nameless(by=writer, to=intervention(w))
    asked = actions.ask(found, by=receiver, words="Mer?")

    with pytest.raises(RuleBroken, match="IDENTITY_MARKS"):
        actions.answer(asked, by=writer, text="Vendela har gått gymnasiet")
    fresh = actions.answer(asked, by=writer, text="Personen har gått gymnasiet")

    assert (fresh.summary, fresh.why) == ("Personen har gått gymnasiet", "Har varit hemma länge")


def test_a_no_is_told_to_the_referrer_without_names(w, sign_in):
    writer, receiver = actor(w.pes), actor(w.municipality)
    found = made.named(by=writer, to=intervention(w))

    response = sign_in(receiver).post(
        reverse("referral:decline", args=[found.pk]),
        {"reason": "outside_target_group", "words": "Prova KomVux"},
    )

    assert response.status_code == 302
    notice = Notice.objects.get(kind="referral_declined")
    mail = OutboxMail.objects.get()
    assert notice.to_staff_id == writer.staff_id
    assert (mail.to, mail.subject) == (writer.email, "Besked i Samsyn")
    assert reverse("referral:page", args=[found.pk]) in mail.body
    assert SECRET_NAME not in mail.body + mail.subject
    page = body(sign_in(writer).get(reverse("referral:page", args=[found.pk])))
    assert "Utanför målgruppen" in page
    assert "Prova KomVux" in page


def test_a_referrer_who_has_left_is_not_forgotten(w):
    writer, receiver = actor(w.pes), actor(w.municipality)
    found = made.named(by=writer, to=intervention(w))
    staff = made.staff_of(writer)
    staff.ends_on = clock.today()
    staff.save()

    actions.decline(found, by=receiver, reason="other", words="Nej")

    assert Notice.objects.get(kind="referral_declined").to_unit_id == staff.unit_id
    assert OutboxMail.objects.count() == 0


def test_after_a_no_the_receiver_reads_for_thirty_days_more(w):
    writer, receiver = actor(w.pes), actor(w.municipality)
    found = made.nameless(by=writer, to=intervention(w))
    actions.decline(found, by=receiver, reason="other", words="Nej tack")

    with clock.at(clock.now() + dt.timedelta(days=29)):
        assert list(inbox(receiver, state="declined")) == [found]
    with clock.at(clock.now() + dt.timedelta(days=31)):
        assert list(inbox(receiver, state="declined")) == []
        assert list(sent_by(writer, state="declined")) == [found]


def test_the_other_side_cannot_act_for_one(w):
    writer, receiver = actor(w.pes), actor(w.municipality)
    found = made.named(by=writer, to=intervention(w))

    with pytest.raises(RuleBroken, match="NOT_YOURS"):
        actions.receive(found, by=writer)
    with pytest.raises(RuleBroken, match="NOT_YOURS"):
        actions.withdraw(found, by=receiver)


def test_withdrawn_is_told_to_the_receiver(w):
    writer = actor(w.pes)
    found = made.named(by=writer, to=intervention(w))

    actions.withdraw(found, by=writer, words="Fick jobb")

    assert Notice.objects.get(kind="referral_withdrawn").to_unit_id == found.to_unit_id


def test_every_state_and_verb_answers_as_the_table_says(w):
    writer, receiver = actor(w.pes), actor(w.municipality)
    found = made.named(by=writer, to=intervention(w))

    for state in ReferralState.values:
        found.state = state
        expected = {v for v, m in MOVES.items() if state in m.sources}
        assert set(may(writer, found)) | set(may(receiver, found)) == expected
        assert set(may(writer, found)) & set(may(receiver, found)) == set()
    assert may(actor(w.sia), found) == []


def test_each_change_is_a_step(w):
    writer, receiver = actor(w.pes), actor(w.municipality)
    found = made.named(by=writer, to=intervention(w))
    actions.receive(found, by=receiver)
    actions.decline(found, by=receiver, reason="other", words="Nej")

    steps = ReferralStep.objects.values_list("from_state", "to_state", "party_id")
    assert list(steps) == [
        ("", "draft", w.pes.pk), ("draft", "sent", w.pes.pk),
        ("sent", "received", w.municipality.pk), ("received", "declined", w.municipality.pk),
    ]  # fmt: skip
    assert Item.objects.get(pk=found.pk).state == "declined"


def test_the_same_party_has_both_sides(w):
    writer = actor(w.municipality)
    found = actions.send(made.draft(by=writer, to=intervention(w)), by=writer)

    assert set(may(writer, found)) == {"receive", "ask", "accept", "decline", "return", "withdraw"}


def test_confirmed_consent_covers_only_what_it_names(w):
    writer, it = actor(w.pes), intervention(w)
    found = made.draft(by=writer, to=it)
    confirmed_consent(found.case, by=writer, to=[actor(w.municipality)], categories=["health"])

    with pytest.raises(RuleBroken, match="SUMMARY_MISSING"):
        actions.send(found, by=writer)
