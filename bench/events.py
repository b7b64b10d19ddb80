"""Events: directly-follows, handovers and the times between, beside a scan of the same table and beside pm4py.

`python -m bench.events`. BENCH_EVENTS says how many (10 million), BENCH_EVENTS_PM4PY how many stand beside pm4py
(1 million; 0 leaves it out), BENCH_EVENTS_REPEATS how often. BENCH_EVENTS_LOG names a log of your own (XES or CSV with
columns case, activity, at, party) whose counts are compared with pm4py's too. *Scan* is DuckDB reading every column
that the job uses, from the same file; job and scan take turns in a process of their own, with the file in memory, two
threads each, and the median counts. Memory is that process' highest. Libraries are loaded before the clock starts;
answers 1 when a limit is missed or the forms differ. pm4py runs in `.venv-bench`, from lock/bench.txt.
"""

import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

EVENTS = int(os.environ.get("BENCH_EVENTS", "10000000"))
BESIDE = int(os.environ.get("BENCH_EVENTS_PM4PY", "1000000"))
REPEATS = int(os.environ.get("BENCH_EVENTS_REPEATS", "5"))
OWN = os.environ.get("BENCH_EVENTS_LOG", "")
FAST, SQL, MEMORY, SQL_FASTER, FAST_FASTER = 4.0, 15.0, 1.6e9, 20.0, 80.0
ACTIVITIES, PARTIES, A_CASE, TIES, DAY = 24, 8, 20, 0.3, 86_400_000_000
PM4PY = Path(__file__).parents[1] / ".venv-bench/bin/python"
SCAN_LOG = 'SELECT sum(hash("case")), sum(hash("at")), sum(hash(activity)), sum(hash(party)) FROM \'{}\''
SCAN_STORED = 'SELECT sum("case"), sum("at"), sum(activity), sum(party) FROM \'{}\''


def build(file: Path, events: int) -> None:
    """case, activity, at, party: as they happen, so in no order of cases; a third of them at midnight, so with ties."""
    import numpy as np
    import pyarrow as pa
    import pyarrow.parquet as pq

    rng, cases = np.random.default_rng(2026), max(events // A_CASE, 1)
    case = rng.integers(0, cases, events)
    began = rng.integers(14_600, 16_400, cases) * DAY
    at = began[case] + rng.exponential(90 * 86_400, events).astype(np.int64) * 1_000_000
    at -= np.where(rng.random(events) < TIES, at % DAY, 0)
    weights = 1 / np.arange(1, ACTIVITIES + 1)
    activity = rng.choice(ACTIVITIES, events, p=weights / weights.sum())
    party = (activity * 7 + rng.integers(0, 3, events)) % PARTIES
    order = np.argsort(at, kind="stable")

    def named(word: str, values: Any, most: int) -> pa.Array:
        return pa.array([f"{word} {one}" for one in range(most)]).take(pa.array(values[order]))

    table = pa.table({
        "case": pa.array(case[order]).cast(pa.string()), "activity": named("activity", activity, ACTIVITIES),
        "at": pa.array(at[order]).cast(pa.timestamp("us")), "party": named("party", party, PARTIES),
    })  # fmt: skip
    pq.write_table(table, file, compression="zstd", row_group_size=122_880)  # as DuckDB writes: threads share parts


def log(file: Path) -> Any:
    """The events as a log on DuckDB with two threads."""
    from samsyn.evidence import connect, process, read

    if file.suffix != ".parquet":
        return process.read_log(file, party="" if ".xes" in file.name else "party")
    return process.log(read(file, backend=connect(threads=2)), party="party")


def store(file: Path) -> dict[str, Any]:
    """The stored log, beside the file."""
    from samsyn.evidence import process

    process.store(log(file), _stored(file))
    return {}


def sql(file: Path) -> dict[str, Any]:
    """The plain form, from the events as they came; they are checked before the clock starts, as pm4py's are read."""
    from samsyn.evidence import process

    events = log(file)
    return _timed(lambda: process.graph(events), _scan(SCAN_LOG, file))


def fast(file: Path) -> dict[str, Any]:
    """The fast form, from the stored log."""
    from samsyn.evidence import process

    stored = _stored(file)
    return _timed(lambda: process.graph_of(stored), _scan(SCAN_STORED, stored / "events.parquet"))


def _stored(file: Path) -> Path:
    return file.with_suffix(".stored")


def _scan(said: str, file: Path) -> Callable[[], Any]:
    """Reading every column of a Parquet file; another file is not scanned."""
    import duckdb

    if file.suffix != ".parquet":
        return lambda: None

    connection = duckdb.connect()
    connection.execute("SET threads = 2")
    return lambda: connection.execute(said.format(file)).fetchall()


def _timed(job: Callable[[], Any], scan: Callable[[], Any]) -> dict[str, Any]:
    answer, times, scans, processor = job(), [], [], [0.0, 0.0]
    scan()
    for _ in range(REPEATS):
        for place, (call, found) in enumerate(((scan, scans), (job, times))):
            began, used = time.perf_counter(), time.process_time()
            call()
            found.append(time.perf_counter() - began)
            processor[place] += time.process_time() - used
    said = {name: one.to_dict() for name, one in answer.items()}
    return {
        "seconds": statistics.median(times), "scan": statistics.median(scans), "answer": said,
        "processor": processor[1] / (processor[0] or 1),
    }  # fmt: skip


JOBS = {"store": store, "sql": sql, "fast": fast}


def measured(job: str, file: Path) -> dict[str, Any]:
    """The job in a process of its own; pm4py in its own environment."""
    asked = [str(PM4PY), "-P", "bench/pm4py_job.py"] if job == "pm4py" else [sys.executable, "-m", "bench.events", job]
    done = subprocess.run([*asked, str(file)], capture_output=True, text=True, check=False)  # noqa: S603
    if done.returncode:
        sys.exit(f"bench.events {job}: {done.stderr[-2000:]}")
    answer: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return answer


def against_scan(file: Path) -> list[str]:
    """What is missed of the limits against a scan; prints the rows."""
    measured("store", file)
    plain, quick = measured("sql", file), measured("fast", file)
    for name, one, limit in (("SQL form, events as they came", plain, SQL), ("fast form, stored log", quick, FAST)):
        ratio = one["seconds"] / one["scan"]
        print(
            f"{name:32}{one['seconds']:9.3f}{one['scan']:9.3f}{ratio:8.1f}{limit:8.0f}"
            f"{one['processor']:11.1f}{one['memory'] / 1e6:11.0f}"
        )
    kept = {
        f"SQL form within {SQL:.0f} scans": plain["seconds"] <= SQL * plain["scan"],
        f"fast form within {FAST:.0f} scans": quick["seconds"] <= FAST * quick["scan"],
        "memory": quick["memory"] <= MEMORY,
        "both forms equal": plain["answer"] == quick["answer"],
    }
    return [name for name, is_kept in kept.items() if not is_kept]


def against_pm4py(file: Path, *, is_own: bool = False) -> list[str]:
    """What is missed of the limits against pm4py; prints the rows."""
    measured("store", file)
    plain, quick, theirs = (measured(job, file) for job in ("sql", "fast", "pm4py"))
    for name, one in (("pm4py", theirs), ("SQL form", plain), ("fast form", quick)):
        print(f"{name:32}{one['seconds']:9.3f}{theirs['seconds'] / one['seconds']:8.1f} times as fast")
    rows = {
        f"{row['activity']} > {row['next_activity']}": (row["count"], row["mean_seconds"])
        for row in quick["answer"]["directly_follows"]["table"]
    }
    counts = {name: count for name, (count, _) in rows.items()} == theirs["counts"]
    apart = max((abs(mean - theirs["means"].get(name, -1)) for name, (_, mean) in rows.items()), default=0)
    print(f"{len(rows)} pairs; counts {'equal' if counts else 'DIFFER'}; largest difference of a mean {apart:.1e} s")
    kept = {"counts equal pm4py's": counts, "means equal pm4py's": apart <= 1e-3}
    if not is_own:
        kept[f"SQL {SQL_FASTER:.0f} times pm4py"] = theirs["seconds"] >= SQL_FASTER * plain["seconds"]
        kept[f"fast {FAST_FASTER:.0f} times pm4py"] = theirs["seconds"] >= FAST_FASTER * quick["seconds"]
    return [name for name, is_kept in kept.items() if not is_kept]


def highest() -> int:
    """The most memory this process has had; what its parent had does not count, as it would by `getrusage`."""
    told = Path("/proc/self/status").read_text()
    return 1024 * next(int(line.split()[1]) for line in told.splitlines() if line.startswith("VmHWM"))


def compare(folder: Path) -> int:
    """Everything asked for; 1 when a limit is missed."""
    missed = []
    if EVENTS:
        build(folder / "events.parquet", EVENTS)
        print(f"{EVENTS} events, median of {REPEATS}")
        print(f"{'':32}{'seconds':>9}{'scan':>9}{'ratio':>8}{'limit':>8}{'processor':>11}{'memory MB':>11}")
        missed += against_scan(folder / "events.parquet")
    if BESIDE:
        build(folder / "beside.parquet", BESIDE)
        print(f"{BESIDE} events beside pm4py")
        missed += against_pm4py(folder / "beside.parquet")
    if OWN:
        own = folder / Path(OWN).name
        own.symlink_to(Path(OWN).resolve())
        print(f"{OWN} beside pm4py")
        missed += against_pm4py(own, is_own=True)
    print("missed: " + ", ".join(missed) if missed else "all limits kept")
    return 1 if missed else 0


def main(arguments: list[str]) -> int:
    """Compare; or, in a process of its own, one job."""
    if arguments:
        answer = JOBS[arguments[0]](Path(arguments[1]))
        answer["memory"] = highest()
        print(json.dumps(answer))
        return 0
    with tempfile.TemporaryDirectory(prefix="samsyn-bench.") as folder:
        return compare(Path(folder))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
