"""Django's name for this phase."""

from django.apps import AppConfig


class WebConfig(AppConfig):
    """See the package's docstring."""

    name = "samsyn.web"
    label = "web"
    default_auto_field = "django.db.models.BigAutoField"
