"""Reads for enrolments: the eight background questions, whether the register may know, who is enrolled."""

import uuid
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext_lazy as _

from samsyn.access.actor import Actor
from samsyn.access.policy import Policy
from samsyn.basis.code_list import queries as code_list
from samsyn.basis.intervention.models import Intervention
from samsyn.entry.case.models import Case
from samsyn.entry.case.queries import live_disclosures
from samsyn.entry.consent.gate import live_consents
from samsyn.entry.consent.models import Consent
from samsyn.entry.enrolment.models import Enrolment, VolumeRegistration
from samsyn.entry.referral.models import Referral, ReferralState
from samsyn.entry.selection.models import SelectionDecision

# Question -> code list. Asked only at enrolment; never more than eight.
QUESTIONS: dict[str, str] = {
    "livelihood": "livelihood",
    "occupation": "occupation",
    "education": "education",
    "time_in_need": "time_in_need",
    "reason": "reason",
    "obstacles": "obstacles",
    "household": "household",
    "country_of_birth": "country_of_birth",
}
LABELS: dict[str, Any] = {
    "livelihood": _("Försörjning"),
    "occupation": _("Sysselsättning"),
    "education": _("Högsta avslutade utbildning"),
    "time_in_need": _("Tid i behov av stöd från flera aktörer"),
    "reason": _("Orsak till insats"),
    "obstacles": _("Andra hinder för arbete"),
    "household": _("Hushåll"),
    "country_of_birth": _("Födelseland"),
}


def register_consent(case: Case, actor: Actor) -> Consent | None:
    """A live yes to being registered for follow-up, as far as the actor's party reads it."""
    rows = Policy.all(Consent, actor).filter(live_consents(), kind=Consent.Kind.REGISTER, item__case=case)
    return rows.filter(item__superseded_at__isnull=True).first()


def covered_by_register_consent() -> Q:
    """Condition on `Enrolment`: a live yes to the register in its case that the enrolment's holder reads."""
    holder = OuterRef(OuterRef("item__holder_id"))
    given = live_disclosures().filter(item_id=OuterRef("pk"), to_party_id=holder)
    rows = Consent.objects.filter(
        Q(item__holder_id=OuterRef("item__holder_id")) | Exists(given), live_consents(),
        kind=Consent.Kind.REGISTER, item__case_id=OuterRef("item__case_id"), item__superseded_at__isnull=True,
    )  # fmt: skip
    return Q(Exists(rows))


def forgotten_without(consent: Consent, actor: Actor) -> QuerySet[Enrolment]:
    """Enrolments in reach that are counted anonymously if this register consent is withdrawn."""
    rows = enrolments_of(consent.case, actor).filter(register=Enrolment.Register.CONSENT)
    return rows if consent.kind == Consent.Kind.REGISTER else rows.none()


def decided_to_enrol(referral: Referral) -> bool:
    """Whether the newest decision on an accepted referral is to enrol."""
    rows = SelectionDecision.objects.filter(referral__item__series=referral.item.series)
    last = rows.order_by("-item__at").first()
    return referral.state == ReferralState.ACCEPTED and last is not None and last.outcome == "enrol"


def own_interventions(actor: Actor) -> QuerySet[Intervention]:
    """Interventions the actor's party owns and that go on."""
    return Intervention.objects.filter(owner_party_id=actor.party_id).order_by("name")


def taking_persons(actor: Actor) -> QuerySet[Intervention]:
    """Those of them that persons, and not only numbers, are registered in."""
    return own_interventions(actor).filter(registration=Intervention.Registration.PERSONAL)


def enrolments_of(case: Case, actor: Actor) -> QuerySet[Enrolment]:
    """A person's enrolments in reach, the newest first."""
    rows = Policy.all(Enrolment, actor).filter(item__case=case, item__superseded_at__isnull=True)
    return rows.select_related("intervention", "item__holder").order_by("-starts_on")


def background_words(enrolment: Enrolment) -> list[tuple[str, str]]:
    """The answers in words, in the order they are asked."""
    known = enrolment.background
    return [
        (str(LABELS[q]), code_list.words(lst, known.get(q, "unknown")))
        for q, lst in QUESTIONS.items()
        if known
    ]


def volumes(intervention_id: uuid.UUID, actor: Actor) -> QuerySet[VolumeRegistration]:
    """Counts of one intervention, the latest first."""
    return (
        Policy.all(VolumeRegistration, actor).filter(intervention_id=intervention_id).order_by("-on", "-pk")
    )
