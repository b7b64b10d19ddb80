"""What a party took into its own file, and what it copied to its own system."""

from django.db import models

from samsyn.access import clock
from samsyn.access.ids import new_id
from samsyn.basis.party.models import Party
from samsyn.basis.staff.models import Staff
from samsyn.entry.case.models import Face, Item, ItemContent, ItemKind


class FiledCopy(ItemContent):
    """A dated copy that a receiver took into its own file (taken_to_file); theirs from then on."""

    source_item = models.UUIDField(db_comment="The version it was copied from; no foreign key.")
    source_party = models.ForeignKey(Party, on_delete=models.PROTECT, related_name="+")
    source_kind = models.CharField(max_length=12, choices=ItemKind.choices)
    receipt = models.CharField(max_length=20, unique=True, db_comment="Number of the receipt.")
    needed_for = models.CharField(max_length=200, db_comment="Which own decision it is needed for.")
    content = models.JSONField(db_comment="What it said: [label, value] rows; a third value marks whereabouts.")
    without_place = models.BooleanField(default=False, db_comment="The person is protected: no whereabouts shown.")

    def face(self) -> Face:
        """A moment in the copying party's lane."""
        return Face(clock.local(self.item.at).date(), f"{self.get_source_kind_display()} ({self.receipt})")

    def words(self) -> list[tuple[str, str]]:
        """The copied rows."""
        return [(str(row[0]), str(row[1])) for row in self.content if len(row) == 2]

    def whereabouts(self) -> list[tuple[str, str]]:
        """The copied rows that tell where, as long as the person is not protected."""
        return [] if self.without_place else [(str(row[0]), str(row[1])) for row in self.content if len(row) > 2]


class FiledMark(models.Model):
    """Says that a text was copied into the authority's own system: nothing is journalled twice unseen."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    item = models.ForeignKey(Item, on_delete=models.PROTECT, related_name="filed_marks")
    party = models.ForeignKey(Party, on_delete=models.PROTECT, related_name="+")
    by = models.ForeignKey(Staff, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=clock.now)

    class Meta:
        db_table_comment = "Copied to the party's own system."
