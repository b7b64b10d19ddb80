"""Published follow-up: the tables of a report that was printed without its people, counted and questioned again.

    report = published.read("reference/published/kv")      # what is printed, and where it contradicts itself
    made = published.construct(report)                     # people who give exactly those tables; nobody real
    published.counted(made)                                # every table, counted from the people

The people are constructed: that each table comes out says nothing of how two tables hang together.
"""

from samsyn.evidence.published.checking import People, checked
from samsyn.evidence.published.counting import Constructed, counted
from samsyn.evidence.published.crossing import crossed
from samsyn.evidence.published.people import construct
from samsyn.evidence.published.printed import Fault, Report, Row, Table
from samsyn.evidence.published.reading import read
from samsyn.evidence.published.shares import percentages
from samsyn.evidence.published.writing import as_csv

__all__ = [
    "Constructed", "Fault", "People", "Report", "Row", "Table", "as_csv", "checked", "construct", "counted",
    "crossed", "percentages", "read",
]  # fmt: skip
