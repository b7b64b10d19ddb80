"""Notes: what happened, in a few lines, held by the party that wrote it."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from samsyn.access import clock
from samsyn.entry.case.labels import beginning
from samsyn.entry.case.models import Face, ItemContent


class Note(ItemContent):
    """A note. Changed by writing a new version."""

    text = models.TextField(db_comment="What was written.")

    def face(self) -> Face:
        """A moment, with the first words as label."""
        first = self.text.strip().splitlines()[0] if self.text.strip() else ""
        return Face(clock.local(self.item.at).date(), beginning(first))

    def words(self) -> list[tuple[str, str]]:
        """The text."""
        return [(str(_("Anteckning")), self.text)]
