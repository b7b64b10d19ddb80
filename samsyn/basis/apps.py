"""Django's name for this phase."""

from typing import Any

from django.apps import AppConfig
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.db.models.signals import post_migrate


class BasisConfig(AppConfig):
    """See the package's docstring."""

    name = "samsyn.basis"
    label = "basis"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Register who reaches what; after every migration the code lists in the files are those in use."""
        from samsyn.basis import rules  # noqa: F401 - models must be loaded first

        post_migrate.connect(load_code_lists, sender=self, dispatch_uid="samsyn_code_lists")


def load_code_lists(**_known: Any) -> None:
    """Take the files in, when the tables are those of this version (a database can be migrated part of the way)."""
    from samsyn.basis.code_list import actions

    executor = MigrationExecutor(connection)
    needed = [leaf for leaf in executor.loader.graph.leaf_nodes() if leaf[0] in {"access", "basis"}]
    if not executor.migration_plan(needed):
        actions.load_code_lists(by=None, only_new=True)
