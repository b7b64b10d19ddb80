"""Step moves (stegförflyttning): small steps count, judged by the person and the caseworker."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from samsyn.entry.case.labels import beginning
from samsyn.entry.case.models import Face, ItemContent


class StepMove(ItemContent):
    """From, to, direction and what shows it."""

    class Direction(models.TextChoices):
        """Which way."""

        FORWARD = "forward", _("Framåt")
        SIDEWAYS = "sideways", _("Åt sidan")
        BACK = "back", _("Bakåt")
        NONE = "none", _("Ingen förflyttning")

    on = models.DateField()
    area = models.CharField(max_length=40, blank=True, db_comment="Code of assessment_area.")
    from_step = models.CharField(max_length=200, blank=True)
    to_step = models.CharField(max_length=200)
    by_person = models.CharField(
        max_length=8, choices=Direction.choices, blank=True, db_comment="Person's judgement."
    )
    by_caseworker = models.CharField(
        max_length=8, choices=Direction.choices, db_comment="Caseworker's judgement."
    )
    evidence = models.TextField(blank=True, db_comment="What shows it.")
    next_step = models.CharField(
        max_length=300, blank=True, db_comment="A clear next step is an outcome of its own."
    )

    def face(self) -> Face:
        """A moment in the person's lane."""
        has_next = int(bool(self.next_step))
        return Face(
            self.on, beginning(self.to_step), state=self.by_caseworker, code=self.area, amount=has_next
        )  # fmt: skip

    def words(self) -> list[tuple[str, str]]:
        """The move as both saw it."""
        return [
            (str(_("Från")), self.from_step),
            (str(_("Till")), self.to_step),
            (str(_("Personen tycker")), str(self.get_by_person_display())),
            (str(_("Handläggaren tycker")), str(self.get_by_caseworker_display())),
            (str(_("Det syns genom")), self.evidence),
            (str(_("Nästa steg")), self.next_step),
        ]
