"""Assessments of a case, each party's view of work ability, and what receivers did with them."""

from django.db.models import Exists, OuterRef, QuerySet

from samsyn.access.actor import Actor
from samsyn.access.policy import Policy
from samsyn.basis.code_list import queries as codes
from samsyn.entry.case.models import Case
from samsyn.journey.activity.queries import newest
from samsyn.journey.assessment.models import Assessment, AssessmentUse

Kind = Assessment.Kind
RELATED = ("item__case__person", "item__holder", "item__author__user")


def of_case(case: Case, actor: Actor, *kinds: str) -> QuerySet[Assessment]:
    """The newest version of each assessment the actor reads, newest first."""
    rows = newest(Policy.all(Assessment, actor), actor).filter(item__case_id=case.pk)
    rows = rows.filter(kind__in=kinds) if kinds else rows
    return rows.select_related(*RELATED).order_by("-made_on", "-item__at")


def mapping_of(case: Case, actor: Actor) -> Assessment | None:
    """The own party's mapping, to go on with."""
    return of_case(case, actor, Kind.MAPPING).filter(item__holder_id=actor.party_id).first()


def work_ability(case: Case, actor: Actor) -> list[Assessment]:
    """Each party's latest view that the actor reads, by party: side by side. One query."""
    latest: dict[object, Assessment] = {}
    for row in of_case(case, actor, Kind.WORK_ABILITY):
        latest.setdefault(row.item.holder_id, row)
    return sorted(latest.values(), key=lambda row: row.item.holder.short_name)


def uses_of(assessment: Assessment, actor: Actor) -> QuerySet[AssessmentUse]:
    """What receivers said of any version of it, as far as the actor is told."""
    rows = Policy.all(AssessmentUse, actor).filter(item__series=assessment.item.series)
    return rows.select_related("party", "by__user").order_by("at")


def own_use(assessment: Assessment, actor: Actor) -> AssessmentUse | None:
    """What the own party said of this version."""
    return Policy.all(AssessmentUse, actor).filter(item_id=assessment.pk, party_id=actor.party_id).first()


def waiting_for_use(actor: Actor) -> QuerySet[Assessment]:
    """Assessments of other parties that the actor's has not said how it uses. One query."""
    said = AssessmentUse.objects.filter(item_id=OuterRef("pk"), party_id=actor.party_id)
    rows = newest(Policy.all(Assessment, actor), actor).exclude(item__holder_id=actor.party_id)
    rows = rows.filter(~Exists(said))
    return rows.select_related(*RELATED).order_by("item__at")


def area_rows(assessment: Assessment) -> list[tuple[str, str]]:
    """Area in words and what was written, in the list's order, empty ones left out."""
    order = [code for code, _words in codes.choices("assessment_area")]
    known = sorted(assessment.areas, key=lambda code: order.index(code) if code in order else len(order))
    return [(codes.words("assessment_area", code), assessment.areas[code]) for code in known]
