"""Django's name for this phase."""

from django.apps import AppConfig


class JourneyConfig(AppConfig):
    """See the package's docstring."""

    name = "samsyn.journey"
    label = "journey"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Register who reaches what."""
        from samsyn.journey import rules  # noqa: F401 - models must be loaded first
