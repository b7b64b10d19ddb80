"""From the live record to the tables of `samsyn.evidence`, as immutable snapshots: the only port between them.

For pages: `study.queries.own_study(actor)` or `association_study(actor)` says which study somebody may ask
(`study.audience`: inside or association), `study.queries.newest(study)` which snapshot answers (rows that keep an
answer have a foreign key to it and go with it), and `current(study)` where its files are:

    folder = extract.current(study)
    tables = Tables.from_folder(folder) if folder else None
"""

from pathlib import Path

from samsyn.learning.study import files
from samsyn.learning.study.models import Study


def current(study: Study) -> Path | None:
    """The folder of the newest whole snapshot, never a half one; None until there is one."""
    return files.current(study.pk)
