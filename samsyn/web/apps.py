"""Django's name for this phase."""

from django.apps import AppConfig


class WebConfig(AppConfig):
    """See the package's docstring."""

    name = "samsyn.web"
    label = "web"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """The rules of notices and of held mail."""
        import samsyn.web.post.rules
        import samsyn.web.start.rules  # noqa: F401 - models must be loaded first
