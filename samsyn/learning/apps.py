"""Django's name for this phase."""

from django.apps import AppConfig


class LearningConfig(AppConfig):
    """See the package's docstring."""

    name = "samsyn.learning"
    label = "learning"
    default_auto_field = "django.db.models.BigAutoField"
