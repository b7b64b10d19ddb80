"""Django's name for this phase."""

from django.apps import AppConfig


class LearningConfig(AppConfig):
    """See the package's docstring."""

    name = "samsyn.learning"
    label = "learning"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Register who reaches what."""
        from samsyn.learning import rules  # noqa: F401 - models must be loaded first
