"""OCEL 2.0 as JSON: the form that the others are loaded to."""

import json
from pathlib import Path
from typing import Any

from samsyn.evidence.process.taken import unreadable


def load(file: Path, name: str) -> Any:
    """What the file says. Raises `EvidenceError` UNREADABLE."""
    try:
        return json.loads(file.read_bytes())
    except (ValueError, RecursionError) as error:
        raise unreadable("JSON", error, name) from None


def write(log: dict[str, Any], file: Path) -> None:
    """The log as it is."""
    file.write_text(json.dumps(log, ensure_ascii=False, indent=1), encoding="utf-8")
