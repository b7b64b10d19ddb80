"""From the live record to the tables of `samsyn.evidence`, as immutable snapshots: the only port between them.

For pages: `study.queries.own_study(actor)` or `association_study(actor)` says which study somebody may ask
(`study.audience`: inside or association), `study.queries.newest(study)` which snapshot answers (rows that keep an
answer have a foreign key to it and go with it), and `current(study)` where its files are:

    folder = extract.current(study)
    tables = Tables.from_folder(folder) if folder else None

A snapshot is made in parts of some persons, each whole on the disk or not there: what was interrupted goes on with
the next part. At the end they are put together, and the pointer is moved.
"""

import fcntl
import shutil
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from django.db import transaction

from samsyn.access import clock, db
from samsyn.learning.study import actions, counts, events, files, record, withdrawn
from samsyn.learning.study.models import Snapshot, Study, StudyPerson, StudyWorker
from samsyn.learning.study.record import Part, rows_of
from samsyn.learning.study.scope import Scope, scope_of

FORM = 1  # of snapshot.json and of the contract
PERSONS = 1_000  # in a part
MOST_TIMES = 3  # that what is taken back meanwhile makes it begin again; after that the next one is without it
AT_ONCE = 5_000
IN_GROUP = 120_000  # rows in a group of the finished file
ALL_CODES = 2**64
SAYS = "part.json"
WRITERS: dict[str, Callable[[Part], None]] = {
    "livelihoods": events.write_livelihoods,
    "happenings": events.write_happenings,
    "progress": events.write_progress,
    "costs": events.write_costs,
}


class Busy(Exception):
    """Another process makes a snapshot of the study."""


def current(study: Study) -> Path | None:
    """The folder of the newest whole snapshot, never a half one; None until there is one."""
    return files.current(study.pk)


def make(snapshot: Snapshot) -> Iterator[Snapshot]:
    """Make it, a part at a time: gives it back after each with `parts_done`, at last READY.

    Whoever stops asking may go on later, in another process: parts that are done stay. What was taken back while it
    was made makes it begin again. Raises `Busy`.
    """
    with _alone(snapshot.study):
        for _again in range(MOST_TIMES):
            _begin(snapshot)
            yield from _parts(snapshot)
            if not withdrawn.first(snapshot.study, _started(snapshot)):
                break
        _finish(snapshot)
        yield snapshot


@contextmanager
def _alone(study: Study) -> Iterator[None]:
    """One process at a time; the lock goes with it, however it ends."""
    with (files.make_folder(files.of_study(study.pk)) / ".lock").open("w") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise Busy from None
        yield


def _started(snapshot: Snapshot) -> Any:
    assert snapshot.started_at is not None
    return snapshot.started_at


def _begin(snapshot: Snapshot) -> None:
    """Name everybody who leaves by name, and say in how many parts; what was begun and still holds goes on."""
    begun = snapshot.started_at
    if begun and snapshot.parts and not withdrawn.first(snapshot.study, begun):
        return
    files.remove(snapshot.study_id, snapshot.pk)
    started_at, scope = clock.now(), scope_of(snapshot.study)
    actions.name_workers(snapshot.study, by=None)
    for persons in _persons(scope):
        actions.name_persons(snapshot.study, persons, by=None)
    number = StudyPerson.objects.filter(study=snapshot.study).count()
    actions.begin_snapshot(snapshot, by=None, parts=-(-number // PERSONS) + 1, started_at=started_at)


def _persons(scope: Scope) -> Iterator[list[Any]]:
    """Keys of persons without an id in the study, some at a time."""
    named = StudyPerson.objects.filter(study=scope.study).values("person_id")
    rows = scope.by_name().exclude(item__case__person_id__in=named).order_by("pk")
    last = None
    while True:
        more = rows.filter(pk__gt=last) if last else rows
        found = list(more.values_list("pk", "item__case__person_id")[:AT_ONCE])
        if not found:
            return
        last = found[-1][0]
        yield [person for _pk, person in found]


def _parts(snapshot: Snapshot) -> Iterator[Snapshot]:
    folder = files.make_folder(files.unfinished(snapshot.study_id, snapshot.pk))
    if files.finished(snapshot.study_id, snapshot.pk).exists():
        return
    scope = scope_of(snapshot.study)
    workers = dict(StudyWorker.objects.filter(study=snapshot.study).values_list("user_id", "code"))
    for number in range(snapshot.parts):
        part = folder / f"part-{number:06d}"
        if not part.exists():
            _write(part, scope, workers, number, snapshot.parts - 1)
            db.let_others_write()
        snapshot.parts_done = number + 1
        yield snapshot


def _write(folder: Path, scope: Scope, workers: dict[int, str], number: int, of: int) -> None:
    """One part: in a folder of its own that gets its name when it is whole on the disk."""
    draft = folder.with_name(f".{folder.name}")
    shutil.rmtree(draft, ignore_errors=True)
    files.make_folder(draft)
    with transaction.atomic():
        said = _write_counts(draft, scope) if number == of else _write_persons(draft, scope, workers, number, of)
    files.write_json(draft / SAYS, said)
    draft.replace(folder)
    files.sync_folder(folder.parent)


def _write_persons(folder: Path, scope: Scope, workers: dict[int, str], number: int, of: int) -> dict[str, Any]:
    """Those whose random ids lie in this part's share of all ids: so nothing says who came first."""
    first, last = (f"{min(at * ALL_CODES // of, ALL_CODES - 1):016x}" for at in (number, number + 1))
    keys = StudyPerson.objects.filter(study=scope.study, code__gte=first)
    keys = keys.filter(code__lt=last) if number + 1 < of else keys
    known = {row.person_id: row for row in keys}
    part = Part(scope, known, rows_of(scope, known), workers)
    record.write_people(part)
    record.write_participations(part)
    for group, write in WRITERS.items():
        if scope.givers(group):
            write(part)
    seen = {row.person_id for row in part.rows}
    for name, rows in record.sorted_rows(part.out).items():
        with _table(folder / f"{name}.parquet", name) as add:
            add(rows)
    unseen = [row.pk for key, row in known.items() if key not in seen]
    return {"left_out": dict(part.left_out), "unseen": unseen}


def _write_counts(folder: Path, scope: Scope) -> dict[str, Any]:
    """Those who are only counted: a row with sex and year each, or a number."""
    left_out = Counter({"no_decision": scope.begun().count() - scope.released().count()})
    with _table(folder / "participations.parquet", "participations") as add:
        for row in counts.rows(scope, left_out):
            add([row])
    with _table(folder / "costs.parquet", "costs") as add:
        add(counts.costs(scope))
    return {"left_out": {why: n for why, n in left_out.items() if n}, "unseen": []}


@contextmanager
def _table(path: Path, name: str) -> Iterator[Callable[[Sequence[tuple[Any, ...]]], None]]:
    """A Parquet file in the contract's form that rows are added to; on the disk when it is closed."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    from samsyn.evidence.tables import SCHEMAS

    schema = SCHEMAS[name].arrow()
    waiting: list[tuple[Any, ...]] = []
    with pq.ParquetWriter(path, schema, compression="zstd") as writer:

        def write() -> None:
            columns = zip(*waiting, strict=True)
            arrays = [pa.array(values, field.type) for values, field in zip(columns, schema, strict=True)]
            writer.write_table(pa.table(arrays, schema=schema))
            waiting.clear()

        def add(rows: Sequence[tuple[Any, ...]]) -> None:
            waiting.extend(rows)
            if len(waiting) >= AT_ONCE:
                write()

        yield add
        if waiting:
            write()
    files.sync_file(path)


def _finish(snapshot: Snapshot) -> None:
    """Put the parts together, say what it is, move the pointer, and then tell the database."""
    folder, whole = (place(snapshot.study_id, snapshot.pk) for place in (files.unfinished, files.finished))
    unseen: list[int] = []
    if not whole.exists():
        said = [files.read_json(one / SAYS) for one in sorted(folder.glob("part-*"))]
        rows = {name: _joined(folder, name) for name in _names()}
        files.write_json(folder / files.SAYS, _says(snapshot, rows, said))
        unseen = [key for one in said for key in one["unseen"]]
        for part in folder.glob("part-*"):
            shutil.rmtree(part)
    files.publish(snapshot.study_id, snapshot.pk)
    told = files.read_json(whole / files.SAYS)
    size = sum(one.stat().st_size for one in whole.iterdir())
    actions.finish_snapshot(
        snapshot, by=None, rows=told["rows"], left_out=told["left_out"], size=size, unseen=unseen
    )


def _names() -> Iterable[str]:
    from samsyn.evidence.tables import SCHEMAS

    return SCHEMAS


def _joined(folder: Path, name: str) -> int:
    """The parts of one table as one file, in their order, some groups of rows at a time. Answers how many rows."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    from samsyn.evidence.tables import SCHEMAS

    schema, count = SCHEMAS[name].arrow(), 0
    waiting: list[pa.Table] = []
    path = folder / f"{name}.parquet"
    with pq.ParquetWriter(path, schema, compression="zstd") as writer:
        for one in sorted(folder.glob(f"part-*/{name}.parquet")):
            waiting.append(pq.read_table(one, schema=schema, memory_map=False, use_threads=False))
            if sum(part.num_rows for part in waiting) >= IN_GROUP:
                writer.write_table(pa.concat_tables(waiting))
                waiting.clear()
            count += pq.read_metadata(one).num_rows
        writer.write_table(pa.concat_tables([*waiting, schema.empty_table()]))
    files.sync_file(path)
    return count


def _says(snapshot: Snapshot, rows: dict[str, int], said: list[dict[str, Any]]) -> dict[str, Any]:
    """What the tables are and rest on: for whoever opens the folder without Samsyn."""
    study, left_out = snapshot.study, Counter[str]()
    for one in said:
        left_out.update(one["left_out"])
    folder = files.unfinished(snapshot.study_id, snapshot.pk)
    return {
        "id": snapshot.pk, "form": FORM, "study": study.name, "kind": study.kind, "audience": study.audience,
        "purpose": study.purpose, "made_at": clock.now().isoformat(), "as_of": _started(snapshot).isoformat(),
        "rows": rows, "left_out": dict(left_out),
        "sha256": {f"{name}.parquet": files.sha256(folder / f"{name}.parquet") for name in rows},
        "decisions": [
            {
                "party": one.party.name, "tables": one.tables, "categories": one.categories, "ground": one.ground,
                "from": one.starts_on, "until": one.ends_on, "decision": one.pk, "reference": one.reference,
            }
            for one in scope_of(study).decisions
        ],
    }  # fmt: skip


def remove(snapshots: Sequence[Snapshot]) -> int:
    """Rows with all that names them, then the files."""
    if snapshots:
        actions.remove_snapshots(list(snapshots), by=None)
    for one in snapshots:
        files.remove(one.study_id, one.pk)
    return len(snapshots)

