"""Django's name for this phase."""

from django.apps import AppConfig


class BasisConfig(AppConfig):
    """See the package's docstring."""

    name = "samsyn.basis"
    label = "basis"
    default_auto_field = "django.db.models.BigAutoField"
