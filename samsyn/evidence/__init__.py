"""Evidence: what happened, to whom, how long, compared with what. Plain Python; knows nothing of the web.

Tables come first in every function, the rest by keyword; the answer is a `Result`. Counts are Ibis expressions
(DuckDB, or Spark by address); estimators work on a collected, size-limited Arrow frame.

    from samsyn import evidence
    tables = evidence.Tables.from_folder("snapshot")
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from samsyn.evidence.connection import connect as connect
    from samsyn.evidence.errors import EvidenceError as EvidenceError
    from samsyn.evidence.errors import Place as Place
    from samsyn.evidence.errors import Refused as Refused
    from samsyn.evidence.errors import Sentence as Sentence
    from samsyn.evidence.reading import read as read
    from samsyn.evidence.result import Interval as Interval
    from samsyn.evidence.result import Result as Result
    from samsyn.evidence.tables import Tables as Tables

_WHERE = {
    "connect": "connection", "EvidenceError": "errors", "Place": "errors", "Refused": "errors", "Sentence": "errors",
    "read": "reading", "Interval": "result", "Result": "result", "Tables": "tables",
}  # fmt: skip
_PARTS = ("cohort", "describe", "disclosure", "effect", "flow", "process", "progress", "published", "survival")
__all__ = [*_WHERE, *_PARTS]


def __getattr__(name: str) -> Any:
    """Load what is asked for when it is asked: the libraries beneath take a second."""
    if name in _WHERE:
        return getattr(import_module(f"{__name__}.{_WHERE[name]}"), name)
    if name in _PARTS:
        return import_module(f"{__name__}.{name}")
    raise AttributeError(f"samsyn.evidence has no {name}")
