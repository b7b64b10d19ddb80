"""Django's name for this phase."""

from django.apps import AppConfig


class EntryConfig(AppConfig):
    """See the package's docstring."""

    name = "samsyn.entry"
    label = "entry"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Register who reaches what."""
        from samsyn.entry import rules  # noqa: F401 - models must be loaded first
