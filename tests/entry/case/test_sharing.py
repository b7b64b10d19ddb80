"""Sharing later, stopping, other grounds than consent, and copies taken to one's own file."""

import pytest
from django.urls import reverse

from samsyn.access import outbox
from samsyn.access.errors import RuleBroken
from samsyn.access.models import AuditEntry, OutboxMail
from samsyn.basis.party.models import Unit
from samsyn.basis.staff.models import Role
from samsyn.entry.case import sharing
from samsyn.entry.case.contents import content_of, words_of
from samsyn.entry.case.filed import FiledCopy, FiledMark
from samsyn.entry.case.models import CaseAssignment, Disclosure, Item, ItemKind, Notice
from samsyn.entry.case.sharing_guard import guard_id
from samsyn.entry.consent.actions import withdraw_consent
from samsyn.journey.note.actions import write_note
from tests.factories.basis import actor, staff
from tests.factories.entry import confirmed_consent, ids, open_case
from tests.factories.form_page import as_opened, queries_of


def code_of(act, *args, **kwargs) -> str:
    with pytest.raises(RuleBroken) as refusal:
        act(*args, **kwargs)
    return refusal.value.code


@pytest.fixture
def shared(w):
    """A case of AF with FK in the circle; a note that is not shared yet."""
    writer, reader = actor(w.pes), actor(w.sia)
    case = open_case(by=writer)
    made = confirmed_consent(case, by=writer, to=[reader])
    note = write_note(case, by=writer, text="Vill börja jobba")
    return writer, reader, case, made, note


def test_every_kind_of_item_but_identity_leads_to_its_content(shared):
    _writer, _reader, case, made, note = shared
    found = {item.kind: content_of(item) for item in Item.objects.filter(case=case)}
    assert found == {ItemKind.IDENTITY: None, ItemKind.CONSENT: made, ItemKind.NOTE: note}
    assert words_of(note.item) == [("Anteckning", "Vill börja jobba")]


def test_an_older_note_is_shared_by_an_explicit_act(shared, sign_in):
    writer, reader, _case, _made, note = shared
    address = reverse("note:read", args=[note.pk])
    assert sign_in(reader).get(address).status_code == 404
    client = sign_in(writer)
    form = as_opened(client, reverse("case:share", args=[note.pk]))
    client.post(reverse("case:share", args=[note.pk]), {**form, "share": [str(reader.party_id)]})
    assert sign_in(reader).get(address).status_code == 200


def test_sharing_with_nobody_is_said_at_the_box(shared, sign_in):
    writer, _reader, _case, _made, note = shared
    client = sign_in(writer)
    address = reverse("case:share", args=[note.pk])
    response = client.post(address, as_opened(client, address))
    assert response.status_code == 422
    assert "Välj minst en part" in response.content.decode()


def test_only_the_holder_shares(shared):
    writer, reader, _case, _made, note = shared
    sharing.share_item(note.item, by=writer, share=ids(reader))
    assert code_of(sharing.share_item, note.item, by=reader, share=ids(writer)) == "NOT_HOLDER"


def test_stopping_denies_the_next_request_and_is_listed(shared, sign_in):
    writer, reader, case, _made, note = shared
    sharing.share_item(note.item, by=writer, share=ids(reader))
    other, client = sign_in(reader), sign_in(writer)
    row = Disclosure.objects.get(item=note.item)
    client.post(reverse("case:stop_sharing", args=[row.pk]))
    assert other.get(reverse("note:read", args=[note.pk])).status_code == 404
    row.refresh_from_db()
    assert row.ended_because == "stopped"
    text = client.get(reverse("case:sharing", args=[case.pk])).content.decode()
    assert "Det ni inte delar längre" in text


def test_a_receiver_cannot_stop_what_the_holder_shares(shared, sign_in):
    writer, reader, _case, _made, note = shared
    sharing.share_item(note.item, by=writer, share=ids(reader))
    row = Disclosure.objects.get(item=note.item)
    assert sign_in(reader).post(reverse("case:stop_sharing", args=[row.pk])).status_code == 404
    row.refresh_from_db()
    assert row.ended_at is None


def test_a_law_lets_one_item_out_with_purpose_and_who_it_is(w, shared):
    writer, _reader, case, _made, note = shared
    row = sharing.share_on_ground(
        note.item,
        by=writer,
        ground="statute",
        to_party=w.region.pk,
        statute="sfb_30_10",
        purpose="Rehabilitering",
    )
    assert (row.ground, row.statute, row.purpose, row.consent_id) == (
        "statute",
        "sfb_30_10",
        "Rehabilitering",
        None,
    )
    identity = Disclosure.objects.get(to_party=w.region, item__kind="identity")
    assert identity.ground == "statute"
    assert CaseAssignment.objects.filter(case=case, unit=w.unit(w.region), part="inbox").count() == 1


def test_what_was_let_out_on_a_law_outlives_the_consent(w, shared, sign_in):
    writer, _reader, _case, made, note = shared
    receiver = actor(w.region)
    sharing.share_on_ground(
        note.item, by=writer, ground="person", to_party=w.region.pk, purpose="Personen vill"
    )
    withdraw_consent(made, by=writer)
    assert sign_in(receiver).get(reverse("note:read", args=[note.pk])).status_code == 200


@pytest.mark.parametrize(
    ("changed", "code"),
    [
        ({"ground": "consent"}, "WRONG_GROUND"),
        ({"purpose": "  "}, "PURPOSE_MISSING"),
        ({"statute": ""}, "STATUTE_MISSING"),
        ({"statute": "sus_2003_766_3a"}, "STATUTE_MISSING"),
        ({"statute": "other_statute"}, "STATUTE_MISSING"),
    ],
)
def test_a_ground_that_does_not_hold_is_refused(w, shared, changed, code):
    writer, _reader, _case, _made, note = shared
    known = {
        "ground": "statute",
        "to_party": w.region.pk,
        "statute": "sfb_30_10",
        "purpose": "Vård",
        **changed,
    }
    assert code_of(sharing.share_on_ground, note.item, by=writer, **known) == code
    assert Disclosure.objects.filter(to_party=w.region).count() == 0


def test_a_party_that_does_not_hold_the_person_reaches_only_parties_it_knows(w, shared):
    writer, reader, case, _made, _note = shared
    theirs = write_note(case, by=reader, text="Ny uppgift")
    known = {"ground": "person", "purpose": "Personen vill"}
    assert (
        code_of(sharing.share_on_ground, theirs.item, by=reader, to_party=w.region.pk, **known)
        == "NOT_REACHABLE"
    )
    row = sharing.share_on_ground(theirs.item, by=reader, to_party=writer.party_id, **known)
    assert row.to_party_id == writer.party_id


def test_a_protected_persons_item_goes_to_a_named_receiver(w):
    writer, receiver = actor(w.pes), staff(w.region)
    case = open_case(by=writer, protection="marked")
    note = write_note(case, by=writer, text="Hej")
    known = {"by": writer, "ground": "person", "to_party": w.region.pk, "purpose": "Personen vill"}
    assert code_of(sharing.share_on_ground, note.item, **known) == "NAMED_ACCESS_ONLY"
    sharing.share_on_ground(note.item, named=receiver.pk, **known)
    assert list(CaseAssignment.objects.filter(party=w.region).values_list("staff_id", flat=True)) == [
        receiver.pk
    ]


def test_the_page_for_another_ground_keeps_what_was_typed(w, shared, sign_in):
    writer, _reader, _case, _made, note = shared
    client, address = sign_in(writer), reverse("case:share_on_ground", args=[note.pk])
    form = {"ground": "statute", "to_party": str(w.region.pk), "purpose": "Vårdplan", "statute": ""}
    response = client.post(address, form)
    assert response.status_code == 422
    assert "Vårdplan" in response.content.decode()
    response = client.post(address, {**form, "statute": "sfb_30_10"})
    assert response.status_code == 302


def test_a_copy_is_taken_once_with_receipt_and_both_sides_see_it(shared, sign_in):
    writer, reader, case, _made, note = shared
    sharing.share_item(note.item, by=writer, share=ids(reader))
    client, address = sign_in(reader), reverse("case:take_to_file", args=[note.pk])
    client.post(address, {"needed_for": "Beslut om sjukpenning"})
    copy = FiledCopy.objects.get()
    assert copy.item.holder_id == reader.party_id
    assert copy.words() == [("Anteckning", "Vill börja jobba")]
    assert code_of(sharing.take_to_file, note.item, by=reader, needed_for="Igen") == "FILED_ALREADY"
    assert copy.receipt in client.get(reverse("case:sharing", args=[case.pk])).content.decode()
    assert copy.receipt in sign_in(writer).get(reverse("case:sharing", args=[case.pk])).content.decode()
    assert Notice.objects.filter(kind="copy_taken", to_staff_id=writer.staff_id).count() == 1


def test_a_copy_needs_its_purpose(shared, sign_in):
    writer, reader, _case, _made, note = shared
    sharing.share_item(note.item, by=writer, share=ids(reader))
    response = sign_in(reader).post(
        reverse("case:take_to_file", args=[note.pk]), {"needed_for": " ", "x": "1"}
    )
    assert response.status_code == 422
    assert FiledCopy.objects.count() == 0


def test_a_filed_copy_stays_readable_after_withdrawal_and_the_reading_is_logged(shared, sign_in):
    writer, reader, case, made, note = shared
    sharing.share_item(note.item, by=writer, share=ids(reader))
    copy = sharing.take_to_file(note.item, by=reader, needed_for="Beslut")
    withdraw_consent(made, by=writer)
    client = sign_in(reader)
    assert client.get(reverse("case:page", args=[case.pk])).status_code == 404
    response = client.get(reverse("case:filed_copy", args=[copy.pk]))
    assert response.status_code == 200
    assert "Vill börja jobba" in response.content.decode()
    assert (
        AuditEntry.objects.filter(kind="read", staff_id=reader.staff_id, verb="case:filed_copy").count() == 1
    )
    assert copy.receipt in client.get(reverse("case:filed")).content.decode()


@pytest.mark.parametrize(
    ("act", "code"),
    [("own", "OWN_ITEM"), ("identity", "NOTHING_TO_COPY"), ("stopped", "NOT_DISCLOSED")],
)
def test_what_cannot_be_taken_is_refused(shared, act, code):
    writer, reader, case, _made, note = shared
    if act == "own":
        assert code_of(sharing.take_to_file, note.item, by=writer, needed_for="x") == code
    elif act == "identity":
        identity = Item.objects.get(case=case, kind="identity")
        assert code_of(sharing.take_to_file, identity, by=reader, needed_for="x") == code
    else:
        assert code_of(sharing.take_to_file, note.item, by=reader, needed_for="x") == code


def test_copied_to_the_own_system_is_marked_once_a_party(shared, sign_in):
    writer, reader, _case, _made, note = shared
    sharing.share_item(note.item, by=writer, share=ids(reader))
    client = sign_in(reader)
    text = client.get(reverse("case:item_text", args=[note.pk])).content.decode()
    assert "Anteckning: Vill börja jobba" in text
    assert "Inte införd" in text
    for _n in range(2):
        client.post(reverse("case:mark_filed", args=[note.pk]))
    assert list(FiledMark.objects.values_list("party_id", flat=True)) == [reader.party_id]
    other = sign_in(writer).get(reverse("case:item_text", args=[note.pk])).content.decode()
    assert "Inte införd" in other


@pytest.mark.parametrize("name", ["share", "share_on_ground", "take_to_file", "item_text"])
def test_an_item_is_not_there_without_right(w, shared, sign_in, name):
    _writer, reader, _case, _made, note = shared
    outsiders = (reader, actor(w.pes), actor(w.region), actor(w.pes, Role.EVALUATOR))
    assert [sign_in(a).get(reverse(f"case:{name}", args=[note.pk])).status_code for a in outsiders] == [
        404
    ] * 4


def test_a_filed_copy_is_not_there_for_others(w, shared, sign_in):
    writer, reader, _case, _made, note = shared
    sharing.share_item(note.item, by=writer, share=ids(reader))
    copy = sharing.take_to_file(note.item, by=reader, needed_for="Beslut")
    address = reverse("case:filed_copy", args=[copy.pk])
    elsewhere = actor(w.sia, unit=Unit.objects.create(party=w.sia, name="Annan enhet"))
    assert [sign_in(a).get(address).status_code for a in (writer, elsewhere, actor(w.region))] == [404] * 3


def test_queued_mail_is_dropped_when_the_party_no_longer_reads_the_case(shared, settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    writer, reader, case, made, _note = shared
    for party in (writer.party_id, reader.party_id):
        outbox.queue(
            to="a@exempel.test", subject="Nytt", body="Logga in", by=None, checked_by="disclosure",
            checked_id=guard_id(case, party),
        )  # fmt: skip
    withdraw_consent(made, by=writer)
    assert outbox.send_waiting() == 1
    dropped = OutboxMail.objects.get(dropped_at__isnull=False)
    assert (dropped.guard_id, dropped.body) == (guard_id(case, reader.party_id), "")


def test_the_sharing_page_costs_the_same_however_much_is_shared(shared, sign_in):
    writer, reader, case, _made, _note = shared

    def fill(n: int) -> None:
        for at in range(n):
            write_note(case, by=writer, text=f"Nr {at}", share=ids(reader))
            mine = write_note(case, by=reader, text=f"Svar {at}", share=ids(writer))
            sharing.take_to_file(mine.item, by=writer, needed_for="Beslut")

    client, address = sign_in(writer), reverse("case:sharing", args=[case.pk])
    fill(1)
    few = queries_of(client, address)
    fill(12)
    assert queries_of(client, address) == few
