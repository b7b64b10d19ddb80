"""Contact routes: whom to call in a unit, who steps in, and when somebody last checked that it is true."""

from django.db import models

from samsyn.access.ids import new_id
from samsyn.basis.party.models import Unit
from samsyn.basis.staff.models import Staff


class ContactRoute(models.Model):
    """One way to reach a unit about a matter."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    unit = models.ForeignKey(Unit, on_delete=models.CASCADE, related_name="contact_routes")
    about = models.CharField(max_length=120, db_comment="Which questions this route is for.")
    name = models.CharField(max_length=120, db_comment="Who answers.")
    direct_number = models.CharField(max_length=40)
    email = models.EmailField(blank=True)
    substitute_name = models.CharField(max_length=120, blank=True)
    substitute_number = models.CharField(max_length=40, blank=True)
    hours = models.CharField(max_length=120, blank=True, db_comment="When they answer.")
    checked_on = models.DateField(db_comment="Last day somebody checked that it is right.")
    checked_by = models.ForeignKey(Staff, on_delete=models.SET_NULL, null=True, related_name="+")

    class Meta:
        db_table_comment = "Whom to call in a unit."

    def __str__(self) -> str:
        return f"{self.name} {self.direct_number}"
