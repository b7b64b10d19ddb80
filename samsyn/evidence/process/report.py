"""Everything that the process of a log says, each part by its name."""

import ibis

from samsyn.evidence.errors import Sentence
from samsyn.evidence.process.follows import graph, starts_and_ends
from samsyn.evidence.process.measures import LONG, collected, durations, gaps, joint_share, parallelism, serial_chains
from samsyn.evidence.process.paths import variants as variants_of
from samsyn.evidence.process.taken import told
from samsyn.evidence.result import Result

READ = Sentence(
    "Ärenden i loggen; n är händelser. Vad som lästes ur filen men inte räknas, och vad som lades ihop, står här.",
    "Cases in the log; n is events. What was read from the file and does not count, and what was joined, stands here.",
)


def report(events: ibis.Table, *, gap: int = LONG, variants: int | None = None) -> dict[str, Result]:
    """Every measure of the log by name; `gap` days count as long, `variants` is how many are listed (all).

    Raises `EvidenceError` NO_CASES, or TOO_LARGE.
    """
    found = collected(events)
    return {
        "log": _read(events, len(found)),
        "durations": durations(events, found=found),
        "joint_share": joint_share(events, found=found),
        "parallelism": parallelism(events, found=found),
        "serial_chains": serial_chains(events, found=found),
        "gaps": gaps(events, days=gap, found=found),
        **graph(events),
        "starts_and_ends": starts_and_ends(events),
        "variants": variants_of(events, most=variants),
    }


def _read(events: ibis.Table, cases: int) -> Result:
    """What the answers rest on, with what is to be told of the file."""
    of = told(events)
    return Result(
        "log", READ, int(events.count().execute()), cases, unit="cases", counted="events",
        exclusions=of.exclusions, warnings=tuple(of.warnings), details=of.details,
    )  # fmt: skip
