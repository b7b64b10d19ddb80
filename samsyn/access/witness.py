"""How far each chain reached, noted in a file beside the database.

Whoever may write in the database can cut the end of a chain together with its head; what stands here shows it.
The file is only added to. Copy it to another machine, and not even who may write here can hide a cut.
"""

import json
import os
import uuid
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.conf import settings

from samsyn.access import clock
from samsyn.access.audit import Fault
from samsyn.access.models import AuditEntry, ChainHead, ChainSegment


def file() -> Path:
    """Where the heads are noted."""
    return Path(settings.SAMSYN_DATA_DIR) / "heads.jsonl"


def note_heads() -> int:
    """Add a line for each chain that grew since it was last noted; answers how many."""
    known = {line["party"]: line["seq"] for line in _lines()}
    grown = [head for head in ChainHead.objects.order_by("party_id") if head.seq > known.get(str(head.party_id), 0)]
    at = clock.now().isoformat()
    rows = [{"at": at, "party": str(head.party_id), "seq": head.seq, "hash": head.hash} for head in grown]
    if rows:
        file().parent.mkdir(parents=True, exist_ok=True)
        with os.fdopen(os.open(file(), os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600), "w") as out:
            out.write("".join(f"{json.dumps(row)}\n" for row in rows))
            out.flush()
            os.fsync(out.fileno())
    return len(rows)


def put_aside() -> None:
    """Begin anew, keeping what was noted: an older database was put back, or a demo starts over."""
    if file().exists():
        file().rename(file().with_name(f"heads-until-{clock.now():%Y%m%dT%H%M%S%f}.jsonl"))


def faults() -> Iterator[Fault]:
    """Every noted head that its chain no longer has."""
    noted: dict[uuid.UUID, dict[int, str]] = defaultdict(dict)
    for line in _lines():
        noted[uuid.UUID(line["party"])][line["seq"]] = line["hash"]
    for party_id, heads in noted.items():
        yield from _faults_of(party_id, heads)


def _faults_of(party_id: uuid.UUID, heads: dict[int, str]) -> Iterator[Fault]:
    ends = dict(ChainSegment.objects.filter(party_id=party_id).values_list("last_seq", "last_hash"))
    sealed = max(ends, default=0)
    every = sorted(heads)
    for some in (every[n : n + 500] for n in range(0, len(every), 500)):
        rows = AuditEntry.objects.filter(party_id=party_id, seq__in=some).values_list("seq", "hash")
        found = {**dict(rows), **ends}
        for seq in some:
            if found.get(seq) != heads[seq] and (seq in found or seq > sealed):
                yield Fault(party_id, seq, "is not as it was noted beside the database, or is gone")


def _lines() -> Iterator[dict[str, Any]]:
    """What was noted; a line that was cut off as the machine died says nothing."""
    if not file().exists():
        return
    with file().open() as lines:
        for line in lines:
            try:
                yield json.loads(line)
            except ValueError:
                continue
