"""Ticking off, skipping, opening and ending in a method; what is written in Samsyn ticks itself off."""

import datetime as dt
import uuid
from collections.abc import Iterable

from django.utils.translation import gettext_lazy as _

from samsyn.access import clock
from samsyn.access.action import action, check_seen, touch
from samsyn.access.actor import Actor
from samsyn.access.days import not_ahead
from samsyn.access.errors import RuleBroken
from samsyn.basis.method.models import MethodVersion
from samsyn.basis.method.queries import read_once
from samsyn.basis.method.schema import Expected, Outcome
from samsyn.basis.staff.rules import CASE_WRITERS
from samsyn.entry.case import writing
from samsyn.entry.case.models import Category, Item, ItemKind
from samsyn.entry.enrolment.models import Enrolment
from samsyn.journey.method.models import MethodMark

State = MethodMark.State
OF_PHASES = (State.SKIPPED, State.OPENED, State.ENDED)
OF_THINGS = (State.DONE, State.SKIPPED)


@action(verb="method.mark", sentence=_("bockade av i en metod"), roles=CASE_WRITERS)
def mark(
    enrolment: Enrolment, *, by: Actor, part: str, state: str, on: dt.date | None = None, said: str = "",
    outcome: str = "", share: Iterable[uuid.UUID] = (),
) -> MethodMark:  # fmt: skip
    """Say of a phase or an expected thing that it is done, skipped, opened or ended.

    Raises NO_METHOD, UNKNOWN_PART, MAY_NOT_SKIP, REASON_MISSING, OUTCOME_MISSING, DAY_AHEAD, BEFORE_START,
    CONSENT_MISSING.
    """
    day = on or clock.today()
    name, thing = _part_of(enrolment, part, state)
    chosen = _outcome(thing, state, outcome)
    if state == State.SKIPPED and not said.strip():
        raise RuleBroken("REASON_MISSING", _("Skriv varför det hoppas över."), field="said")
    not_ahead(day, field="on")
    if day < enrolment.starts_on:
        raise RuleBroken("BEFORE_START", _("Dagen är före inskrivningen. Välj en senare dag."), field="on")
    made = MethodMark(
        enrolment=enrolment, part=part, name=name[:200], state=state, on=day, said=said.strip(),
        outcome=chosen.id if chosen else "", outcome_name=chosen.text.sv[:200] if chosen else "",
    )  # fmt: skip
    return writing.write(
        made, case=enrolment.item.case, kind=ItemKind.METHOD_MARK, category=Category.PLAN, by=by, share=share,
        replaces=_before(enrolment, part, by, day=day if state == State.DONE and _comes_back(thing) else None),
    )  # fmt: skip


@action(verb="method.take_back", sentence=_("ångrade något i en metod"), roles=CASE_WRITERS)
def take_back(enrolment: Enrolment, *, by: Actor, part: str, share: Iterable[uuid.UUID] = ()) -> MethodMark:
    """As if it had not been said. Raises NOT_MARKED, NOT_HOLDER."""
    old = _own_mark(enrolment, part, by)
    if old is None:
        raise RuleBroken("NOT_MARKED", _("Det finns inget att ångra. Någon annan kan ha ångrat det."))
    made = MethodMark(enrolment=enrolment, part=part, name=old.name, state=State.TAKEN_BACK, on=clock.today())
    return writing.write(
        made, case=enrolment.item.case, kind=ItemKind.METHOD_MARK, category=Category.PLAN, by=by, share=share,
        replaces=old.item,
    )  # fmt: skip


@action(verb="method.move", sentence=_("flyttade någon till en annan version av en metod"), roles=CASE_WRITERS)
def move(
    enrolment: Enrolment, *, by: Actor, to: MethodVersion, said: str, share: Iterable[uuid.UUID] = ()
) -> MethodMark:
    """From now on the enrolment follows another version of its method, newer or older; what is done goes on counting.

    Raises NOT_YOURS, NO_METHOD, ENDED_ALREADY, OTHER_METHOD, SAME_VERSION, REASON_MISSING, STALE, CONSENT_MISSING.
    """
    rows = Enrolment.objects.select_for_update(of=("self",)).select_related("item__case", "method_version")
    found = rows.get(pk=enrolment.pk)
    old = _movable(found, to, by)
    check_seen(old.pk, newer=found)
    if not said.strip():
        raise RuleBroken("REASON_MISSING", _("Skriv varför personen flyttas."), field="said")
    found.method_version = to
    found.save(update_fields=["method_version"])
    touch(found, ["method_version"], person_id=found.item.case.person_id)
    name = f"{read_once(to.text).name.sv} {old.number} → {to.number}"
    made = MethodMark(
        enrolment=found, name=name[:200], state=State.MOVED, on=clock.today(), said=said.strip(),
        moved_from=old, moved_to=to,
    )  # fmt: skip
    return writing.write(
        made, case=found.item.case, kind=ItemKind.METHOD_MARK, category=Category.PLAN, by=by, share=share
    )


@action(verb="method.move_many", sentence=_("flyttade flera till en annan version av en metod"), roles=CASE_WRITERS)
def move_many(who: Iterable[Enrolment], *, by: Actor, to: MethodVersion, said: str) -> list[MethodMark]:
    """Each of them, or none. Raises as `move`."""
    return [move(enrolment, by=by, to=to, said=said) for enrolment in who]


def _movable(enrolment: Enrolment, to: MethodVersion, by: Actor) -> MethodVersion:
    """The version it follows now; refuses what cannot be moved."""
    if enrolment.item.holder_id != by.party_id:
        raise RuleBroken("NOT_YOURS", _("Bara den part som skrev in personen kan byta version."))
    if enrolment.method_version is None:
        raise RuleBroken("NO_METHOD", _("Insatsen har ingen metod. Välj en på insatsens sida."))
    if enrolment.ends_on:
        raise RuleBroken("ENDED_ALREADY", _("Deltagandet är redan avslutat."))
    if to.method_id != enrolment.method_version.method_id:
        raise RuleBroken("OTHER_METHOD", _("Det är en annan metod. Välj en version av samma metod."))
    if to.pk == enrolment.method_version_id:
        raise RuleBroken("SAME_VERSION", _("Personen följer redan den versionen."))
    return enrolment.method_version


def _own_mark(enrolment: Enrolment, part: str, by: Actor) -> MethodMark | None:
    rows = MethodMark.objects.filter(
        enrolment=enrolment, part=part, item__holder_id=by.party_id, item__superseded_at__isnull=True
    )
    return rows.exclude(state=State.TAKEN_BACK).select_related("item").order_by("-item__at").first()


def _before(enrolment: Enrolment, part: str, by: Actor, *, day: dt.date | None) -> Item | None:
    """What was said before, and is replaced; of what comes back, each day (`day`) stands by itself."""
    old = _own_mark(enrolment, part, by)
    if old and day and old.state == State.DONE and old.on != day:
        return None
    return old.item if old else None


def _comes_back(thing: Expected | None) -> bool:
    return thing is not None and bool(thing.every or thing.at)


def _outcome(thing: Expected | None, state: str, outcome: str) -> Outcome | None:
    """The chosen outcome of a decision that states them."""
    if thing is None or not thing.options or state != State.DONE:
        return None
    chosen = next((option for option in thing.options if option.id == outcome), None)
    if chosen is None:
        raise RuleBroken("OUTCOME_MISSING", _("Välj vad det blev."), field="outcome")
    return chosen


def _part_of(enrolment: Enrolment, part: str, state: str) -> tuple[str, Expected | None]:
    """What the part is called in the text, and the expected thing; refuses what the text does not have."""
    if enrolment.method_version is None:
        raise RuleBroken("NO_METHOD", _("Insatsen har ingen metod. Välj en på insatsens sida."))
    method = read_once(enrolment.method_version.text)
    phase = next((phase for phase in method.way if phase.id == part), None)
    if phase and state in OF_PHASES:
        if state == State.SKIPPED and not phase.may_skip:
            raise RuleBroken("MAY_NOT_SKIP", _("Fasen kan inte hoppas över i den här metoden. Avsluta den i stället."))
        return phase.name.sv, None
    thing = method.expected(part)
    if thing is None or state not in OF_THINGS:
        raise RuleBroken("UNKNOWN_PART", _("Det finns inte i metoden. Ladda om sidan och försök igen."))
    return thing.name.sv, thing
