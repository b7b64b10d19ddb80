"""What the demo's main person has done in the method they follow, as methods.yaml says: no method is named in code."""

from typing import Any, cast

from ruamel.yaml import YAML

from samsyn.access import clock
from samsyn.basis.method.models import MethodVersion
from samsyn.basis.method.queries import document_of
from samsyn.entry.enrolment.models import Enrolment
from samsyn.journey.document.actions import keep, sign
from samsyn.journey.document.parts import parts_of
from samsyn.journey.document.record import known_of
from samsyn.journey.form.actions import fill
from samsyn.journey.ladder.actions import divide, rate
from samsyn.journey.method.actions import mark
from samsyn.web.demo.beginning import moment
from samsyn.web.demo.way import Way
from samsyn.web.demo.world import METHODS


def of_kim(way: Way, enrolment: Enrolment) -> None:
    """Forms are filled in, steps set and things ticked off, by those who did it, on the day."""
    if enrolment.method_version is None:
        return
    said = YAML(typ="safe").load(METHODS)
    for row in said["forms"]:
        with clock.at(moment(row["days_ago"], 14)):
            by = way.world.actor(row["who"])
            fill(enrolment, by=by, form=row["form"], answers=row["answers"], share=way.others(row["who"]))
    for row in said["ratings"]:
        with clock.at(moment(row["days_ago"], 13)):
            values = {module: {"person": own, "staff": staff} for module, (own, staff) in row["steps"].items()}
            by, share = way.world.actor(row["who"]), way.others(row["who"])
            rate(enrolment, by=by, ladder=row["ladder"], values=values, said=row["said"], share=share)
    row = said["divided"]
    with clock.at(moment(row["days_ago"], 13)):
        parts, share = [{"name": name} for name in row["parts"]], way.others(row["who"])
        divide(enrolment, by=way.world.actor(row["who"]), module=row["module"], parts=parts, share=share)
    for row in said["documents"]:
        with clock.at(moment(row["days_ago"], 13)):
            _document(way, enrolment, row)
    for row in said["done"]:
        with clock.at(moment(row["days_ago"], 15)):
            mark(
                enrolment, by=way.world.actor(row["who"]), part=row["part"], state=row["state"], said=row["said"],
                share=way.others(row["who"]),
            )  # fmt: skip


def _document(way: Way, enrolment: Enrolment, row: dict[str, Any]) -> None:
    """Made of what was known then, and signed the same day."""
    by, is_draft = way.world.actor(row["who"]), row.get("is_draft", False)
    found = document_of(cast("MethodVersion", enrolment.method_version), row["document"])
    if found is None:
        return
    parts = parts_of(found, known_of(enrolment, found, by))
    share = () if is_draft else way.others(row["who"])
    made = keep(enrolment, by=by, document=found.id, parts=parts, is_draft=is_draft, share=share)
    if "on_paper" in row:
        sign(made, by=by, who=row["on_paper"], on_paper=True, name=str(enrolment.item.case.person))
        sign(made, by=by, who=row["in_samsyn"], on_paper=False)
