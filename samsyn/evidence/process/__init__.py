"""The process: what follows what, who hands over to whom, how long it takes, and what happens together.

from samsyn import evidence
events = evidence.process.log(evidence.read("events.csv"), case="case", activity="activity", time="time")
evidence.process.directly_follows(events)
"""

from samsyn.evidence.process.events import from_happenings, log, steps
from samsyn.evidence.process.fast import graph_of
from samsyn.evidence.process.follows import directly_follows, graph, handovers, starts_and_ends
from samsyn.evidence.process.storage import store, stored

__all__ = [
    "directly_follows",
    "from_happenings",
    "graph",
    "graph_of",
    "handovers",
    "log",
    "starts_and_ends",
    "steps",
    "store",
    "stored",
]
