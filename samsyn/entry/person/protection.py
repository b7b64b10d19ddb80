"""What must happen everywhere when somebody's identity becomes protected. Later phases add their part."""

from collections.abc import Callable

from samsyn.access import clock
from samsyn.access.models import OutboxMail
from samsyn.entry.case.filed import FiledCopy
from samsyn.entry.case.models import Case, CaseAssignment
from samsyn.entry.case.queries import live
from samsyn.entry.person.models import Person, Protection

LEVELS = (Protection.NONE, Protection.MARKED, Protection.REGISTERED, Protection.FICTITIOUS)
Step = Callable[[Person], object]
_steps: list[Step] = []
_labels: list[Step] = []


def on_protection(step: Step) -> Step:
    """Register what a topic does with its own rows when a person becomes protected (or more so)."""
    _steps.append(step)
    return step


def on_any_change(step: Step) -> Step:
    """Register what a topic does with its own rows when protection is raised or lowered."""
    _labels.append(step)
    return step


@on_any_change
def hide_places_in_copies(person: Person) -> None:
    """What a party filed before stays in its file; where the person is to be found is not shown."""
    copies = FiledCopy.objects.filter(item__case__person_id=person.pk)
    copies.update(without_place=person.is_protected)


def label_again(person: Person) -> None:
    """What is shown without being stored by its topic (labels on the timeline) follows the level."""
    for step in _labels:
        step(person)


def is_raised(before: str, after: str) -> bool:
    """Whether `after` protects more than `before`."""
    order = [str(level) for level in LEVELS]
    return order.index(after) > order.index(before)


def empty_places(person: Person) -> None:
    """Where the person lives is no longer written anywhere."""
    Person.objects.filter(pk=person.pk).update(address="", municipality="")
    person.address = person.municipality = ""


def end_inboxes(person: Person) -> int:
    """No unit's inbox reaches the person's cases any more; named people keep theirs."""
    rows = CaseAssignment.objects.filter(
        live(clock.now()), case__person_id=person.pk, part=CaseAssignment.Part.INBOX
    )
    return rows.update(ends_at=clock.now(), ended_because="named_access_only")


def drop_mail(person: Person) -> int:
    """Mail about the person's cases that has not left yet is never sent: it may name a place."""
    cases = Case.objects.filter(person_id=person.pk).values_list("pk", flat=True)
    waiting = OutboxMail.objects.filter(sent_at=None, dropped_at=None)
    return sum(
        waiting.filter(guard_id__startswith=str(case)).update(dropped_at=clock.now(), body="", calendar="")
        for case in cases
    )


def make_anonymous(person: Person) -> None:
    """The follow-up register forgets who it was, for good (SUS does the same)."""
    from samsyn.entry.enrolment import writing  # a topic beside this one; read when it is needed

    writing.make_anonymous(person)


def protect_everywhere(person: Person) -> None:
    """All of the above, then what later phases registered."""
    for step in (empty_places, end_inboxes, drop_mail, make_anonymous, *_steps):
        step(person)
