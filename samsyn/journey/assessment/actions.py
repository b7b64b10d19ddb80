"""Writing assessments, and saying what a received one is used for."""

import datetime as dt
import uuid
from collections.abc import Iterable

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from samsyn.access import clock
from samsyn.access.action import action, touch
from samsyn.access.actor import Actor
from samsyn.access.days import not_ahead
from samsyn.access.errors import RuleBroken
from samsyn.basis.code_list import queries as codes
from samsyn.basis.staff.rules import CASE_WRITERS
from samsyn.entry.case import writing
from samsyn.entry.case.models import Case, Category, ItemKind
from samsyn.journey.assessment.models import Assessment, AssessmentUse

Kind, Outcome, Use = Assessment.Kind, Assessment.Outcome, AssessmentUse.Use


@action(verb="assessment.map", sentence=_("skrev i kartläggningen"), roles=CASE_WRITERS)
def write_mapping(
    case: Case,
    *,
    by: Actor,
    areas: dict[str, str],
    summary: str = "",
    share: Iterable[uuid.UUID] = (),
    replaces: Assessment | None = None,
) -> Assessment:
    """A mapping, or as far as it has come now: every area is optional and can be filled in later.

    Raises NOTHING_WRITTEN, UNKNOWN_CODE, STALE, NOT_HOLDER, CONSENT_MISSING.
    """
    filled = {code: text.strip() for code, text in areas.items() if text and text.strip()}
    if not filled and not summary.strip():
        raise RuleBroken("NOTHING_WRITTEN", _("Skriv något i minst ett område."))
    if unknown := [code for code in filled if not codes.is_known("assessment_area", code)]:
        raise RuleBroken("UNKNOWN_CODE", _("Området finns inte i listan."), field=f"area_{unknown[0]}")
    row = Assessment(kind=Kind.MAPPING, made_on=clock.today(), areas=filled, summary=summary)
    return _write(row, case, by, share, replaces)


@action(verb="assessment.write", sentence=_("skrev in en bedömning"), roles=CASE_WRITERS)
def write_assessment(
    case: Case,
    *,
    by: Actor,
    kind: str,
    made_on: dt.date,
    made_by: str,
    summary: str,
    outcome: str = "",
    referred_to: str = "",
    share: Iterable[uuid.UUID] = (),
    replaces: Assessment | None = None,
) -> Assessment:
    """An assessment of a kind of the list and what it led to; mapping and work ability are written elsewhere.

    Raises UNKNOWN_CODE, DAY_AHEAD, REFERRED_TO_MISSING, STALE, NOT_HOLDER, CONSENT_MISSING.
    """
    if kind in (Kind.MAPPING, Kind.WORK_ABILITY) or not codes.is_known("assessment_kind", kind):
        raise RuleBroken("UNKNOWN_CODE", _("Slaget finns inte i listan. Välj ett annat."), field="kind")
    not_ahead(made_on, field="made_on")
    if outcome == Outcome.REFERRAL_ONWARDS and not referred_to.strip():
        raise RuleBroken("REFERRED_TO_MISSING", _("Skriv vart remissen gick."), field="referred_to")
    onwards = referred_to if outcome == Outcome.REFERRAL_ONWARDS else ""
    row = Assessment(
        kind=kind, made_on=made_on, made_by=made_by, summary=summary, outcome=outcome, referred_to=onwards
    )
    return _write(row, case, by, share, replaces)


@action(verb="assessment.work_ability", sentence=_("skrev sin syn på arbetsförmågan"), roles=CASE_WRITERS)
def write_work_ability(
    case: Case,
    *,
    by: Actor,
    work_ability: str,
    extent: int | None = None,
    made_on: dt.date | None = None,
    made_by: str = "",
    summary: str = "",
    share: Iterable[uuid.UUID] = (),
    replaces: Assessment | None = None,
) -> Assessment:
    """The own party's view; other parties' views stand beside it. Extent is 0-100 per cent, or not stated.

    Raises DAY_AHEAD, EXTENT_IMPOSSIBLE, STALE, NOT_HOLDER, CONSENT_MISSING.
    """
    day = made_on or clock.today()
    not_ahead(day, field="made_on")
    if extent is not None and not 0 <= extent <= 100:
        raise RuleBroken("EXTENT_IMPOSSIBLE", _("Procenten ska vara mellan 0 och 100."), field="extent")
    row = Assessment(
        kind=Kind.WORK_ABILITY,
        made_on=day,
        made_by=made_by,
        work_ability=work_ability,
        extent=extent,
        summary=summary,
    )
    return _write(row, case, by, share, replaces)


@action(
    verb="assessment.use", sentence=_("svarade hur en bedömning används"), roles=CASE_WRITERS, elevated=True
)
def state_use(assessment: Assessment, *, by: Actor, use: str, because: str = "") -> AssessmentUse:
    """The receiver relies on it, or reassesses and says why; the author is told. Said again, it is changed.

    Raises OWN_ASSESSMENT, BECAUSE_MISSING.
    """
    if assessment.item.holder_id == by.party_id:
        raise RuleBroken("OWN_ASSESSMENT", _("Det är er egen bedömning. Den som tar emot den svarar."))
    if use == Use.REASSESSED and not because.strip():
        raise RuleBroken("BECAUSE_MISSING", _("Skriv varför ni gör en ny bedömning."), field="because")
    said = {"by_id": by.staff_id, "use": use, "because": because.strip(), "at": clock.now()}
    row, _is_new = AssessmentUse.objects.update_or_create(
        item_id=assessment.pk, party_id=by.party_id, defaults=said
    )
    touch(row, ["use", "because"], person_id=assessment.case.person_id)
    address = reverse("assessment:read", args=[assessment.pk])
    writing.tell_author(assessment.item, kind="assessment_used", address=address)
    return row


def _write(
    row: Assessment, case: Case, by: Actor, share: Iterable[uuid.UUID], replaces: Assessment | None
) -> Assessment:
    old = replaces.item if replaces else None
    return writing.write(
        row,
        case=case,
        kind=ItemKind.ASSESSMENT,
        category=Category.ASSESSMENT,
        by=by,
        share=share,
        replaces=old,
    )
