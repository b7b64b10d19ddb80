"""Agreements (överenskommelse, avtal) between parties, with validity."""

from django.db import models

from samsyn.access.ids import new_id
from samsyn.basis.party.models import Association, Party


class Agreement(models.Model):
    """What parties have agreed about working together, and until when it holds."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    association = models.ForeignKey(Association, on_delete=models.PROTECT, related_name="agreements")
    title = models.CharField(max_length=160)
    about = models.TextField(blank=True, db_comment="What it says, in short.")
    parties = models.ManyToManyField(Party, related_name="agreements")
    starts_on = models.DateField()
    ends_on = models.DateField(null=True, blank=True, db_comment="Not included.")
    all_may_call_sip = models.BooleanField(
        default=False, db_comment="SamSIP: every party in it may call to a SIP by this agreement."
    )

    class Meta:
        db_table_comment = "Agreement between parties."

    def __str__(self) -> str:
        return self.title
