"""`samsyn import published` and `samsyn tables published`: a report's tables come in, and go out as they came."""

import argparse
import json
import sys
from typing import Any

from samsyn.access.actor import acting
from samsyn.evidence import published
from samsyn.learning.published.actions import load_report
from samsyn.learning.published.models import PublishedReport
from samsyn.learning.published.queries import Counted, counted
from samsyn.web.operations import Refused


def load(asked: argparse.Namespace) -> int:
    """Read a folder in; say what contradicts itself. Nothing is kept of a folder that cannot be read."""
    report = published.read(asked.path)
    with acting(None):
        kept = load_report(report, by=None)
    good, every = len(report.reproducible), len(report.tables)
    print(f"{kept.name}: {report.people} people constructed; {good} of {every} tables come out cell by cell.")
    for note in report.notes:
        print(note.en)
    _tell_faults(report, sys.stdout)
    return 0


def tables(asked: argparse.Namespace) -> int:
    """Print a report's tables, counted from its constructed people."""
    from samsyn.evidence.published.writing import of_rows

    found = counted(_chosen(asked.report))
    if asked.csv:
        sys.stdout.write(of_rows(found.rows))
        _tell_faults(found.report, sys.stderr)
    elif asked.json:
        print(json.dumps(_data(found), ensure_ascii=False, indent=1))
    else:
        _print(found)
    return 0


def _chosen(name: str | None) -> PublishedReport:
    rows = PublishedReport.objects.order_by("name", "association_id")
    found = list(rows.filter(name=name) if name else rows)
    if len(found) > 1:  # the installation's own before an association's
        found = [one for one in found if one.association_id is None] if name else found
    if len(found) == 1:
        return found[0]
    known = ", ".join(dict.fromkeys(rows.values_list("name", flat=True)))
    if not known:
        raise Refused("no report has been read in: samsyn import published FOLDER")
    raise Refused(f"say which report with --report. There is: {known}")


def _tell_faults(report: "published.Report", out: Any) -> None:
    for table in report.tables:
        if faults := report.faults_of(table.name):
            print(f"{table.name} is published, not reproducible; its numbers are kept as printed:", file=out)
            for one in faults:
                print(f"  {one.code}: {one.said('en')}", file=out)


def _data(found: Counted) -> dict[str, Any]:
    report = found.report
    return {
        "report": report.description.name, "people": report.people, "by_sex": dict(report.by_sex), "constructed": True,
        "tables": [_table(found, one) for one in report.tables],
        "percentages": found.percentages.to_dict()["parts"],
        "before_after": [one.to_dict() for one in found.crossed],
    }  # fmt: skip


def _table(found: Counted, table: "published.Table") -> dict[str, Any]:
    faults = found.report.faults_of(table.name)
    return {
        "table": table.name, "reproducible": not faults, "missing": table.about.missing,
        "base": _base(found, table), "faults": [{"code": one.code, "en": one.said("en")} for one in faults],
        "rows": [{"category": row.category, **row.cells} for row in found.rows[table.name]],
    }  # fmt: skip


def _base(found: Counted, table: "published.Table") -> int:
    """Who answered."""
    out = (table.about.missing, table.total.category)
    return sum(row.cells["total"] or 0 for row in found.rows[table.name] if row.category not in out)


def _print(found: Counted) -> None:
    report = found.report
    print(f"{report.description.called('en')}: {report.people} people. They are constructed: nobody is real.")
    for table in report.tables:
        base, is_sound = _base(found, table), not report.faults_of(table.name)
        print(f"\n{table.name} (base: {base} who answered){'' if is_sound else ' - published, not reproducible'}")
        for row in found.rows[table.name]:
            cells = "".join(f"{'' if number is None else number:>8}" for number in row.cells.values())
            share = _share(row, table, base)
            print(f"  {row.category[:60]:<60}{cells}{share:>7}")
    _print_shares(found)
    _tell_faults(report, sys.stdout)


def _share(row: "published.Row", table: "published.Table", base: int) -> str:
    if not base or row.category in (table.about.missing, table.total.category):
        return ""
    return f"{(row.cells['total'] or 0) / base:.0%}"


def _print_shares(found: Counted) -> None:
    if found.percentages.parts:
        print("\nPercentages of the report's text, each with its base:")
    for one in found.percentages.parts:
        share = "-" if one.estimate is None else f"{one.estimate:.1%}"
        mark = "" if one.details["agrees"] else " (does not agree)"
        base = f"{one.numerator:g} of {one.denominator:g}"
        print(f"  {one.method.en}: {base} = {share}, printed {one.details['printed']:g} %{mark}")
    print()
