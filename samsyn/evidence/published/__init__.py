"""Published follow-up: the tables of a report that was printed without its people, counted and questioned again.

    report = published.read("reference/published/kv")      # what is printed, and where it contradicts itself
    made = published.construct(report)                     # people who give exactly those tables; nobody real
    published.counted(made)                                # every table, counted from the people

The people are constructed: that each table comes out says nothing of how two tables hang together.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from samsyn.evidence.published.counting import Constructed as Constructed
    from samsyn.evidence.published.counting import counted as counted
    from samsyn.evidence.published.counting import rows as rows
    from samsyn.evidence.published.crossing import crossed as crossed
    from samsyn.evidence.published.people import construct as construct
    from samsyn.evidence.published.printed import COLUMNS as COLUMNS
    from samsyn.evidence.published.printed import Fault as Fault
    from samsyn.evidence.published.printed import Pair as Pair
    from samsyn.evidence.published.printed import Report as Report
    from samsyn.evidence.published.printed import Row as Row
    from samsyn.evidence.published.printed import Table as Table
    from samsyn.evidence.published.printed import pairs as pairs
    from samsyn.evidence.published.reading import read as read
    from samsyn.evidence.published.shares import percentages as percentages
    from samsyn.evidence.published.writing import as_csv as as_csv

_WHERE = {
    "COLUMNS": "printed", "Constructed": "counting", "Fault": "printed", "Pair": "printed", "Report": "printed",
    "Row": "printed", "Table": "printed", "as_csv": "writing", "construct": "people", "counted": "counting",
    "crossed": "crossing", "pairs": "printed", "percentages": "shares", "read": "reading", "rows": "counting",
}  # fmt: skip
__all__ = [*_WHERE]


def __getattr__(name: str) -> Any:
    """Load what is asked for when it is asked: the libraries beneath take a second."""
    if name in _WHERE:
        return getattr(import_module(f"{__name__}.{_WHERE[name]}"), name)
    raise AttributeError(f"samsyn.evidence.published has no {name}")
