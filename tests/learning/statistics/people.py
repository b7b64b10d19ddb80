"""A snapshot that is there, for tests of statistics: made-up tables under a study of a party or of the association."""

import datetime as dt

import pyarrow as pa

from samsyn.access import clock
from samsyn.learning.study import files
from samsyn.learning.study.models import Snapshot, Study
from tests.factories import snapshot
from tests.factories.basis import World

SIZE = 400
_tables = None


def tables():
    """The same all through: drawn once."""
    global _tables
    _tables = _tables or snapshot.tables(SIZE)
    return _tables


def study(w: World, party=None) -> Study:
    """The party's own, or the association's."""
    kind = Study.Kind.PARTY if party else Study.Kind.ASSOCIATION
    return Study.objects.create(association=w.association, kind=kind, party=party, name=f"Statistik {party or ''}")


def take(of: Study, *, made=None, size: int = SIZE) -> Snapshot:
    """A snapshot of it, whole and the newest."""
    made_at = clock.now() + (dt.timedelta(seconds=1) if Snapshot.objects.filter(study=of).exists() else dt.timedelta())
    made = made or tables()
    rows = {name: table.num_rows for name, table in made.items()} | {"participations": size}
    found = Snapshot.objects.create(study=of, state=Snapshot.State.READY, made_at=made_at, rows=rows)
    folder = snapshot.write(files.make_folder(files.unfinished(of.pk, found.pk)), made)
    files.write_json(folder / files.SAYS, {"rows": rows})
    files.publish(of.pk, found.pk)
    return found


def renamed(made, name: str):
    """The same tables, all in one intervention of this name."""
    rows = made["participations"]
    at, all_ = rows.column_names.index("intervention"), pa.array([name] * rows.num_rows)
    return {**made, "participations": rows.set_column(at, "intervention", all_)}
