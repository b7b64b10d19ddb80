"""When an identity becomes protected, mail that names a meeting place is not sent."""

import datetime as dt

from samsyn.access import clock
from samsyn.access.models import OutboxMail
from samsyn.basis.code_list.actions import load_code_lists
from samsyn.entry.person.actions import protect
from samsyn.journey.meeting.actions import call_meeting
from tests.factories.basis import actor
from tests.factories.entry import assigned, confirmed_consent, open_case


def test_a_call_that_waits_is_dropped_and_keeps_no_place(w):
    load_code_lists()
    caller, reader = actor(w.municipality), actor(w.sia)
    case = open_case(by=caller)
    confirmed_consent(case, by=caller, to=[reader])
    assigned(case, reader)
    starts = clock.now() + dt.timedelta(days=5)
    who = [f"staff:{reader.staff_id}"]
    call_meeting(case, by=caller, kind="network", starts_at=starts, who=who, place="Rum 3")
    assert "Rum 3" in OutboxMail.objects.get(dropped_at=None).body
    protect(case.person, by=caller, level="marked")
    assert list(OutboxMail.objects.values_list("body", "calendar")) == [("", "")]
    assert OutboxMail.objects.filter(dropped_at=None).count() == 0
