"""Time the statistics page: an association's 10,000 participations at once, and 1,000,000 through the task worker.

`python -m bench.statistics`. Wall time of the whole request as the association's officer, with disclosure control; the
first answer of a process pays for loading the libraries, so it is told by itself. BENCH_PARTICIPATIONS: other sizes.
"""

import os
import subprocess
import sys
import time
from statistics import median
from typing import Any

from bench.run import set_up, signed_in

SIZES = [int(one) for one in os.environ.get("BENCH_PARTICIPATIONS", "10000,1000000").split(",")]
MEASURES = ("to_work_or_studies", "livelihood", "exit_reason", "length_of_stay")
AIMS = {"first": {10_000: 1.0, 1_000_000: 5.0}, "kept": 0.1}
CACHED = 20


def main() -> None:
    """Build, ask and tell."""
    set_up()
    worker = subprocess.Popen([sys.executable, "-m", "samsyn.cli", "worker"])
    try:
        print(f"{'participations':>14} {'question':30} {'first s':>8} {'waited':>7} {'kept ms':>8}")
        for size in SIZES:
            of_size(size)
    finally:
        worker.terminate()
        worker.wait()


def of_size(size: int) -> None:
    """An association of its own, with one snapshot."""
    client = snapshot_of(size)
    get(client, "numbers")  # loads the libraries, and is told by itself
    for measure in MEASURES:
        took, waited = first(client, measure)
        again = median(timed(client, measure) for _ in range(CACHED))
        over = took > AIMS["first"].get(size, 5.0) or again > AIMS["kept"]  # type: ignore[attr-defined, operator]
        note = "  over its aim" if over else ""
        print(f"{size:>14,} {measure:30} {took:8.2f} {waited:>7} {1000 * again:8.1f}{note}", flush=True)


def snapshot_of(size: int) -> Any:
    """A client signed in as the officer of an association whose newest snapshot is so large."""
    from samsyn.access import clock
    from samsyn.basis.staff.models import Role
    from samsyn.learning.study import files
    from samsyn.learning.study.models import Snapshot, Study
    from tests.factories import snapshot
    from tests.factories.basis import actor, world

    w = world()
    study = Study.objects.create(association=w.association, kind=Study.Kind.ASSOCIATION, name=f"Bench {size}")
    made = snapshot.tables(size)
    rows = {name: table.num_rows for name, table in made.items()}
    found = Snapshot.objects.create(study=study, state=Snapshot.State.READY, made_at=clock.now(), rows=rows)
    folder = snapshot.write(files.make_folder(files.unfinished(study.pk, found.pk)), made)
    files.write_json(folder / files.SAYS, {"rows": rows, "sha256": {}})
    files.publish(study.pk, found.pk)
    return signed_in(str(actor(w.pes, Role.ASSOCIATION_OFFICER).staff_id))


def get(client: Any, measure: str) -> Any:
    """The page."""
    response = client.get(f"/statistik/?measure={measure}")
    if response.status_code != 200:
        raise SystemExit(f"/statistik/?measure={measure} gave {response.status_code}")
    return response


def timed(client: Any, measure: str) -> float:
    """Seconds of one request."""
    began = time.perf_counter()
    get(client, measure)
    return time.perf_counter() - began


def first(client: Any, measure: str) -> tuple[float, str]:
    """Seconds until the answer stands on the page, and whether it was waited for."""
    began, waited = time.perf_counter(), "no"
    while b"data-following" in get(client, measure).content:
        waited = "yes"
        time.sleep(0.1)
    return time.perf_counter() - began, waited


if __name__ == "__main__":
    main()
