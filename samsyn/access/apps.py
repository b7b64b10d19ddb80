"""Django's name for this phase."""

from django.apps import AppConfig
from django.db.models.signals import post_migrate


class AccessConfig(AppConfig):
    """Who acts and what they may reach."""

    name = "samsyn.access"
    label = "access"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """After every migration the serving role is granted what it needs (PostgreSQL)."""
        from samsyn.access import db

        post_migrate.connect(lambda **_: db.grant_app_role(), dispatch_uid="samsyn_grant", weak=False)
