"""A form of a method, filled in for one person: the answers as they were given, and the scores made of them."""

from django.db import models

from samsyn.entry.case.models import Face, ItemContent
from samsyn.entry.enrolment.models import Enrolment


class FilledForm(ItemContent):
    """Answers by question. The words are those of the version the person follows."""

    enrolment = models.ForeignKey(Enrolment, on_delete=models.PROTECT, related_name="filled_forms")
    form = models.CharField(max_length=60, db_comment="Id of the form in the text.")
    name = models.CharField(max_length=200, db_comment="What it was called then.")
    on = models.DateField()
    answers = models.JSONField(default=dict, db_comment="Question -> answer; what is not known is left out.")
    scores = models.JSONField(default=dict, db_comment="Score -> number.")
    told = models.JSONField(default=list, db_comment="Question and answer in words, as they were then.")

    class Meta:
        db_table_comment = "Filled-in form of a method (metod)."

    def face(self) -> Face:
        """A moment."""
        return Face(self.on, self.name[:160], code=self.form)

    def words(self) -> list[tuple[str, str]]:
        """Every answer."""
        return [(question, answer) for question, answer in self.told]
