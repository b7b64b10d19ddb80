"""Bring the database to this version, fill it with a demo or with code lists, or remove a demo."""

import argparse
import sys
from pathlib import Path

from django.conf import settings
from django.core.management import call_command
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.utils import translation

from samsyn.access import db, witness
from samsyn.access.actor import acting
from samsyn.access.errors import RuleBroken
from samsyn.basis.code_list.actions import load_code_lists
from samsyn.basis.method.actions import load_packs
from samsyn.basis.party.models import Association
from samsyn.basis.staff.actions import begin_association, password_link
from samsyn.journey.attachment import storage
from samsyn.journey.attachment.models import Attachment
from samsyn.learning.study import files
from samsyn.web import demo as demonstration
from samsyn.web.operations import Refused
from samsyn.web.operations.running import alone


def is_migrated() -> bool:
    """Whether the database has the tables of this version."""
    executor = MigrationExecutor(connection)
    return not executor.migration_plan(executor.loader.graph.leaf_nodes())


def bring_up() -> None:
    """Migrate when needed, and take in the code lists and methods whose files are new."""
    if not is_migrated():
        call_command("migrate", verbosity=0, interactive=False)
    db.keep_private()
    with acting(None):
        load_code_lists(only_new=True)
        load_packs(settings.SAMSYN_METHODS)


def migrate(asked: argparse.Namespace) -> int:
    """`samsyn migrate`."""
    bring_up()
    print("The database is at this version.")
    return 0


def load(asked: argparse.Namespace) -> int:
    """`samsyn import code-lists` and `samsyn import methods`."""
    if asked.what == "methods":
        return _load_methods(asked.folder or settings.SAMSYN_METHODS)
    with acting(None):
        taken = load_code_lists(folder=asked.folder)
    for version in taken:
        print(f"{version.name}: valid from {version.valid_from}")
    print(f"{len(taken)} lists were new or changed.")
    return 0


def _load_methods(folder: Path) -> int:
    with acting(None):
        taken = load_packs(folder)
    for version in taken:
        print(f"{version.method.slug}: version {version.number}")
    print(f"{len(taken)} methods were new or changed.")
    return 0


def begin(asked: argparse.Namespace) -> int:
    """`samsyn begin`."""
    if not is_migrated():
        raise Refused("the database is not at this version: run samsyn migrate first")
    refuse_other_kind("set up an association", real=True)
    known = {"email": asked.email.strip(), "administrator": asked.name.strip()}
    if "@" not in known["email"] or not known["administrator"] or not asked.association.strip():
        raise Refused('say who: samsyn begin "Name of the association" address@example.org "Name of the administrator"')
    with acting(None), translation.override("en"):
        try:
            staff = begin_association(asked.association.strip(), by=None, **known)
        except RuleBroken as broken:
            raise Refused(str(broken.message)) from broken
    print(f"{asked.association} is set up. {staff.user.name} chooses a password here, once, within three days:")
    print(password_link(staff.user))
    return 0


def demo(asked: argparse.Namespace) -> int:
    """`samsyn demo`."""
    _refuse_real_installation("build demo data")
    with alone("build demo data"):
        if asked.fresh:
            _remove_everything()
        prepare_demo(asked.stage)
        told = _published_flow() if asked.flow else ""
    print(accounts() + told)
    return 0


def prepare_demo(stage: str = "plan") -> None:
    """A database of this version that holds a demo; what is there stays."""
    _refuse_real_installation("build demo data")
    bring_up()
    if not demonstration.is_built():
        with acting(None):
            demonstration.build(stage)


def _published_flow() -> str:
    found = demonstration.build_published_flow()
    waits = [spread.median if spread else 0 for spread in (found.to_decision, found.to_start)]
    ways = f"{found.enrolled} enrolled, {found.other} other joint measures, {found.returned} returned"
    return (
        f"\nKV's published flow, from the record: {found.applications} applications: {ways}."
        f"\n  Median days to a decision: {waits[0]:g}; from there to a start: {waits[1]:g}."
        "\n  Sign in as insatsansvarig@kv.example, utvarderare@kv.example or samordnare@kv.example."
    )


def accounts() -> str:
    """One demo account per role, as lines to print."""
    rows = [(one.role, one.email, one.where) for one in demonstration.accounts()]
    widths = [max((len(row[i]) for row in rows), default=0) for i in range(2)]
    lines = [f"  {role:<{widths[0]}}  {email:<{widths[1]}}  {where}" for role, email, where in rows]
    return "\n".join([f"Password for every demo account: {demonstration.PASSWORD}", *lines])


def reset(asked: argparse.Namespace) -> int:
    """`samsyn reset`."""
    _refuse_real_installation("remove everything")
    if not asked.yes and not _agreed():
        print("Nothing was removed.")
        return 1
    with alone("remove everything"):
        _remove_everything()
    print("The demo's database and attachments are removed.")
    return 0


def _agreed() -> bool:
    if not sys.stdin.isatty():
        raise Refused("say --yes (make reset YES=1) when nobody can be asked")
    where = settings.DATABASES["default"]["NAME"]
    return input(f"Remove everything in {where}? Write yes: ").strip().lower() == "yes"


def _remove_everything() -> None:
    if db.is_empty():
        return
    for key in Attachment.objects.values_list("pk", flat=True):
        storage.path_of(key).unlink(missing_ok=True)
    files.remove_all()
    db.wipe()
    witness.put_aside()


def refuse_other_kind(doing: str, *, real: bool) -> None:
    """A database holds a demo or a real association, for good; it says so itself. Raises `Refused`."""
    if db.is_empty() or not Association.objects.filter(is_demo=real).exists():
        return
    holds, other = ("a demo", "A real association") if real else ("a real association", "A demo")
    raise Refused(
        f"will not {doing}: the database holds {holds}."
        f" {other} needs a data folder or a database of its own (SAMSYN_DATA_DIR, SAMSYN_DATABASE_URL)"
    )


def _refuse_real_installation(doing: str) -> None:
    if not settings.SAMSYN_DEMO:
        raise Refused(f"will not {doing}: this is not a demo (SAMSYN_DEMO=yes says that it is)")
    refuse_other_kind(doing, real=False)
