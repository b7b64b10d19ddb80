"""Notes: written, shared on consent, corrected as a version, never seen without right."""

import re

from django.urls import reverse

from samsyn.access.models import AuditEntry
from samsyn.journey.note.actions import write_note
from samsyn.journey.note.models import Note
from tests.factories.basis import actor
from tests.factories.entry import confirmed_consent, ids, open_case


def test_a_note_is_read_by_a_receiver_and_the_reading_is_logged(w, sign_in):
    writer, reader = actor(w.pes), actor(w.sia)
    case = open_case(by=writer)
    confirmed_consent(case, by=writer, to=[reader])
    note = write_note(case, by=writer, text="Vill börja jobba", share=ids(reader))

    response = sign_in(reader).get(reverse("note:read", args=[note.pk]))

    assert response.status_code == 200
    assert "Vill börja jobba" in response.content.decode()
    entry = AuditEntry.objects.get(kind="read", staff_id=reader.staff_id)
    assert entry.verb == "note:read"


def test_a_note_that_was_not_shared_is_not_there(w, sign_in):
    writer, other = actor(w.pes), actor(w.sia)
    case = open_case(by=writer)
    confirmed_consent(case, by=writer, to=[other])
    note = write_note(case, by=writer, text="Hemligt")

    response = sign_in(other).get(reverse("note:read", args=[note.pk]))

    assert response.status_code == 404


def test_the_form_saves_once_when_sent_twice(w, sign_in):
    writer = actor(w.pes)
    case = open_case(by=writer)
    client, address = sign_in(writer), reverse("note:write", args=[case.pk])
    form = {"text": "Ringde", "category": "other", "idempotency_key": "samma"}

    client.post(address, form)
    client.post(address, form)

    assert Note.objects.count() == 1


def test_a_stale_form_keeps_what_was_typed(w, sign_in):
    writer = actor(w.pes)
    case = open_case(by=writer)
    note = write_note(case, by=writer, text="Första")
    write_note(case, by=writer, text="Andra", replaces=note)
    form = {"text": "Min ändring", "category": "other", "seen_version": str(note.pk)}

    client, address = sign_in(writer), reverse("note:correct", args=[note.pk])
    response = client.post(address, form)

    assert response.status_code == 422
    assert "Min ändring" in response.content.decode()
    assert Note.objects.count() == 2

    newest = Note.objects.get(text="Andra")
    assert f'href="{reverse("case:item_text", args=[newest.pk])}"' in response.content.decode()
    seen = re.search(r'name="seen_version" value="([^"]*)"', response.content.decode())[1]
    assert seen == str(newest.pk)
    assert client.post(address, {**form, "seen_version": seen}).status_code == 302
    assert Note.objects.get(text="Min ändring").item.version == 3


def test_the_page_says_who_reads_it_to_the_holder_and_to_a_receiver_only_of_itself(w, sign_in):
    writer, reader, third = actor(w.pes), actor(w.sia), actor(w.municipality)
    case = open_case(by=writer)
    confirmed_consent(case, by=writer, to=[reader, third])
    note = write_note(case, by=writer, text="Vem läser", share=ids(reader, third))

    assert names_in(sign_in(writer), note, w) == [w.pes.name, w.sia.name, w.municipality.name]
    assert names_in(sign_in(reader), note, w) == [w.pes.name, w.sia.name]


def names_in(client, note, w):
    """Which of the four parties the page names."""
    page = client.get(reverse("note:read", args=[note.pk])).content.decode()
    return [party.name for party in w.parties if party.name in page]


def test_a_newer_version_is_hinted_at_only_to_those_who_may_read_it(w, sign_in):
    writer, reader = actor(w.pes), actor(w.sia)
    case = open_case(by=writer)
    confirmed_consent(case, by=writer, to=[reader])
    first = write_note(case, by=writer, text="Första", share=ids(reader))
    second = write_note(case, by=writer, text="Andra", replaces=first)
    address, hint = reverse("note:read", args=[first.pk]), reverse("note:read", args=[second.pk])

    assert hint in sign_in(writer).get(address).content.decode()
    page = sign_in(reader).get(address).content.decode()
    assert (hint in page, "nyare version" in page) == (False, False)


def test_the_receivers_follow_the_category_in_a_part_of_the_page(w, sign_in):
    writer, reader = actor(w.pes), actor(w.sia)
    case = open_case(by=writer)
    confirmed_consent(case, by=writer, to=[reader], categories=["health"])
    client, address = sign_in(writer), reverse("note:receivers", args=[case.pk])

    health = client.get(address, {"category": "health"}).content.decode()
    housing = client.get(address, {"category": "housing"}).content.decode()

    box = f'value="{reader.party_id}"'
    assert (box in health, box in housing) == (True, False)
    assert "omfattar inte" in housing
    assert sign_in(actor(w.region)).get(address, {"category": "health"}).status_code == 404


def test_an_unknown_category_is_said_at_the_field_and_a_script_stays_text(w, sign_in):
    writer = actor(w.pes)
    case = open_case(by=writer)
    form = {"text": "<script>alert(1)</script>", "category": "x"}

    response = sign_in(writer).post(reverse("note:write", args=[case.pk]), form)

    page = response.content.decode()
    assert response.status_code == 422
    assert ('id="id_category-error"' in page, "&lt;script&gt;alert(1)" in page) == (True, True)
    assert Note.objects.count() == 0
