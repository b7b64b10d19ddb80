"""What the demo's main person has done in the method they follow, as methods.yaml says: no method is named in code."""

from ruamel.yaml import YAML

from samsyn.access import clock
from samsyn.entry.enrolment.models import Enrolment
from samsyn.journey.form.actions import fill
from samsyn.journey.method.actions import mark
from samsyn.web.demo.beginning import moment
from samsyn.web.demo.way import Way
from samsyn.web.demo.world import METHODS


def of_kim(way: Way, enrolment: Enrolment) -> None:
    """Forms are filled in and things ticked off, by those who did it, on the day."""
    if enrolment.method_version is None:
        return
    said = YAML(typ="safe").load(METHODS)
    for row in said["forms"]:
        with clock.at(moment(row["days_ago"], 14)):
            by = way.world.actor(row["who"])
            fill(enrolment, by=by, form=row["form"], answers=row["answers"], share=way.others(row["who"]))
    for row in said["done"]:
        with clock.at(moment(row["days_ago"], 15)):
            mark(
                enrolment, by=way.world.actor(row["who"]), part=row["part"], state=row["state"], said=row["said"],
                share=way.others(row["who"]),
            )  # fmt: skip
