"""Notes: written, shared on consent, corrected as a version, never seen without right."""

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

    response = sign_in(writer).post(reverse("note:correct", args=[note.pk]), form)

    assert response.status_code == 422
    assert "Min ändring" in response.content.decode()
    assert Note.objects.count() == 2
