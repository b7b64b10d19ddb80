"""The process: what follows what, who hands over to whom, how long it takes, and what happens together.

from samsyn import evidence
events = evidence.process.log(evidence.read("events.csv"), case="case", activity="activity", time="time")
evidence.process.directly_follows(events)
"""

from samsyn.evidence.process import picture
from samsyn.evidence.process.compared import compare, municipalities
from samsyn.evidence.process.events import from_happenings, log, steps
from samsyn.evidence.process.exchange import read_log, write_log
from samsyn.evidence.process.fast import graph_of
from samsyn.evidence.process.follows import directly_follows, graph, handovers, starts_and_ends
from samsyn.evidence.process.maps import Map, Step, as_map, discover, ordered, read_map
from samsyn.evidence.process.measures import collected, durations, gaps, joint_share, parallelism, serial_chains
from samsyn.evidence.process.paths import variants
from samsyn.evidence.process.per_case import per_case
from samsyn.evidence.process.report import report
from samsyn.evidence.process.storage import store, stored

__all__ = [
    "Map",
    "Step",
    "as_map",
    "collected",
    "compare",
    "directly_follows",
    "discover",
    "durations",
    "from_happenings",
    "gaps",
    "graph",
    "graph_of",
    "handovers",
    "joint_share",
    "log",
    "municipalities",
    "ordered",
    "parallelism",
    "per_case",
    "picture",
    "read_log",
    "read_map",
    "report",
    "serial_chains",
    "starts_and_ends",
    "steps",
    "store",
    "stored",
    "variants",
    "write_log",
]
