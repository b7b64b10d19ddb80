"""Pilot cases: asked without identity, advised, followed after 30 and 90 days, turned into a referral."""

import datetime as dt

import pytest
from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from samsyn.access import clock
from samsyn.access.errors import RuleBroken
from samsyn.access.models import AuditEntry
from samsyn.basis.staff.models import Role
from samsyn.entry.case.models import Case, Notice
from samsyn.entry.referral.models import Referral
from samsyn.learning.pilot_case import actions
from samsyn.learning.pilot_case.models import PilotCase
from samsyn.learning.pilot_case.queries import digest, due_questions, new_key
from tests.factories.basis import World, actor, intervention, world
from tests.factories.pages import body
from tests.factories.referral import selection_group

QUESTION = "Person i fyrtioårsåldern utan ersättning. Vart vänder vi oss?"


@pytest.fixture(autouse=True)
def _no_one_has_tried_before():
    cache.clear()


def asked(w: World, **known) -> tuple[PilotCase, str]:
    key = known.pop("key", new_key())
    return actions.ask(w.association, key=key, question=QUESTION, **{"by": None, **known}), key


def public(w: World, **changed) -> dict[str, str]:
    return {"origin": "person", "association": str(w.association.pk), "question": QUESTION, **changed}


def later(days: int) -> dt.datetime:
    return clock.now() + dt.timedelta(days=days)


# --- asking ---


def test_a_caseworker_asks_and_gets_the_key_once(w, sign_in):
    asker = actor(w.pes)
    client = sign_in(asker)

    response = client.post(reverse("pilot:ask"), {"question": QUESTION})

    found = PilotCase.objects.get()
    assert (found.asked_by_id, found.asked_from_id, found.state) == (asker.staff_id, w.pes.pk, "asked")
    key = body(response).split('id="nyckel">')[1].split("<")[0]
    assert found.key_digest == digest(key)
    assert key not in body(client.get(reverse("pilot:page", args=[found.pk])))
    assert not AuditEntry.objects.filter(objects_touched__contains=key).exists()


def test_sent_twice_is_one_question_and_says_so(w, sign_in):
    client = sign_in(actor(w.pes))
    form = {"question": QUESTION, "idempotency_key": "samma"}

    client.post(reverse("pilot:ask"), form)
    again = client.post(reverse("pilot:ask"), form)

    assert PilotCase.objects.count() == 1
    assert "Nyckeln visades första gången" in body(again)


def test_a_person_asks_without_an_account(w):
    client = Client()
    assert client.get(reverse("pilot:public_ask")).status_code == 200

    response = client.post(reverse("pilot:public_ask"), public(w, origin="relative"))

    found = PilotCase.objects.get()
    assert (found.asked_by_id, found.asked_from_id, found.origin) == (None, None, "relative")
    assert 'id="nyckel"' in body(response)
    assert response.headers["Cache-Control"] == "no-store"


def test_somebody_signed_in_may_ask_on_the_public_page_as_anyone(w, sign_in):
    """It is written as nobody's, in the system's chain, which the wall around one's own party leaves shut."""
    asked = sign_in(actor(w.pes)).post(reverse("pilot:public_ask"), public(w, origin="relative"))

    assert (asked.status_code, PilotCase.objects.get().asked_by_id) == (200, None)
    assert AuditEntry.objects.get(verb="pilot.ask").staff_id is None


def test_the_same_public_question_again_is_refused_kindly(w):
    client = Client()
    client.post(reverse("pilot:public_ask"), public(w))

    response = client.post(reverse("pilot:public_ask"), public(w))

    assert response.status_code == 422
    assert "Frågan är redan skickad" in body(response)
    assert PilotCase.objects.count() == 1


def test_a_public_question_sent_twice_by_a_slow_hand_shows_the_same_key(w):
    """The browser shows only the second answer: a key that stood on the first alone would be lost."""
    client, form = Client(), public(w, idempotency_key="0192f0c1d2e37a44b5c6d7e8f9a0b1c2")

    first, second = (client.post(reverse("pilot:public_ask"), form) for _turn in range(2))

    shown = [body(answer).split('id="nyckel">')[1].split("<")[0] for answer in (first, second)]
    assert shown[0] == shown[1]
    assert PilotCase.objects.get().key_digest == digest(shown[0])
    other = client.post(reverse("pilot:public_ask"), {**form, "question": f"{QUESTION} Tack."})
    assert body(other).split('id="nyckel">')[1].split("<")[0] != shown[0]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Jag heter Kerstin Andersson", "Kerstin Andersson"),
        ("Mitt nummer är 19850107-9806", "identitetsnummer"),
        ("Ring mig på 070-123 45 67", "telefonnummer"),
        ("Jag bor på Storgatan 12", "Storgatan 12"),
        ("Mejla a@exempel.se", "e-postadress"),
        ("", "Skriv din fråga"),
        ("x" * 20_001, "20"),
    ],
)
def test_what_can_tell_who_it_is_is_stopped_before_it_is_saved(w, text, words):
    response = Client().post(reverse("pilot:public_ask"), public(w, question=text))

    assert response.status_code == 422
    assert words in body(response)
    assert text[:40] in body(response)
    assert PilotCase.objects.count() == 0


def test_script_is_shown_as_text(w, sign_in):
    found, _key = asked(w)
    advisor = actor(w.sia, Role.COORDINATOR)
    actions.advise(found, by=advisor, advice="<script>alert(1)</script>")

    page = body(sign_in(advisor).get(reverse("pilot:page", args=[found.pk])))

    assert "<script>alert" not in page
    assert "&lt;script&gt;alert(1)" in page


def test_too_many_from_one_place_must_wait(w):
    client = Client()
    codes = [
        client.post(reverse("pilot:public_ask"), public(w, question=f"{QUESTION} {n}")).status_code
        for n in range(6)
    ]

    assert codes == [200] * 5 + [429]
    assert PilotCase.objects.count() == 5


def test_guessing_keys_is_stopped(w):
    client = Client()

    codes = [client.post(reverse("pilot:public_answer"), {"key": f"FEL{n}"}).status_code for n in range(11)]

    assert codes == [422] * 10 + [429]


# --- advice ---


def test_coordinators_and_group_members_of_the_association_advise(w, sign_in):
    found, _key = asked(w)
    coordinator, member, other = actor(w.sia, Role.COORDINATOR), actor(w.region), actor(w.region)
    foreign = actor(world().pes, Role.COORDINATOR)
    selection_group(w, member)
    address = reverse("pilot:advise", args=[found.pk])

    assert [sign_in(a).get(address).status_code for a in (coordinator, member, other, foreign)] == [
        200,
        200,
        404,
        404,
    ]
    assert QUESTION not in body(sign_in(other).get(reverse("pilot:list")))
    with pytest.raises(RuleBroken, match="NOT_YOURS"):
        actions.advise(found, by=foreign, advice="Ring oss")


def test_advice_is_checked_and_told(w, sign_in):
    asker, advisor = actor(w.pes), actor(w.sia, Role.COORDINATOR)
    found, _key = asked(w, by=asker)
    client, address = sign_in(advisor), reverse("pilot:advise", args=[found.pk])

    refused = client.post(address, {"advice": "Ring Kerstin Andersson"})
    client.post(address, {"advice": "Läs reglerna om särskilt bidrag"})

    assert refused.status_code == 422
    assert Notice.objects.get().to_staff_id == asker.staff_id
    assert "särskilt bidrag" in body(sign_in(asker).get(reverse("pilot:page", args=[found.pk])))
    assert PilotCase.objects.get().state == "advised"


def test_the_key_opens_the_advice_by_post_only(w):
    found, key = asked(w)
    actions.advise(found, by=actor(w.sia, Role.COORDINATOR), advice="Sök bidrag")
    client = Client()

    right = client.post(reverse("pilot:public_answer"), {"key": key.lower().replace("-", " ")})
    wrong = client.post(reverse("pilot:public_answer"), {"key": key[:-1]})
    by_address = client.get(reverse("pilot:public_answer"), {"key": key})

    assert "Sök bidrag" in body(right)
    assert wrong.status_code == 422
    assert "Sök bidrag" not in body(wrong) + body(by_address)
    assert client.get(reverse("pilot:page", args=[found.pk])).status_code == 302


# --- what then ---


def test_what_then_is_due_at_30_and_90_days(w):
    found, _key = asked(w, by=actor(w.pes))
    asked(w)
    day = clock.today()

    due = {n: due_questions(day + dt.timedelta(days=n)) for n in (29, 30, 89, 90)}

    assert due == {29: [], 30: [(found, 30)], 89: [(found, 30)], 90: [(found, 90)]}


def test_askers_are_reminded_once_for_each(w):
    asker = actor(w.pes)
    found, _key = asked(w, by=asker)
    told = []
    for days in (10, 30, 31, 90, 91):
        with clock.at(later(days)):
            told.append(actions.remind_askers())

    assert told == [0, 1, 0, 1, 0]
    assert {(n.kind, n.to_staff_id, n.address) for n in Notice.objects.all()} == {
        ("pilot_then", asker.staff_id, reverse("pilot:page", args=[found.pk]))
    }


def test_what_then_is_answered_with_account_and_with_key(w, sign_in):
    asker = actor(w.pes)
    own, _key = asked(w, by=asker)
    other, key = asked(w)
    with clock.at(later(31)):
        sign_in(asker).post(reverse("pilot:then", args=[own.pk]), {"text": "Fick plats"})
        Client().post(reverse("pilot:public_answer"), {"key": key, "text": "Inget"})
    with clock.at(later(91)):
        sign_in(asker).post(reverse("pilot:then", args=[own.pk]), {"text": "Arbetar halvtid"})

    own.refresh_from_db()
    other.refresh_from_db()
    assert (own.then_30, own.then_90, own.state) == ("Fick plats", "Arbetar halvtid", "followed")
    assert other.then_30 == "Inget"


def test_what_then_is_only_for_the_asker_and_only_when_due(w, sign_in):
    asker = actor(w.pes)
    found, _key = asked(w, by=asker)
    with pytest.raises(RuleBroken, match="NOT_DUE"):
        actions.answer_then(found, by=asker, text="För tidigt")

    assert (
        sign_in(actor(w.sia, Role.COORDINATOR)).get(reverse("pilot:then", args=[found.pk])).status_code == 404
    )


# --- on to a referral ---


def test_it_becomes_a_referral_without_retyping_and_without_a_trail(w, sign_in):
    asker, it = actor(w.pes), intervention(w)
    found, _key = asked(w, by=asker)
    client, address = sign_in(asker), reverse("referral:write", args=[it.pk])

    response = client.post(reverse("pilot:refer", args=[found.pk]))
    shown = body(client.get(address))
    form = {"birth_year": "1985", "given_name": "A", "family_name": "B", "sex": "man", "reason": "mental"}
    client.post(address, {**form, "why": QUESTION, "origin": "party"})
    again = body(client.get(address))

    made = Referral.objects.get()
    assert response.url == reverse("referral:start")
    assert (QUESTION in shown, QUESTION in again) == (True, False)
    assert PilotCase.objects.get().state == "referred"
    trail = AuditEntry.objects.filter(objects_touched__contains=str(found.pk))
    assert not trail.filter(objects_touched__contains=str(made.item.case_id)).exists()
    assert "referral" not in {f.name for f in PilotCase._meta.get_fields()}
    assert Case.objects.count() == 1


def test_nobody_else_makes_a_referral_of_it(w, sign_in):
    found, _key = asked(w, by=actor(w.pes))

    response = sign_in(actor(w.sia, Role.COORDINATOR)).post(reverse("pilot:refer", args=[found.pk]))

    assert response.status_code == 404
    assert PilotCase.objects.get().state == "asked"


def test_a_closed_question_asks_no_more(w):
    asker = actor(w.pes)
    found, _key = asked(w, by=asker)
    actions.close(found, by=asker)

    with clock.at(later(40)):
        assert actions.remind_askers() == 0
    with pytest.raises(RuleBroken, match="WRONG_STATE"):
        actions.advise(found, by=actor(w.sia, Role.COORDINATOR), advice="Sent")
