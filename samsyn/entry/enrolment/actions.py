"""Enrolling a person, registering a volume, and marking what was entered in the follow-up register."""

import datetime as dt
import uuid
from collections.abc import Collection, Iterable

from django.utils.translation import gettext_lazy as _

from samsyn.access import clock
from samsyn.access.action import action, check_seen, touch
from samsyn.access.actor import Actor
from samsyn.access.errors import RuleBroken
from samsyn.basis.code_list import queries as code_list
from samsyn.basis.intervention.models import Intervention
from samsyn.basis.method.queries import newest
from samsyn.basis.staff.models import Staff
from samsyn.basis.staff.rules import CASE_WRITERS
from samsyn.entry.case import writing
from samsyn.entry.case.models import Case, CaseAssignment, Category, ItemKind
from samsyn.entry.enrolment.counting import load_of
from samsyn.entry.enrolment.models import Enrolment, VolumeRegistration
from samsyn.entry.enrolment.queries import QUESTIONS, decided_to_enrol, register_consent
from samsyn.entry.enrolment.rules import COUNTING_ROLES
from samsyn.entry.enrolment.writing import begin, count_anonymously, count_another_year, end
from samsyn.entry.person.models import Sex
from samsyn.entry.referral.models import Referral
from samsyn.entry.referral.needs import check_needs, method_of
from samsyn.entry.referral.rules import age_misfit
from samsyn.entry.referral.writing import release_without_identity, tell_referrer
from samsyn.entry.selection.writing import leave_queue

Register = Enrolment.Register
MOST_AHEAD = dt.timedelta(days=60)


@action(verb="enrolment.enrol", sentence=_("skrev in någon i en insats"), roles=CASE_WRITERS, elevated=True)
def enrol(
    case: Case, *, by: Actor, intervention: Intervention, starts_on: dt.date,
    referral: Referral | None = None,
    background: dict[str, str] | None = None, share: Iterable[uuid.UUID] = (),
    confirmed_needs: Collection[str] = (), has_left: bool = False,
) -> Enrolment:  # fmt: skip
    """A participation from a day; several at once and again are fine. Whoever `has_left` already takes no place.

    Without a live register consent, or with protected identity, the register gets sex and start year only
    and no background is kept. Raises NOT_YOURS, NOT_DECIDED, COUNTED_ONLY, OUTSIDE_AGE, FULL, TWICE,
    OUTSIDE_PERIOD, TOO_FAR_AHEAD, UNKNOWN_CODE; without a referral NEED_NOT_MET, NEED_UNKNOWN.
    """
    _check(case, by, intervention, starts_on, referral)
    if not has_left and load_of(intervention).is_full:
        raise RuleBroken("FULL", _("Alla platser är upptagna. Personen står kvar i kön tills en plats blir ledig."))
    if not referral:
        check_needs(method_of(intervention), by, case=case, confirmed=confirmed_needs, field="intervention")
    may_name = by.party_id in writing.knowing(case) and not case.person.is_protected
    named = may_name and register_consent(case, by) is not None
    enrolment = Enrolment(
        intervention=intervention, referral=referral, starts_on=starts_on,
        method_version=newest(intervention.method) if intervention.method else None,
        register=Register.CONSENT if named else Register.ANONYMOUS,
        background=_background(background or {}) if named else {},
    )  # fmt: skip
    writing.write(enrolment, case=case, kind=ItemKind.ENROLMENT, category=Category.OTHER, by=by, share=share)
    if not named:
        count_anonymously(enrolment, case.person.sex)
    mine = CaseAssignment.objects.filter(case=case, staff_id=by.staff_id, ends_at__isnull=True)
    if not mine.exclude(part=CaseAssignment.Part.SELECTION).exists():
        writing.assign_staff(case, Staff.objects.get(pk=by.staff_id), CaseAssignment.Part.PARTICIPANT)
    begin(enrolment, by=by)
    if referral:
        leave_queue(referral, "enrolled")
        tell_referrer(referral, by=by, kind="referral_enrolled")
    return enrolment


@action(
    verb="enrolment.enrol_without_identity",
    sentence=_("skrev in någon utan att veta vem"),
    roles=CASE_WRITERS,
    elevated=True,
)
def enrol_without_identity(referral: Referral, *, by: Actor, starts_on: dt.date) -> Enrolment:
    """Somebody takes part without consent to be known: an anonymous row, told to the referrer. Raises as `enrol`."""
    case, purpose = Case.objects.select_related("person").get(pk=referral.item.case_id), str(_("Inskrivning"))
    row = enrol(case, by=by, intervention=referral.intervention, starts_on=starts_on, referral=referral)
    release_without_identity(row.item, [referral.item.holder_id], by=by, purpose=purpose)
    return row


@action(
    verb="enrolment.end_without_identity",
    sentence=_("avslutade ett deltagande utan att veta vems"),
    roles=CASE_WRITERS,
    elevated=True,
)
def end_without_identity(enrolment: Enrolment, *, by: Actor, last_day: dt.date) -> Enrolment:
    """The place is free from the day after. Whoever is known gets an exit instead.

    Raises NOT_YOURS, KNOWN, ENDED_ALREADY, ENDS_BEFORE_START, FUTURE.
    """
    rows = Enrolment.objects.select_for_update(of=("self",)).select_related("item__case__person", "intervention")
    found = rows.get(pk=enrolment.pk)
    if found.item.holder_id != by.party_id:
        raise RuleBroken("NOT_YOURS", _("Bara den som skrev in personen kan avsluta."))
    if by.party_id in writing.knowing(found.case):
        raise RuleBroken("KNOWN", _("Ni vet nu vem det gäller. Gör ett avslut på ärendets sida."))
    if found.ends_on:
        raise RuleBroken("ENDED_ALREADY", _("Deltagandet är redan avslutat."))
    if last_day < found.starts_on:
        raise RuleBroken("ENDS_BEFORE_START", _("Sista dagen ligger före inskrivningen."), field="last_day")
    if last_day > clock.today():
        raise RuleBroken("FUTURE", _("Sista dagen har inte varit än. Avsluta då."), field="last_day")
    return end(found, ends_on=last_day + dt.timedelta(days=1))


def _check(
    case: Case, by: Actor, intervention: Intervention, starts_on: dt.date, referral: Referral | None
) -> None:
    if by.party_id != intervention.owner_party_id:
        raise RuleBroken("NOT_YOURS", _("Bara den som ansvarar för insatsen skriver in."))
    if referral and not decided_to_enrol(referral):
        raise RuleBroken("NOT_DECIDED", _("Det finns inget beslut om inskrivning för den här remissen."))
    if intervention.registration == Intervention.Registration.VOLUME:
        raise RuleBroken(
            "COUNTED_ONLY", _("I den insatsen räknas bara antal. Registrera volym i stället."), field="intervention"
        )
    if not referral and (message := age_misfit(intervention, case.person.birth_year, starts_on)):
        raise RuleBroken("OUTSIDE_AGE", message, field="intervention")
    _check_start(intervention, starts_on)
    going_on = Enrolment.objects.filter(
        item__case=case, intervention=intervention, item__superseded_at__isnull=True
    )
    if going_on.filter(ends_on__isnull=True).exists():
        raise RuleBroken(
            "TWICE", _("Personen är redan inskriven i insatsen. Avsluta den inskrivningen först.")
        )


def _check_start(intervention: Intervention, starts_on: dt.date) -> None:
    if starts_on < intervention.starts_on or (intervention.ends_on and starts_on >= intervention.ends_on):
        raise RuleBroken(
            "OUTSIDE_PERIOD", _("Insatsen pågår inte den dagen. Ändra startdatum."), field="starts_on"
        )
    if starts_on > clock.today() + MOST_AHEAD:
        raise RuleBroken(
            "TOO_FAR_AHEAD",
            _("Startdatum ligger mer än två månader framåt. Skriv in personen när det närmar sig."),
            field="starts_on",
        )


@action(verb="enrolment.correct_start", sentence=_("rättade ett startdatum"), roles=CASE_WRITERS, elevated=True)
def correct_start(enrolment: Enrolment, *, by: Actor, starts_on: dt.date) -> Enrolment:
    """Another start than was written; what counts it follows, and the register is told anew.

    Raises NOT_YOURS, STALE, OUTSIDE_PERIOD, TOO_FAR_AHEAD, ENDS_BEFORE_START.
    """
    rows = Enrolment.objects.select_for_update(of=("self",)).select_related("item__case__person", "intervention")
    found = rows.get(pk=enrolment.pk)
    if found.item.holder_id != by.party_id:
        raise RuleBroken("NOT_YOURS", _("Bara den som skrev in personen kan rätta startdatum."))
    check_seen(found.starts_on.isoformat(), newer=found)
    _check_start(found.intervention, starts_on)
    if found.ends_on and starts_on >= found.ends_on:
        raise RuleBroken("ENDS_BEFORE_START", _("Deltagandet slutade före den dagen."), field="starts_on")
    if found.register == Register.ANONYMOUS:
        count_another_year(found, found.item.case.person.sex, starts_on.year)
    found.starts_on, found.registered_on, found.registered_by = starts_on, None, None
    found.save(update_fields=["starts_on", "registered_on", "registered_by"])
    writing.show_face(found)
    touch(found, ["starts_on"], person_id=found.item.case.person_id)
    return found


def _background(answers: dict[str, str]) -> dict[str, str]:
    """Known questions with known codes; what was not answered is unknown."""
    for name, code in answers.items():
        if code and (name not in QUESTIONS or not code_list.is_known(QUESTIONS[name], code)):
            raise RuleBroken("UNKNOWN_CODE", _("Svaret finns inte i listan. Välj ett av svaren."), field=name)
    return {name: answers.get(name) or "unknown" for name in QUESTIONS}


@action(verb="enrolment.background", sentence=_("ändrade bakgrundsfrågor"), roles=CASE_WRITERS)
def answer_background(enrolment: Enrolment, *, by: Actor, background: dict[str, str]) -> Enrolment:
    """Answer later what was left unknown. Raises NOT_YOURS, ANONYMOUS, UNKNOWN_CODE, STALE."""
    if enrolment.item.holder_id != by.party_id:
        raise RuleBroken("NOT_YOURS", _("Bara den som skrev in personen kan ändra svaren."))
    found = (
        Enrolment.objects.select_for_update(of=("self",)).select_related("item__case").get(pk=enrolment.pk)
    )
    check_seen(background_mark(found), newer=found)
    if found.register == Register.ANONYMOUS:
        raise RuleBroken("ANONYMOUS", _("Inskrivningen räknas anonymt. Då sparas inga bakgrundsuppgifter."))
    found.background = _background(background)
    found.save(update_fields=["background"])
    touch(found, ["background"], person_id=found.item.case.person_id)
    return found


def background_mark(enrolment: Enrolment) -> str:
    """What the form was opened on: the answers as they stood."""
    return ",".join(f"{name}={code}" for name, code in sorted(enrolment.background.items()))[:64]


@action(verb="volume.register", sentence=_("registrerade volym"), roles=COUNTING_ROLES)
def register_volume(
    intervention: Intervention, *, by: Actor, count: int, on: dt.date, sex: str = Sex.UNKNOWN,
    birth_year: int | None = None, about: str = "",
) -> VolumeRegistration:  # fmt: skip
    """A count of people reached, no persons. Raises NOT_YOURS, NO_COUNT, FUTURE, UNKNOWN_CODE."""
    if by.party_id != intervention.owner_party_id:
        raise RuleBroken("NOT_YOURS", _("Bara den som ansvarar för insatsen registrerar volymer."))
    if count < 1:
        raise RuleBroken("NO_COUNT", _("Skriv ett antal som är minst 1."), field="count")
    if on > clock.today():
        raise RuleBroken("FUTURE", _("Dagen ligger framåt i tiden. Skriv den dag det hände."), field="on")
    if about and not code_list.is_known("measure_type", about):
        raise RuleBroken("UNKNOWN_CODE", _("Välj ett svar i listan."), field="about")
    row = VolumeRegistration.objects.create(
        intervention=intervention,
        party_id=by.party_id,
        on=on,
        count=count,
        sex=sex,
        birth_year=birth_year,
        about=about,
    )
    touch(row, ["count"])
    return row
