"""10,000 people on five methods: the start page, making every derived row anew, and whether they are what pages show.

`python -m bench.methods` with SAMSYN_DATABASE_URL set; BENCH_PEOPLE says how many. The five methods are those of
`methods/` that expect most.
"""

import datetime as dt
import os
import random
import sys
import time
import uuid
from pathlib import Path
from typing import Any

from bench import run

PEOPLE = int(os.environ.get("BENCH_PEOPLE", "10000"))
STAFF_EACH = 5  # of each of 60 parties: some 100 people a caseworker
SAMPLE = 200
METHODS = 5


def main() -> None:
    """Print the table for one engine as Markdown."""
    run.set_up()
    _build()
    print(f"\n## methods: {run.engine()}, {PEOPLE} people on {METHODS} methods, 60 parties\n")
    print("| what | value |\n|---|---|")
    rows, seconds, cpu = _rebuilt()
    print(f"| all {rows} derived rows made anew | {seconds:.1f} s ({cpu:.1f} s CPU in all) |", flush=True)
    print(f"| of {SAMPLE} readers' start pages, with other content than without the rows | {_different()} |")
    for name, (staff_id, cases) in run.actors().items():
        client = run.signed_in(staff_id)
        page = run.pages(client, staff_id)["start page"]
        m = run.measure(page, repeats=40)
        print(
            f"| start page, {name} ({cases} people) | {m['cpu']:.1f} ms CPU, p50 {m['p50']:.1f}, p95 {m['p95']:.1f} ms,"
            f" {run.queries(page)} statements |",
            flush=True,
        )


def _build() -> None:
    from samsyn.entry.models import Case

    if Case.objects.exists():
        return
    began = time.monotonic()
    _builder().build()
    print(f"built in {time.monotonic() - began:.0f} s", file=sys.stderr)


def _rebuilt() -> tuple[int, float, float]:
    from samsyn.web.operations import rebuild

    began, cpu = time.monotonic(), _cpu()
    return rebuild.make_all(processes=os.cpu_count() or 1), time.monotonic() - began, _cpu() - cpu


def _cpu() -> float:
    """Seconds of this process and those it waited for."""
    found = os.times()
    return found.user + found.system + found.children_user + found.children_system


def _different() -> int:
    """Of a sample of readers, how many would be shown something else if nothing were kept."""
    from samsyn.basis.models import Staff
    from samsyn.basis.staff.queries import actor_of
    from samsyn.journey.method import kept
    from samsyn.journey.method.models import MethodStanding
    from samsyn.journey.timeline.my_cases import assigned
    from samsyn.journey.timeline.queries import ways

    def shown(keys: list[uuid.UUID]) -> list[str]:
        found = kept.expected(ways(keys, actor), actor)
        return sorted(repr((one.case_id, one.enrolment_id, one.occasion, one.turn)) for one in found)

    wrong = 0
    everybody = list(Staff.objects.select_related("user", "party").order_by("pk"))
    for staff in random.Random(7).sample(everybody, min(SAMPLE, len(everybody))):  # noqa: S311 - a repeatable sample
        actor = actor_of(staff)
        keys = [case.case_id for case in assigned(actor, most=20)]
        with_rows = shown(keys)
        rows = MethodStanding.objects.filter(party_id=actor.party_id, case_id__in=keys)
        days = {row.pk: row.made_on for row in rows}
        rows.update(made_on=dt.date(2000, 1, 1))
        wrong += with_rows != shown(keys)
        for pk, day in days.items():
            MethodStanding.objects.filter(pk=pk).update(made_on=day)
    return wrong


def _builder() -> Any:
    from bench import data
    from bench.rows import Table
    from samsyn.basis.code_list.actions import load_code_lists
    from samsyn.basis.method.actions import take_in
    from samsyn.basis.method.reading import read
    from samsyn.basis.models import Intervention, Party
    from samsyn.entry.models import Enrolment
    from samsyn.journey.models import Assessment, Meeting, StepMove

    data.CASES, data.ORDINARY_STAFF = PEOPLE, STAFF_EACH
    texts = [path.read_text(encoding="utf-8") for path in sorted(Path("methods").glob("*.yaml"))]
    texts.sort(key=lambda text: -len(read(text).expectations()))

    class MethodBuilder(data.Builder):
        """The same association, where everybody is in an intervention that follows a method."""

        def build(self) -> None:
            load_code_lists(only_new=True)
            versions = take_in(texts[:METHODS], by=None)
            self.versions = [(version.pk, version.method) for version in versions]
            self.tables |= {model: Table(model) for model in (Enrolment, Assessment, Meeting, StepMove)}
            super().build()

        def _parties(self) -> None:
            super()._parties()
            owner = Party.objects.order_by("pk").first()
            self.offered = [
                (Intervention.objects.create(
                    association=owner.association, name=method.name, owner_party=owner, method=method,
                    owner_unit=owner.units.get(), starts_on=self.now.date() - dt.timedelta(days=1000),
                ).pk, version)
                for version, method in self.versions
            ]  # fmt: skip

        def _item(
            self, case: uuid.UUID, worker: Any, kind: str, at: dt.datetime, label: str = ""
        ) -> uuid.UUID:
            key = super()._item(case, worker, kind, at, label)
            row, fields = self.tables[data.Item].rows, [f.attname for f in self.tables[data.Item].fields]
            code, state = self.random.choice(CODES.get(kind, (("", ""),)))
            if row:  # not written out just now
                row[-1][fields.index("code")], row[-1][fields.index("state")] = code, state
                if kind == "enrolment":
                    row[-1][fields.index("ends_on")] = None
            return key

        def _consent(self, case: uuid.UUID, key: uuid.UUID, people: list[Any]) -> None:
            super()._consent(case, key, people)
            self.case, self.consent, self.people = case, key, people

        def _content(self, key: uuid.UUID, kind: str, worker: Any, day: dt.date) -> None:
            super()._content(key, kind, worker, day)
            if kind == "enrolment":
                offered, version = self.random.choice(self.offered)
                self.tables[Enrolment].add(
                    item_id=key, intervention_id=offered, method_version_id=version, starts_on=day, register="consent",
                    background={},
                )  # fmt: skip
                others = [one for one in self.people if one is not worker]
                self._disclose(self.case, key, worker, others, self.consent)

    return MethodBuilder()


CODES: dict[str, tuple[tuple[str, str], ...]] = {
    "activity": (("work_training", "under_way"), ("health", "done"), ("placement", "planned"), ("studies", "done")),
    "meeting": (("three_party", "held"), ("network", "held"), ("other", "called")),
    "assessment": (("mapping", "done"), ("functional", "done")),
    "livelihood": (("sickness_benefit", ""), ("income_support", "")),
    "follow_up": (("quarterly", "done"), ("quarterly", "planned")),
    "enrolment": (("", "under_way"),),
}

if __name__ == "__main__":
    main()
