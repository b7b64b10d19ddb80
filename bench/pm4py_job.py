"""What pm4py does with the same events, in its own environment: run by bench.events, never imported."""

import json
import os
import statistics
import sys
import time

import pandas as pd
import pm4py

REPEATS = int(os.environ.get("BENCH_EVENTS_REPEATS", "5"))
NAMES = {"case_id": "case", "activity_key": "activity", "timestamp_key": "at"}


def frame(file):
    """The events in memory, before the clock starts."""
    if ".xes" in file:
        found = pm4py.read_xes(file)
        if "lifecycle:transition" in found:
            found = found[found["lifecycle:transition"].str.lower() == "complete"]
        found["party"] = found["org:group"] if "org:group" in found else found["org:resource"]
        return found.rename(columns={"case:concept:name": "case", "concept:name": "activity", "time:timestamp": "at"})[
            ["case", "activity", "at", "party"]
        ]
    found = pd.read_csv(file) if file.endswith(".csv") else pd.read_parquet(file)
    return found.assign(at=pd.to_datetime(found["at"]))


def job(events):
    """Sorted, then counts, times between, and handovers."""
    events = pm4py.format_dataframe(events, **NAMES)
    events["org:resource"] = events["party"].fillna("")
    counts, _, _ = pm4py.discover_dfg(events)
    times, _, _ = pm4py.discover_performance_dfg(events)
    pm4py.discover_handover_of_work_network(events)
    return counts, times


def main(file):
    """The median of the repeats, and the counts and means."""
    events, seconds = frame(file), []
    counts, times = job(events)
    for _ in range(min(REPEATS, 3)):
        began = time.perf_counter()
        job(events)
        seconds.append(time.perf_counter() - began)
    print(json.dumps({
        "seconds": statistics.median(seconds),
        "counts": {f"{one} > {other}": int(count) for (one, other), count in counts.items()},
        "means": {f"{one} > {other}": float(found["mean"]) for (one, other), found in times.items()},
    }))  # fmt: skip


if __name__ == "__main__":
    main(sys.argv[1])
