"""Where a protected person works stands in no label: labels are made anew when protection changes."""

from samsyn.entry.case import writing
from samsyn.entry.person.models import Person
from samsyn.entry.person.protection import on_any_change
from samsyn.journey.workplace.models import Workplace


@on_any_change
def label_workplaces(person: Person) -> None:
    """The employer's name leaves the timeline, or comes back."""
    for workplace in Workplace.objects.filter(item__case__person=person).select_related("item__case__person"):
        writing.show_face(workplace)
