"""Everything that the process of a log says, each part by its name."""

import ibis

from samsyn.evidence.process.follows import graph, starts_and_ends
from samsyn.evidence.process.measures import LONG, collected, durations, gaps, joint_share, parallelism, serial_chains
from samsyn.evidence.process.paths import variants as variants_of
from samsyn.evidence.result import Result


def report(events: ibis.Table, *, gap: int = LONG, variants: int | None = None) -> dict[str, Result]:
    """Every measure of the log by name; `gap` days count as long, `variants` is how many are listed (all).

    Raises `EvidenceError` NO_CASES, or TOO_LARGE.
    """
    found = collected(events)
    return {
        "durations": durations(events, found=found),
        "joint_share": joint_share(events, found=found),
        "parallelism": parallelism(events, found=found),
        "serial_chains": serial_chains(events, found=found),
        "gaps": gaps(events, days=gap, found=found),
        **graph(events),
        "starts_and_ends": starts_and_ends(events),
        "variants": variants_of(events, most=variants),
    }
