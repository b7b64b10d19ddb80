"""`samsyn import participants`: a project's own list, with the same reading and the same acts as the page."""

import argparse
from collections import Counter

from ruamel.yaml import YAML
from ruamel.yaml.error import YAMLError

from samsyn.access.actor import Actor, acting
from samsyn.access.errors import RuleBroken
from samsyn.basis.staff.models import Staff
from samsyn.basis.staff.queries import active, actor_of
from samsyn.journey.participant_list import actions, queries, working
from samsyn.journey.participant_list.models import ParticipantList
from samsyn.web.operations import Refused


def run(asked: argparse.Namespace) -> int:
    """Say what becomes of each row; save when all are good, or the good ones were asked for."""
    actor = _actor(asked.by, asked.intervention)
    with acting(actor):
        try:
            return _tried_and_taken(asked, actor)
        except RuleBroken as broken:
            raise Refused(str(broken.message)) from None


def _tried_and_taken(asked: argparse.Namespace, actor: Actor) -> int:
    found = actions.begin_trial(_sent_in(asked, actor), by=actor)
    working.work(found, by=actor)
    found = queries.lists(actor).get(pk=found.pk)
    faulty = _tell(found)
    if asked.is_trial or (faulty and not asked.good_rows):
        actions.drop(found, by=actor)
        print("Nothing was saved." + ("" if asked.is_trial else " Mend the rows, or use --good-rows."))
        return int(bool(faulty))
    working.work(actions.begin_taking(found, by=actor, good_rows=asked.good_rows), by=actor)
    print("Saved.")
    return 0


def _actor(email: str, intervention: str) -> Actor:
    """Whoever of that address writes cases in the party that owns an intervention of that name."""
    for staff in Staff.objects.filter(active(), user__email=email):
        actor = actor_of(staff)
        if queries.interventions(actor).filter(name=intervention).exists():
            return actor
    raise Refused(f"{email} does not work in the party that owns an intervention called {intervention!r}")


def _sent_in(asked: argparse.Namespace, actor: Actor) -> ParticipantList:
    one = queries.interventions(actor).get(name=asked.intervention)
    found = actions.send_in(one, by=actor, name=asked.file.name, data=asked.file.read_bytes())
    try:
        said = YAML(typ="safe").load(asked.columns.read_text()) or {} if asked.columns else {}
    except YAMLError as error:
        raise Refused(f"{asked.columns} is not YAML: {error}") from None
    columns, words = said.get("columns", found.columns), said.get("words", found.words)
    return actions.tie_columns(found, by=actor, columns=columns, words=words)


def _tell(found: ParticipantList) -> int:
    """Print every fault, and how many rows there are of each kind; answers how many are faulty."""
    for row in found.told():
        for fault in row["faults"]:
            print(f"row {row['line']}{', ' + fault['heading'] if fault['heading'] else ''}: {fault['words']}")
    counts = Counter(row["kind"] for row in found.told())
    print(", ".join(f"{counts[kind]} {kind}" for kind in ("new", "changed", "same", "faulty")))
    return counts["faulty"]
