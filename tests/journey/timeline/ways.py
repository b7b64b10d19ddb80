"""A person's way with something of everything, for tests that need a full case."""

import datetime as dt
from typing import Any

from samsyn.access import clock
from samsyn.access.action import action
from samsyn.access.actor import Actor
from samsyn.entry.case import writing
from samsyn.entry.case.models import Case, ItemContent, ItemKind
from samsyn.entry.enrolment.models import Enrolment
from samsyn.journey.activity.models import Activity
from samsyn.journey.follow_up.models import FollowUp
from samsyn.journey.livelihood.models import Livelihood, Occupation
from samsyn.journey.meeting.models import Meeting
from samsyn.journey.note.models import Note
from samsyn.journey.progress.models import StepMove
from samsyn.journey.request.models import Request
from tests.factories.basis import World, intervention


@action(verb="test.put", sentence="skrev något i ett test", elevated=True)
def put(
    content: ItemContent, *, case: Case, kind: str, by: Actor, category: str = "plan", share: Any = ()
) -> Any:
    """Write any content as an item."""
    return writing.write(content, case=case, kind=kind, category=category, by=by, share=share)


@action(verb="test.let_in", sentence="tilldelade i ett test", elevated=True)
def let_in(case: Case, who: Actor, *, by: Actor) -> None:
    """Assign somebody by name."""
    from samsyn.basis.staff.models import Staff

    writing.assign_staff(case, Staff.objects.get(pk=who.staff_id), "participant")


def days(ago: int) -> dt.date:
    """So many days ago."""
    return clock.today() - dt.timedelta(days=ago)


def full_way(w: World, case: Case, *, by: Actor, other: Actor, share: Any) -> None:
    """Enrolled, active, met, asked, with a benefit; both parties write."""

    def one(content: ItemContent, kind: str, who: Actor = by, category: str = "plan") -> Any:
        return put(content, case=case, kind=kind, by=who, category=category, share=share if who is by else ())

    offered = intervention(w)
    one(Enrolment(intervention=offered, starts_on=days(200), register="consent"), ItemKind.ENROLMENT)
    one(
        Activity(title="Gröna rehab", starts_on=days(180), ends_on=days(120), state="done"), ItemKind.ACTIVITY
    )
    one(
        Activity(title="Arbetsträning", starts_on=days(60), ends_on=days(-20), state="under_way"),
        ItemKind.ACTIVITY,
    )
    one(Activity(title="Kurs i svenska", starts_on=days(-40), ends_on=days(-90)), ItemKind.ACTIVITY, other)
    one(
        Livelihood(
            source="sickness_benefit", extent=100, starts_on=days(300), ends_on=days(-25), moment="start"
        ),
        ItemKind.LIVELIHOOD,
        category="livelihood",
    )
    one(
        Occupation(code="other", starts_on=days(300), moment="start"),
        ItemKind.OCCUPATION,
        category="livelihood",
    )
    one(
        Meeting(kind="three_party", starts_at=clock.now() - dt.timedelta(days=70), state="held"),
        ItemKind.MEETING,
    )
    one(
        Meeting(kind="three_party", starts_at=clock.now() + dt.timedelta(days=9), state="called"),
        ItemKind.MEETING,
    )
    one(StepMove(on=days(40), to_step="Åker buss själv", by_caseworker="forward"), ItemKind.STEP_MOVE)
    one(FollowUp(kind="quarterly", due_on=days(5)), ItemKind.FOLLOW_UP)
    asked = Request(
        asks="statement", question="Vad klarar hen?", to_party=w.sia, to_unit=w.unit(w.sia), answer_by=days(3)
    )
    one(asked, ItemKind.REQUEST)
    for n in range(6):
        one(Note(text=f"Ringde, gång {n}"), ItemKind.NOTE, category="other")
    one(Note(text="Anteckning hos den andra"), ItemKind.NOTE, other, category="other")
