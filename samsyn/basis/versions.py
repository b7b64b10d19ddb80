"""Which state of a row a form was opened on. Basis rows keep no versions; their values are compared."""

import hashlib

from django.db import models


def version_of(row: models.Model) -> str:
    """A fingerprint of the row's values and of what it is linked to."""
    values = [str(getattr(row, field.attname)) for field in row._meta.concrete_fields]
    for field in row._meta.many_to_many:
        values += sorted(str(pk) for pk in getattr(row, field.name).values_list("pk", flat=True))
    return hashlib.sha256("\n".join(values).encode()).hexdigest()[:32]
