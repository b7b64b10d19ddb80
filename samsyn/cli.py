"""The `samsyn` command: everything that is done to an installation, one verb each."""

import argparse
import os
import sys
from collections.abc import Callable, Sequence
from importlib import import_module
from pathlib import Path
from typing import TypeAlias

import samsyn

Verbs: TypeAlias = "argparse._SubParsersAction[argparse.ArgumentParser]"
Act = Callable[[argparse.Namespace], int]
STAGES = ("referral", "selection", "plan", "exit")


def parser() -> argparse.ArgumentParser:
    """Every command with its options."""
    top = argparse.ArgumentParser(prog="samsyn", description="Run and look after a Samsyn installation.")
    top.add_argument("--version", action="version", version=samsyn.__version__)
    verbs = top.add_subparsers(dest="command", required=True, metavar="COMMAND")
    for add in (_serving, _data, _copies, _evidence):
        add(verbs)
    return top


def _verb(verbs: Verbs, name: str, where: str, help_: str) -> argparse.ArgumentParser:
    """A command whose work is `run(arguments)` in samsyn.web.operations.`where`."""
    one = verbs.add_parser(name, help=help_, description=help_)
    module, _, function = where.partition(":")
    one.set_defaults(where=(f"samsyn.web.operations.{module}", function or "run"))
    return one


def _up_to(most: int) -> Callable[[str], int]:
    """A whole number from 1, for an option."""

    def number(text: str) -> int:
        if not (text.isascii() and text.isdigit() and 1 <= int(text[:9]) <= most):
            raise argparse.ArgumentTypeError(f"must be a whole number from 1 to {most}")
        return int(text)

    return number


def _serving(verbs: Verbs) -> None:
    serve = _verb(verbs, "serve", "serve", "Serve the pages and run the task worker until stopped.")
    serve.add_argument("--host", help="address to listen on (SAMSYN_HOST, else 127.0.0.1)")
    serve.add_argument("--port", type=_up_to(65_535), help="port to listen on (PORT, else 8000)")
    serve.add_argument("--workers", type=_up_to(64), default=2, help="number of serving processes (2)")
    serve.add_argument(
        "--demo", action="store_true", help="migrate first, and build demo data when there is none"
    )
    _verb(verbs, "worker", "worker", "Run the task worker alone: mail, reminders, periodic work.")
    _verb(verbs, "migrate", "data:migrate", "Bring the database to this version.")


def _data(verbs: Verbs) -> None:
    demo = _verb(verbs, "demo", "data:demo", "Build a synthetic association with cases.")
    demo.add_argument("--stage", choices=STAGES, default="plan", help="how far the cases have come")
    demo.add_argument("--fresh", action="store_true", help="remove earlier demo data first")
    demo.add_argument(
        "--flow", action="store_true", help="also drive KV's published flow of 130 applications through it"
    )
    reset = _verb(verbs, "reset", "data:reset", "Remove a demo's database and attachments.")
    reset.add_argument("--yes", action="store_true", help="do not ask")
    begin = _verb(verbs, "begin", "data:begin", "Set up an association and its first system administrator.")
    begin.add_argument("association", help="its name in full")
    begin.add_argument("email", help="address that the administrator signs in with")
    begin.add_argument("name", help="the administrator's name")
    _imports(verbs)
    _tables(verbs)
    out = _verb(
        verbs, "export", "export", "Write an association's data without persons, or one case, as JSON."
    )
    out.add_argument("--association", help="name of the association; may be left out when there is one")
    out.add_argument("--case", help="case number: what one party holds of it, for a subject access report")
    out.add_argument("--by", help="e-mail of the leader who answers for the report; says which party's")
    out.add_argument("--purpose", default="", help="why, for the log (with --case)")
    out.add_argument("--output", type=Path, help="file to write (standard output)")
    tables = _verb(verbs, "extract", "extract", "Make the tables of studies anew (an immutable snapshot each).")
    tables.add_argument("--study", help="name of one study; all that go on, when left out")
    tables.add_argument("--output", type=Path, help="folder to copy the finished snapshot of one study to")


def _imports(verbs: Verbs) -> None:
    help_ = "Take in files: reference data, published tables, a project's list of participants."
    kinds = verbs.add_parser("import", help=help_, description=help_).add_subparsers(
        dest="what", required=True, metavar="WHAT"
    )
    for name in ("code-lists", "methods"):
        one = _verb(kinds, name, "data:load", f"Take in the {name.replace('-', ' ')} of a folder.")
        one.add_argument("--folder", type=Path, help="folder of the files (those of the installation)")
    report = _verb(kinds, "published", "published:load", "Take in a report's published tables; say what contradicts.")
    report.add_argument("path", type=Path, help="folder (CSV files, published.yaml) or one CSV file")
    listed = _verb(kinds, "participants", "participants", "Take in a project's own list of its participants.")
    listed.add_argument("file", type=Path, help="Excel (.xlsx) or CSV, headings in the first row")
    listed.add_argument("--intervention", required=True, help="its name")
    listed.add_argument("--by", required=True, help="e-mail of who takes it in: writes cases in the party that owns it")
    listed.add_argument("--columns", type=Path, help="YAML: columns (heading: field) and words (field: {text: code})")
    listed.add_argument("--try", dest="is_trial", action="store_true", help="only say what would happen")
    listed.add_argument("--good-rows", action="store_true", help="save the rows without faults, leave the others")


def _tables(verbs: Verbs) -> None:
    help_ = "Print the tables of a published report, counted again from its constructed people."
    kinds = verbs.add_parser("tables", help=help_, description=help_).add_subparsers(
        dest="what", required=True, metavar="WHAT"
    )
    out = _verb(kinds, "published", "published:tables", help_)
    out.add_argument("--report", help="its short name; may be left out when there is one")
    way = out.add_mutually_exclusive_group()
    way.add_argument("--csv", action="store_true", help="in the form they are read in")
    way.add_argument("--json", action="store_true", help="with bases, percentages, before and after, and faults")


def _copies(verbs: Verbs) -> None:
    _verb(verbs, "check", "check", "Verify the trace, the database, derived values, keys and attachments.")
    again = _verb(verbs, "rebuild", "rebuild", "Make anew what start pages keep of methods.")
    cores = os.cpu_count() or 1
    again.add_argument("--processes", type=_up_to(64), default=cores, help="how many at once (all cores)")
    backup = _verb(verbs, "backup", "backup:save", "Copy database, attachments and key names to one file.")
    backup.add_argument("file", type=Path)
    restore = _verb(verbs, "restore", "backup:restore", "Put a backup back, and check it.")
    restore.add_argument("file", type=Path)
    restore.add_argument("--force", action="store_true", help="replace a database that holds data")
    _verb(verbs, "rotate-keys", "keys", "Make new keys, and encrypt and index everything anew.")


def _evidence(verbs: Verbs) -> None:
    from samsyn.evidence import command

    help_ = "Answer a question from tables: what happened, to whom, how long, compared with what."
    one = verbs.add_parser("evidence", help=help_, description=help_)
    command.add(one.add_subparsers(dest="question", required=True, metavar="QUESTION"))


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; answers its exit code."""
    asked = parser().parse_args(arguments)
    if asked.command == "evidence":  # stands alone: no settings, no database
        from samsyn.evidence import command

        return command.main(asked)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "samsyn.web.settings")
    os.umask(0o077)  # what is made here is nobody else's to read
    try:
        import django

        django.setup()
        module, function = asked.where
        act: Act = getattr(import_module(module), function)
        return act(asked)
    except KeyboardInterrupt:
        return 130
    except Exception as error:
        words = _words(error)
        if words is None:
            raise
        print(f"samsyn {asked.command}: {words}", file=sys.stderr)
        return 1


def _words(error: Exception) -> str | None:
    """What to say about an error somebody can do something about; None for a fault of ours."""
    from django.db.utils import DatabaseError

    from samsyn.basis.code_list.reading import CodeListError
    from samsyn.web.operations import Refused

    if isinstance(error, DatabaseError):
        return (
            f"the database does not answer as it should: {str(error).strip()}\nHas `samsyn migrate` been run?"
        )
    if isinstance(error, Refused | CodeListError | ValueError | OSError):
        return str(error)
    return None


if __name__ == "__main__":
    sys.exit(main())
