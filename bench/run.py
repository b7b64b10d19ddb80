"""Measure the pages on one engine and print a table. `python -m bench.run` with SAMSYN_DATABASE_URL set.

CPU is this process' own per request, without a server; throughput is Granian (2 workers, 1 thread each) on
loopback with 8 clients for a few seconds. Beside them stand the list's bare SQL and a frozen plain Django page.
"""

import os
import statistics
import sys
import time
from collections.abc import Callable
from typing import Any

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "samsyn.web.settings")
os.environ.setdefault("SAMSYN_REQUIRE_MFA", "no")
READ_BY_ALL = ("start page", "list of 50", "yardstick list", "search by name", "open case")
REPEATS = int(os.environ.get("BENCH_REPEATS", "120"))


def set_up() -> None:
    """Django with the yardstick's address added, and the database migrated and filled."""
    import django
    from django.conf import settings

    settings.ROOT_URLCONF = "bench.urls"
    settings.STORAGES = {
        **settings.STORAGES,
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
    }
    django.setup()
    from django.core.management import call_command

    from samsyn.entry.person import actions

    actions.LOOKUPS_PER_WINDOW = 1_000_000  # counted as ever, but one actor searches more than anybody would
    call_command("migrate", verbosity=0)


def actors() -> dict[str, tuple[str, int]]:
    """Whom to measure as, and their number of cases: the middle one, the smallest, the largest. Builds data first."""
    from django.db.models import Count

    from bench.data import Builder
    from samsyn.entry.models import Case, CaseAssignment

    if not Case.objects.exists():
        began = time.monotonic()
        Builder().build()
        print(f"built in {time.monotonic() - began:.0f} s", file=sys.stderr)
    counted = CaseAssignment.objects.values("staff_id").annotate(n=Count("pk")).order_by("n", "staff_id")
    rows = [(str(staff), n) for staff, n in counted.values_list("staff_id", "n")]
    return {"usual": rows[len(rows) // 2], "smallest": rows[0], "largest": rows[-1]}


def engine() -> str:
    """Short name of the engine measured."""
    from django.db import connection

    return str(connection.vendor)


def signed_in(staff_id: str) -> Any:
    """A test client signed in through one assignment."""
    from django.test import Client

    from samsyn.access.models import User
    from samsyn.basis.staff.models import Staff

    client = Client()
    user = User.objects.get(pk=Staff.objects.get(pk=staff_id).user_id)
    client.force_login(user)
    session = client.session
    session["staff_id"] = staff_id
    session.save()
    return client


def measure(call: Callable[[], Any], repeats: int = REPEATS) -> dict[str, float]:
    """CPU per call in ms (mean), wall p50 and p95 in ms."""
    for _ in range(5):
        call()
    walls, cpu = [], time.process_time()
    for _ in range(repeats):
        began = time.perf_counter()
        call()
        walls.append((time.perf_counter() - began) * 1000)
    cpu = (time.process_time() - cpu) * 1000 / repeats
    return {"cpu": cpu, "p50": statistics.median(walls), "p95": statistics.quantiles(walls, n=20)[18]}


def queries(call: Callable[[], Any]) -> int:
    """Statements one call sends, without transaction control and settings."""
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    control = ("BEGIN", "COMMIT", "SAVEPOINT", "RELEASE", "ROLLBACK", "SET ", "SELECT set_config", "PRAGMA")
    with CaptureQueriesContext(connection) as seen:
        call()
    return len([q for q in seen.captured_queries if not q["sql"].startswith(control)])


def pages(client: Any, staff_id: str) -> dict[str, Callable[[], Any]]:
    """The acts to measure, each a call that must answer as expected."""
    from django.urls import reverse

    from samsyn.entry.models import CaseAssignment

    own = CaseAssignment.objects.filter(staff_id=staff_id).order_by("sort_key")
    case, written = own.first(), own.last()  # what is saved again and again grows, and is not what is read
    person = case.case.person
    name = f"{person.given_name} {person.family_name.split()[0]}"

    def get(address: str) -> Callable[[], Any]:
        def call() -> None:
            response = client.get(address)
            if response.status_code != 200:
                raise RuntimeError(f"{address}: {response.status_code}")

        return call

    def post(address: str, data: dict[str, str], expected: int) -> Callable[[], Any]:
        def call() -> None:
            response = client.post(address, data)
            if response.status_code != expected:
                raise RuntimeError(f"{address}: {response.status_code}")

        return call

    note = {"text": "Vi talade om nästa steg.", "category": "other"}
    return {
        "start page": get(reverse("start")),
        "list of 50": get(reverse("case:list")),
        "yardstick list": get(reverse("bench_plain_list")),
        "search by name": post(reverse("person:search"), {"words": name}, 200),
        "search by number": post(reverse("person:search"), {"words": "19850101-9809"}, 200),
        "open case": get(reverse("case:page", args=[case.case_id])),
        "save a note": post(reverse("note:write", args=[written.case_id]), note, 302),
    }


def floor(staff_id: str) -> Callable[[], Any]:
    """The list's bare SQL: own assignments, case, person, permission."""
    from django.db import connection

    from samsyn.access.policy import Policy
    from samsyn.basis.staff.models import Staff
    from samsyn.basis.staff.queries import actor_of
    from samsyn.entry.case.models import OwnAssignment

    actor = actor_of(Staff.objects.get(pk=staff_id))
    rows = Policy.all(OwnAssignment, actor).order_by("sort_key", "id")
    sql, values = rows.values_list("case_id", "case__number", "case__person__given_name")[:50].query.sql_with_params()

    def call() -> None:
        with connection.cursor() as cursor:
            cursor.execute(sql, values)
            cursor.fetchall()

    return call


def main() -> None:
    """Print the table for one engine as Markdown."""
    set_up()
    found = actors()
    print(f"\n## {engine()}, {os.environ.get('BENCH_CASES', '100000')} cases x 20 happenings, 60 parties\n")
    print("| actor (cases) | page | CPU ms | p50 ms | p95 ms | queries |\n|---|---|---|---|---|---|")
    for name, (staff_id, cases) in found.items():
        client = signed_in(staff_id)
        for label, call in pages(client, staff_id).items():
            if name == "usual" or label in READ_BY_ALL:
                _print(f"{name} ({cases})", label, measure(call), queries(call))
        _print(f"{name} ({cases})", "SQL floor of the list", measure(floor(staff_id)), 1)
    from bench.throughput import throughput

    throughput(found["usual"][0])


def _print(actor: str, label: str, m: dict[str, float], count: int) -> None:
    print(f"| {actor} | {label} | {m['cpu']:.1f} | {m['p50']:.1f} | {m['p95']:.1f} | {count} |", flush=True)


if __name__ == "__main__":
    main()
