"""One million people month by month: flow and Kaplan–Meier with bands, beside pandas and lifelines on the same file.

`python -m bench.people`. BENCH_MONTHS_PEOPLE and BENCH_MONTHS say how large, BENCH_MONTHS_REPEATS how often; each job
runs in a process of its own, alternating, and the best time counts. Memory is that process' highest. Libraries are
loaded before the clock starts. Answers 1 when a limit is missed or the digits differ.
"""

import json
import os
import resource
import subprocess
import sys
import tempfile
import time
import warnings
from pathlib import Path
from typing import Any

import numpy as np

PEOPLE = int(os.environ.get("BENCH_MONTHS_PEOPLE", "1000000"))
MONTHS = int(os.environ.get("BENCH_MONTHS", "36"))
REPEATS = int(os.environ.get("BENCH_MONTHS_REPEATS", "2"))
FASTER, MEMORY, NEAR = 2.5, 1.5e9, 1e-9
STATES = ("sickness_benefit", "income_support", "unemployment_insurance", "study_support", "wage_subsidy", "work")
STAYS = 0.94
CHUNK = 50_000


def build(file: Path) -> None:
    """person, sex, month (0, 1 …), state: sorted by person and month, as a register delivers it."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    rng, names, writer = np.random.default_rng(2026), pa.array(STATES), None
    for first in range(0, PEOPLE, CHUNK):
        count = min(CHUNK, PEOPLE - first)
        states = _chain(rng, count)
        table = pa.table(
            {
                "person": np.repeat(np.arange(first, first + count, dtype=np.int64), MONTHS),
                "sex": pa.array(np.repeat(rng.choice(["woman", "man"], count), MONTHS)),
                "month": np.tile(np.arange(MONTHS, dtype=np.int32), count),
                "state": pa.DictionaryArray.from_arrays(pa.array(states.ravel()), names).cast(pa.string()),
            }
        )
        writer = writer or pq.ParquetWriter(file, table.schema)
        writer.write_table(table)
    if writer:
        writer.close()


def _chain(rng: Any, count: int) -> Any:
    """States of `count` people: they stay, or go to any other; nobody starts in work."""
    states = np.empty((count, MONTHS), dtype=np.int8)
    states[:, 0] = rng.integers(0, len(STATES) - 1, count)
    for month in range(1, MONTHS):
        moved = rng.random(count) > STAYS
        states[:, month] = np.where(moved, rng.integers(0, len(STATES), count), states[:, month - 1])
    return states


def ours(file: Path) -> dict[str, Any]:
    """Samsyn's library."""
    from samsyn.evidence import flow, read, survival

    began = time.perf_counter()
    table = read(file)
    flowed = flow.months(table, person="person", month="month", state="state")
    halfway = time.perf_counter()
    people = table.group_by("person").aggregate(
        sex=table.sex.arbitrary(), last=table.month.max(), reached=table.month.min(where=table.state == "work")
    )
    followed = people.select(
        "sex", duration=people.reached.coalesce(people.last), event=people.reached.notnull().cast("int8")
    )
    answer = survival.kaplan_meier(followed, duration="duration", event="event", group="sex", unit="months")
    ended = time.perf_counter()
    counts = {f"{a}>{b}": n for a, row in _matrix(flowed) for b, n in row}
    curves = {part.of["sex"]: [list(part.table[one].to_numpy()) for one in COLUMNS] for part in answer.parts}
    return {"flow": halfway - began, "survival": ended - halfway, "counts": counts, "curves": curves}


COLUMNS = ("time", "estimate", "low", "high")


def _matrix(flowed: Any) -> Any:
    names = flowed.details["to"]
    return [
        (a, zip(names, row, strict=True))
        for a, row in zip(flowed.details["from"], flowed.details["counts"], strict=True)
    ]


def theirs(file: Path) -> dict[str, Any]:
    """pandas and lifelines, with states as categories from the start: their fast way."""
    import pandas as pd

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        from lifelines import KaplanMeierFitter

        began = time.perf_counter()
        frame = pd.read_parquet(file, read_dictionary=["state", "sex"]).sort_values(["person", "month"])
        following = frame["state"].shift(-1).where(frame["person"] == frame["person"].shift(-1))
        steps = frame.assign(to=following).groupby(["month", "state", "to"], observed=True).size()
        made = steps.groupby(["state", "to"], observed=True).sum()
        halfway = time.perf_counter()
        people = frame.groupby("person").agg(sex=("sex", "first"), last=("month", "max"))
        people["reached"] = frame[frame["state"] == "work"].groupby("person")["month"].min()
        duration, event = people["reached"].fillna(people["last"]), people["reached"].notna()
        fitted = {
            sex: KaplanMeierFitter().fit(duration[people["sex"] == sex], event[people["sex"] == sex])
            for sex in ("man", "woman")
        }
        ended = time.perf_counter()
    counts = {f"{a}>{b}": int(n) for (a, b), n in made.items()}
    return {"flow": halfway - began, "survival": ended - halfway, "counts": counts, "curves": _curves(fitted)}


def _curves(fitted: dict[str, Any]) -> dict[str, list[list[float]]]:
    return {
        sex: [
            [float(one) for one in km.survival_function_.index],
            [float(one) for one in km.survival_function_.iloc[:, 0]],
            *([float(one) for one in km.confidence_interval_.iloc[:, side]] for side in (0, 1)),
        ]
        for sex, km in fitted.items()
    }


def measured(job: str, file: Path) -> dict[str, Any]:
    """The job in a process of its own."""
    done = subprocess.run(  # noqa: S603
        [sys.executable, "-m", "bench.people", job, str(file)], capture_output=True, text=True, check=False
    )
    if done.returncode:
        sys.exit(f"bench.people {job}: {done.stderr[-2000:]}")
    answer: dict[str, Any] = json.loads(done.stdout)
    return answer


def compare(file: Path) -> int:
    """Both, alternating; the table; and 1 when a limit is missed."""
    runs = {job: [] for job in ("ours", "theirs")}
    for _ in range(REPEATS):
        for job, found in runs.items():
            found.append(measured(job, file))
    best = {job: {one: min(run[one] for run in found) for one in ("flow", "survival")} for job, found in runs.items()}
    memory = {job: max(run["memory"] for run in found) for job, found in runs.items()}
    total = {job: sum(times.values()) for job, times in best.items()}
    print(f"{PEOPLE} people, {MONTHS} months, best of {REPEATS}")
    print(f"{'':24}{'samsyn':>10}{'pandas + lifelines':>22}{'ratio':>8}")
    for one in ("flow", "survival"):
        print(f"{one + ', s':24}{best['ours'][one]:10.2f}{best['theirs'][one]:22.2f}"
              f"{best['theirs'][one] / best['ours'][one]:8.1f}")  # fmt: skip
    ratio = total["theirs"] / total["ours"]
    print(f"{'both, s':24}{total['ours']:10.2f}{total['theirs']:22.2f}{ratio:8.1f}")
    print(f"{'memory, MB':24}{memory['ours'] / 1e6:10.0f}{memory['theirs'] / 1e6:22.0f}")
    apart = difference(runs["ours"][0], runs["theirs"][0])
    print(f"largest difference: {apart:.1e}")
    kept = {f"faster than {FASTER}": ratio >= FASTER, "memory": memory["ours"] <= MEMORY, "equal": apart <= NEAR}
    missed = [name for name, is_kept in kept.items() if not is_kept]
    print("missed: " + ", ".join(missed) if missed else "all limits kept")
    return 1 if missed else 0


def difference(one: dict[str, Any], other: dict[str, Any]) -> float:
    """The largest, over every count of the flow and every point of the curves and their bands."""
    cells = set(one["counts"]) | set(other["counts"])
    counts = [abs(one["counts"].get(cell, 0) - other["counts"].get(cell, 0)) for cell in cells]
    curves = [
        float(np.abs(np.array(mine) - np.array(other["curves"][sex])).max()) for sex, mine in one["curves"].items()
    ]
    return max([*counts, *curves])


def main(arguments: list[str]) -> int:
    """Compare; or, in a process of its own, one job."""
    if arguments:
        answer = {"ours": ours, "theirs": theirs}[arguments[0]](Path(arguments[1]))
        answer["memory"] = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024
        print(json.dumps(answer, default=float))
        return 0
    with tempfile.TemporaryDirectory(prefix="samsyn-bench.") as folder:
        file = Path(folder) / "months.parquet"
        began = time.perf_counter()
        build(file)
        print(f"built in {time.perf_counter() - began:.0f} s, {file.stat().st_size / 1e6:.0f} MB", file=sys.stderr)
        return compare(file)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
