"""Who reaches plans and their parts, and what must hold before a plan is settled."""

import uuid
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from samsyn.access.actor import Actor
from samsyn.access.errors import RuleBroken
from samsyn.access.policy import Policy
from samsyn.entry.case.models import Case, Category, Item, ItemKind
from samsyn.entry.case.rules import register_content
from samsyn.entry.consent.gate import live_consents
from samsyn.entry.consent.models import Consent, ConsentRow
from samsyn.journey.activity.models import Activity
from samsyn.journey.plan.law import OVERALL_RESPONSIBLE_KINDS
from samsyn.journey.plan.models import Goal, JointPlan, LinkedPlan, Milestone

PART_KINDS = (ItemKind.PLAN, ItemKind.GOAL, ItemKind.MILESTONE, ItemKind.ACTIVITY, ItemKind.LINKED_PLAN)


@dataclass(frozen=True)
class Check:
    """One thing that must hold before a plan is settled: its code, words, and what to do when it fails."""

    code: str
    label: str | Promise
    holds: bool
    what_to_do: str | Promise
    field: str = ""


def check_plan(case: Case, actor: Actor, series: uuid.UUID | None) -> None:
    """Refuse (PLAN_NOT_READ) to add a part to a plan that the writer's party does not read."""
    if series is None:
        return
    frames = Policy.all(JointPlan, actor).filter(item__series=series, item__case_id=case.pk)
    if not frames.exists():
        raise RuleBroken("PLAN_NOT_READ", _("Planen finns inte här, eller så läser ni den inte."))


def settle_checks(plan: JointPlan, actor: Actor) -> list[Check]:
    """Everything that must hold, in the order of the form. Judged on what the plan's holder reads."""
    sip = plan.kind == JointPlan.Kind.SIP
    efforts = list(
        Policy.all(Activity, actor).filter(plan_series=plan.item.series, item__superseded_at__isnull=True)
    )
    checks = [_has_effort(efforts), _all_answered_for(efforts), _followed_up(plan)]
    return [_consented(plan, actor), *checks, *_of_sip(plan)] if sip else checks


def _consented(plan: JointPlan, actor: Actor) -> Check:
    return Check(
        "PLAN_CONSENT_MISSING", _("Personen har samtyckt till planen"), has_plan_consent(plan.case, actor),
        _("Skriv in ett samtycke till SIP, eller ett samtycke att dela uppgifter som också omfattar planen."),
    )  # fmt: skip


def has_plan_consent(case: Case, actor: Actor) -> bool:
    """A live plan consent, or a live secrecy consent that covers the plan, among those the party reads."""
    live = Policy.all(Consent, actor).filter(live_consents(), item__case_id=case.pk)
    if live.filter(kind=Consent.Kind.PLAN).exists():
        return True
    secrecy = live.filter(kind=Consent.Kind.SECRECY).values_list("pk", flat=True)
    rows = ConsentRow.objects.filter(
        consent_id__in=secrecy, from_party_id=actor.party_id, ended_at__isnull=True
    )
    return any(Category.PLAN in row.categories for row in rows)


def _has_effort(efforts: list[Activity]) -> Check:
    return Check(
        "EFFORT_MISSING",
        _("Minst en insats eller aktivitet"),
        bool(efforts),
        _("Lägg till en aktivitet i planen."),
    )


def _all_answered_for(efforts: list[Activity]) -> Check:
    nobody = [e.title for e in efforts if not e.responsible]
    words = _("Bestäm vem som ansvarar för: %(titles)s.")
    return Check(
        "RESPONSIBLE_MISSING", _("Någon ansvarar för varje insats"), not nobody,
        str(words) % {"titles": ", ".join(nobody)} if nobody else "",
    )  # fmt: skip


def _followed_up(plan: JointPlan) -> Check:
    return Check(
        "FOLLOW_UP_MISSING", _("Dag för uppföljning"), plan.follow_up_on is not None,
        _("Skriv vilken dag planen ska följas upp."), "follow_up_on",
    )  # fmt: skip


def _of_sip(plan: JointPlan) -> list[Check]:
    responsible = plan.overall_responsible
    return [
        Check(
            "OVERALL_RESPONSIBLE_MISSING", _("Kommunen eller regionen har det övergripande ansvaret"),
            responsible is not None and responsible.kind in OVERALL_RESPONSIBLE_KINDS,
            _("Välj vem av kommunen och regionen som har det övergripande ansvaret."), "overall_responsible",
        ),
        Check(
            "PRESENT_MISSING", _("Vilka som var med när planen gjordes"), bool(plan.present),
            _("Skriv vilka som var med."), "present",
        ),
        Check(
            "DECLINED_MISSING", _("Vilka som tackade nej"), bool(plan.declined) or plan.nobody_declined,
            _("Skriv vilka som tackade nej, eller kryssa för att ingen gjorde det."), "declined",
        ),
    ]  # fmt: skip


def is_own_part(item: Item, actor: Actor) -> bool:
    """Whether an item is a part of a plan that the actor's party holds."""
    return item.holder_id == actor.party_id and item.kind in PART_KINDS


register_content(JointPlan, LinkedPlan, Goal, Milestone)
