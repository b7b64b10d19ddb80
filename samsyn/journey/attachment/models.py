"""Attachments: scans and papers. Type is sniffed, size limited, served only as a download."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from samsyn.access import clock
from samsyn.entry.case.labels import beginning
from samsyn.entry.case.models import Face, Item, ItemContent


class Attachment(ItemContent):
    """A file kept outside the database, encrypted, under a name that tells nothing."""

    name = models.CharField(max_length=160, db_comment="File name as given, cleaned.")
    content_type = models.CharField(max_length=80, db_comment="As sniffed from its bytes.")
    size = models.PositiveIntegerField(db_comment="Bytes.")
    sha256 = models.CharField(max_length=64)
    key_id = models.CharField(max_length=12, db_comment="Which key the file is encrypted with.")
    belongs_to = models.ForeignKey(
        Item, on_delete=models.PROTECT, null=True, blank=True, related_name="attachments",
        db_comment="What it is attached to, such as a consent.",
    )  # fmt: skip

    def face(self) -> Face:
        """A moment."""
        return Face(clock.local(self.item.at).date(), beginning(self.name))

    def words(self) -> list[tuple[str, str]]:
        """Its name."""
        return [(str(_("Fil")), self.name)]
