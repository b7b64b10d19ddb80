"""Minutes: corrected as a new version with a reason, or retracted; the old text is shown to nobody else."""

import datetime as dt

import pytest
from django.urls import reverse

from samsyn.access import clock
from samsyn.access.errors import RuleBroken
from samsyn.basis.code_list.actions import load_code_lists
from samsyn.entry.case.models import Notice
from samsyn.journey.meeting import queries
from samsyn.journey.meeting.actions import call_meeting
from samsyn.journey.meeting.minutes import correct_minutes, retract_minutes, write_minutes
from samsyn.journey.meeting.models import Minutes
from tests.factories.basis import actor
from tests.factories.entry import assigned, confirmed_consent, ids, open_case

NOW = dt.datetime(2026, 12, 1, 14, 0, tzinfo=clock.STOCKHOLM)


@pytest.fixture(autouse=True)
def _lists(db):
    load_code_lists()
    with clock.at(NOW):
        yield


@pytest.fixture
def met(w):
    """A meeting between municipality and insurance agency."""
    holder, reader = actor(w.municipality), actor(w.sia)
    case = open_case(by=holder)
    confirmed_consent(case, by=holder, to=[reader])
    assigned(case, reader)
    when = NOW + dt.timedelta(hours=1)
    meeting = call_meeting(case, by=holder, kind="network", starts_at=when, who=[f"staff:{reader.staff_id}"])
    return meeting, holder, reader


def test_minutes_are_written_and_read_by_those_called(met, sign_in):
    meeting, holder, reader = met
    form = {"text": "Vi kom överens", "category": "plan", "share": [str(reader.party_id)]}

    sign_in(holder).post(reverse("meeting:minutes", args=[meeting.pk]), form)

    minutes = Minutes.objects.get()
    assert (
        "Vi kom överens"
        in sign_in(reader).get(reverse("meeting:read_minutes", args=[minutes.pk])).content.decode()
    )
    assert Notice.objects.get(kind="minutes_written").to_staff_id == reader.staff_id


def test_a_correction_needs_a_reason_and_closes_the_old_text(met, sign_in):
    meeting, holder, reader = met
    old = write_minutes(meeting, by=holder, text="Fel uppgift", share=ids(reader))
    address = reverse("meeting:correct_minutes", args=[old.pk])
    form = {
        "text": "Rätt uppgift",
        "category": "plan",
        "share": [str(reader.party_id)],
        "seen_version": str(old.pk),
    }
    client = sign_in(holder)

    without = client.post(address, form)
    client.post(address, {**form, "reason": "Namnet var fel"})

    new = Minutes.objects.get(item__version=2)
    assert (without.status_code, "Skriv varför de rättas." in without.content.decode()) == (422, True)
    other = sign_in(reader)
    page = other.get(reverse("meeting:read_minutes", args=[new.pk])).content.decode()
    assert [t in page for t in ("Rätt uppgift", "Namnet var fel", "Fel uppgift")] == [True, True, False]
    assert other.get(reverse("meeting:read_minutes", args=[old.pk])).status_code == 404
    assert Notice.objects.get(kind="minutes_corrected").to_staff_id == reader.staff_id
    own = client.get(reverse("meeting:read_minutes", args=[new.pk])).content.decode()
    assert ("Fel uppgift" in own, "Fick veta om ändringen: FK" in own) == (True, True)


def test_retracted_minutes_say_why_and_show_no_text(met, sign_in):
    meeting, holder, reader = met
    first = write_minutes(meeting, by=holder, text="Första texten", share=ids(reader))
    old = correct_minutes(first, by=holder, text="Andra texten", reason="Fel", share=ids(reader))
    address = reverse("meeting:retract_minutes", args=[old.pk])

    sign_in(holder).post(address, {"because": "Handlade om en annan person", "seen_version": str(old.pk)})

    new, client = Minutes.objects.get(item__version=3), sign_in(reader)
    page = client.get(reverse("meeting:read_minutes", args=[new.pk])).content.decode()
    assert [t in page for t in ("Handlade om en annan person", "Första texten", "Andra texten")] == [
        True,
        False,
        False,
    ]
    assert [client.get(reverse("meeting:read_minutes", args=[m.pk])).status_code for m in (first, old)] == [
        404,
        404,
    ]
    assert [m.pk for m in queries.versions_of(new, holder)] == [new.pk, old.pk, first.pk]
    assert queries.told_of(new, holder) == ["FK"]


def test_retracted_is_final_and_only_the_holders(met):
    meeting, holder, reader = met
    minutes = write_minutes(meeting, by=holder, text="Text", share=ids(reader))
    with pytest.raises(RuleBroken) as not_holder:
        retract_minutes(minutes, by=reader, because="Vill inte")
    gone = retract_minutes(minutes, by=holder, because="Fel")
    with pytest.raises(RuleBroken) as twice:
        correct_minutes(gone, by=holder, text="Ny", reason="Ångrar")

    assert (not_holder.value.code, twice.value.code) == ("NOT_HOLDER", "RETRACTED")
    assert Minutes.objects.count() == 2


def test_a_stale_correction_keeps_what_was_typed(met, sign_in):
    meeting, holder, _reader = met
    old = write_minutes(meeting, by=holder, text="Första")
    correct_minutes(old, by=holder, text="Andra", reason="Fel")
    form = {"text": "Min rättelse", "reason": "Fel", "category": "plan", "seen_version": str(old.pk)}

    response = sign_in(holder).post(reverse("meeting:correct_minutes", args=[old.pk]), form)

    assert (response.status_code, "Min rättelse" in response.content.decode()) == (422, True)
    assert Minutes.objects.count() == 2
