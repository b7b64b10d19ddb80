"""Leaving an enrolment: prepared, received by somebody (or not, with a reason), completed."""

import datetime as dt
import uuid
from collections.abc import Iterable
from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from samsyn.access import clock
from samsyn.access.action import action, check_seen, touch
from samsyn.access.actor import Actor
from samsyn.access.errors import RuleBroken
from samsyn.basis.code_list import queries as codes
from samsyn.basis.party.models import Unit
from samsyn.basis.staff.models import Staff
from samsyn.basis.staff.rules import CASE_WRITERS
from samsyn.entry.case import writing
from samsyn.entry.case.models import Case, CaseAssignment, Category, Item, ItemKind
from samsyn.entry.case.queries import open_assignments
from samsyn.entry.enrolment.models import Enrolment
from samsyn.entry.enrolment.writing import end
from samsyn.journey.exit.models import Exit
from samsyn.journey.follow_up.actions import plan_after_exit
from samsyn.journey.livelihood import actions as livelihood
from samsyn.journey.livelihood.models import Moment
from samsyn.journey.livelihood.queries import current_livelihoods as known_livelihoods
from samsyn.journey.request.actions import named_in_unit

Receiver, State = Exit.Receiver, Exit.State
WITH_EXTENT = frozenset({"returned_to_own_employer", "work", "studies"})
NEEDS_EXTENT = frozenset({"returned_to_own_employer"})
NOTHING_NEXT = frozenset({"died", "wrong_registration"})
AGREED = ("on", "reason", "outcome", "outcome_extent", "next_step")  # what the receiver says yes to
ONE_DAY = dt.timedelta(days=1)


@dataclass(frozen=True)
class Ending:
    """What the writer says of the end."""

    on: dt.date
    reason: str
    outcome: str
    next_step: str = ""
    outcome_extent: int | None = None
    documentation: str = ""
    without_because: str = ""
    keeps_livelihood: bool = False


@action(verb="exit.prepare", sentence=_("förberedde ett avslut"), roles=CASE_WRITERS, elevated=True)
def prepare(
    enrolment: Enrolment, *, by: Actor, ending: Ending, to_unit: Unit | None = None, to_name: str = "",
    share: Iterable[uuid.UUID] = (), replaces: Exit | None = None,
) -> Exit:  # fmt: skip
    """Write the exit and ask the receiver, who reads it and reaches the case; or say why there is none.

    Raises NOT_YOURS, ENDED_ALREADY, PREPARED_ALREADY, ENDS_BEFORE_START, UNKNOWN_CODE, EXTENT_MISSING,
    EXTENT_IMPOSSIBLE, NEXT_STEP_MISSING, RECEIVER_OR_REASON, NAMED_ACCESS_ONLY, NOBODY_CALLED, NOTHING_KNOWN,
    STALE, CONSENT_MISSING.
    """
    _check_enrolment(enrolment, by, replaces)
    _check_ending(ending, enrolment, to_unit)
    _check_livelihood(ending, enrolment.case, by)
    case, staff = enrolment.case, named_in_unit(to_unit, to_name, by) if to_unit else None
    if to_unit and staff is None and case.person.is_protected:
        raise RuleBroken(
            "NAMED_ACCESS_ONLY",
            _("Skriv namnet på den som tar emot. Inkorgen går inte att använda här."),
            field="to_name",
        )
    row = _row(ending, enrolment, to_unit, staff, replaces)
    to = dict.fromkeys([*share, *([to_unit.party_id] if to_unit and to_unit.party_id != by.party_id else [])])
    old = replaces.item if replaces else None
    _save(row, case, by, list(to), old)
    if row.receiver == Receiver.ASKED:
        _ask(row)
    return row


@action(verb="exit.answer", sentence=_("svarade på ett avslut"), roles=CASE_WRITERS, elevated=True)
def answer(exit_: Exit, *, by: Actor, accepts: bool, words: str = "") -> Exit:
    """The receiver takes over, or says why not. Raises NOT_ASKED, NOT_WAITING, REASON_MISSING."""
    if by.party_id != exit_.receiver_party_id:
        raise RuleBroken("NOT_ASKED", _("Bara den part som är tillfrågad kan svara."))
    found = _locked(exit_)
    if found.receiver != Receiver.ASKED:
        raise RuleBroken("NOT_WAITING", _("Frågan är redan besvarad. Öppna avslutet igen och läs."))
    if not accepts and not words.strip():
        raise RuleBroken("REASON_MISSING", _("Skriv varför ni inte tar emot."), field="words")
    found.receiver = Receiver.ACCEPTED if accepts else Receiver.DECLINED
    found.receiver_words, found.receiver_staff_id = words.strip(), by.staff_id
    _keep(found, ["receiver", "receiver_words", "receiver_staff"])
    if accepts and not open_assignments(found.case.pk).filter(staff_id=by.staff_id).exists():
        writing.assign_staff(found.case, Staff.objects.get(pk=by.staff_id), CaseAssignment.Part.PARTICIPANT)
    _tell_own(found, "exit_accepted" if accepts else "exit_declined", but=by)
    return found


@action(verb="exit.complete", sentence=_("avslutade en inskrivning"), roles=CASE_WRITERS, elevated=True)
def complete(exit_: Exit, *, by: Actor) -> Exit:
    """End the enrolment and plan the follow-ups. Only when somebody receives, or it is said why not.

    Raises NOT_YOURS, ENDED_ALREADY, NO_RECEIVER, NOT_YET, STALE.
    """
    if by.party_id != exit_.item.holder_id:
        raise RuleBroken("NOT_YOURS", _("Bara den part som skrev in personen kan avsluta."))
    found = _locked(exit_)
    check_seen(found.pk, newer=found)
    if found.receiver not in (Receiver.ACCEPTED, Receiver.NONE):
        raise RuleBroken(
            "NO_RECEIVER", _("Vänta tills mottagaren har sagt ja, eller välj en annan mottagare.")
        )
    if found.on > clock.today():
        raise RuleBroken("NOT_YET", _("Sista dagen har inte varit än. Avsluta då, eller ändra dagen."))
    left = Enrolment.objects.select_related("item__case", "intervention").get(pk=found.enrolment_id)
    end(left, ends_on=found.on + ONE_DAY)
    found.state = State.DONE
    _keep(found, ["state"])
    if found.reason not in NOTHING_NEXT:
        _follow(found, by)
    return found


def _follow(found: Exit, by: Actor) -> None:
    plan_after_exit(found.case, by=by, exit_on=found.on)
    if found.keeps_livelihood:
        livelihood.unchanged(found.case, by=by, moment=Moment.EXIT, on=found.on)


def _locked(exit_: Exit) -> Exit:
    rows = Exit.objects.select_for_update(of=("self",)).select_related("item__case__person")
    found = rows.filter(item__series=exit_.item.series).order_by("-item__version")[0]
    if found.state == State.DONE:
        raise RuleBroken("ENDED_ALREADY", _("Inskrivningen är redan avslutad."))
    return found


def _keep(found: Exit, fields: list[str]) -> None:
    found.save(update_fields=fields)
    writing.show_face(found)
    touch(found, fields, person_id=found.case.person_id)


def _check_enrolment(enrolment: Enrolment, by: Actor, replaces: Exit | None) -> None:
    if enrolment.item.holder_id != by.party_id:
        raise RuleBroken("NOT_YOURS", _("Bara den part som skrev in personen kan avsluta."))
    if enrolment.ends_on or (replaces and replaces.state == State.DONE):
        raise RuleBroken("ENDED_ALREADY", _("Inskrivningen är redan avslutad."))
    others = Exit.objects.filter(enrolment_id=enrolment.pk, item__superseded_at__isnull=True)
    if replaces is None and others.exists():
        raise RuleBroken("PREPARED_ALREADY", _("Ett avslut är redan förberett. Öppna det och ändra där."))


def _check_ending(ending: Ending, enrolment: Enrolment, to_unit: Unit | None) -> None:
    if ending.on < enrolment.starts_on:
        raise RuleBroken(
            "ENDS_BEFORE_START", _("Sista dagen ligger före inskrivningen. Ändra dagen."), field="on"
        )
    for field, name in (("reason", "exit_reason"), ("outcome", "exit_outcome")):
        if not codes.is_known(name, getattr(ending, field)):
            raise RuleBroken(
                "UNKNOWN_CODE", _("Svaret finns inte i listan. Välj ett av svaren."), field=field
            )
    _check_extent(ending)
    if ending.reason in NOTHING_NEXT:
        return
    if not ending.next_step.strip():
        raise RuleBroken(
            "NEXT_STEP_MISSING", _("Skriv vad som är nästa steg för personen."), field="next_step"
        )
    if to_unit is None and not ending.without_because.strip():
        raise RuleBroken(
            "RECEIVER_OR_REASON",
            _("Välj vem som tar emot, eller skriv varför ingen gör det."),
            field="to_unit",
        )


def _check_livelihood(ending: Ending, case: Case, by: Actor) -> None:
    if ending.keeps_livelihood and not known_livelihoods(case, by, ending.on):
        raise RuleBroken(
            "NOTHING_KNOWN",
            _("Ni har inte skrivit någon försörjning än. Skriv den först."),
            field="keeps_livelihood",
        )


def _check_extent(ending: Ending) -> None:
    extent = ending.outcome_extent
    if extent is None and ending.outcome in NEEDS_EXTENT:
        raise RuleBroken(
            "EXTENT_MISSING", _("Skriv hur många procent personen är tillbaka."), field="outcome_extent"
        )
    if extent is not None and (ending.outcome not in WITH_EXTENT or not 1 <= extent <= 100):
        words = _("Skriv 1 till 100 procent, och bara vid arbete, studier eller egen arbetsgivare.")
        raise RuleBroken("EXTENT_IMPOSSIBLE", words, field="outcome_extent")


def _row(
    ending: Ending, enrolment: Enrolment, unit: Unit | None, staff: Staff | None, old: Exit | None
) -> Exit:
    """The exit; a yes stays while the same receiver is asked about the same end and next step."""
    row = Exit(
        enrolment=enrolment.item, **{name: getattr(ending, name) for name in ending.__dataclass_fields__}
    )
    row.receiver = Receiver.ASKED if unit else Receiver.NONE
    row.without_because = "" if unit else ending.without_because
    if unit:
        row.receiver_party_id, row.receiver_unit, row.receiver_staff = unit.party_id, unit, staff
    if unit and old and _said_yes_to(row, old):
        row.receiver, row.receiver_staff_id = Receiver.ACCEPTED, old.receiver_staff_id
        row.receiver_words = old.receiver_words
    return row


def _said_yes_to(row: Exit, old: Exit) -> bool:
    same = old.receiver_unit_id == row.receiver_unit_id and row.receiver_staff_id in (None, old.receiver_staff_id)
    return same and old.receiver == Receiver.ACCEPTED and all(getattr(row, n) == getattr(old, n) for n in AGREED)


def _save(row: Exit, case: Case, by: Actor, to: list[uuid.UUID], old: Item | None) -> None:
    try:
        writing.write(
            row, case=case, kind=ItemKind.EXIT, category=Category.PLAN, by=by, share=to, replaces=old
        )
    except RuleBroken as broken:
        if broken.code == "CONSENT_MISSING" and row.receiver_party_id in to:
            words = _("Den parten får inte läsa avslutet: samtycket räcker inte. Välj en annan.")
            raise RuleBroken("CONSENT_MISSING", words, field="to_unit") from broken
        raise


def _ask(row: Exit) -> None:
    case, unit, staff = row.case, row.receiver_unit, row.receiver_staff
    if unit is None:
        return
    there = open_assignments(case.pk).filter(party_id=unit.party_id)
    if staff and not there.filter(staff=staff).exists():
        writing.assign_staff(case, staff, CaseAssignment.Part.PARTICIPANT)
    if not staff and not there.filter(unit=unit).exists():
        writing.assign_inbox(case, unit)
    writing.tell(
        party_id=unit.party_id, staff_id=staff.pk if staff else None, unit_id=None if staff else unit.pk,
        kind="exit_asked", case_number=case.number,
        address=reverse("exit:read", args=[row.pk]),
    )  # fmt: skip


def _tell_own(row: Exit, kind: str, *, but: Actor) -> None:
    own = open_assignments(row.case.pk).filter(party_id=row.item.holder_id, staff__isnull=False)
    for one in own.exclude(staff_id=but.staff_id):
        writing.tell(
            party_id=one.party_id, staff_id=one.staff_id, kind=kind, case_number=row.case.number,
            address=reverse("exit:read", args=[row.pk]),
        )  # fmt: skip
