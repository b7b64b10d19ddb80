"""What happened in the cases of one part, as rows of the tables: livelihoods, happenings, moves, ratings, costs."""

import datetime as dt
import json
import uuid
from collections import Counter, defaultdict
from collections.abc import Iterator
from decimal import Decimal
from typing import Any, NamedTuple

from django.db.models import QuerySet, TextField
from django.db.models.functions import Cast

from samsyn.basis.method.content import Form, Question
from samsyn.basis.method.queries import of_versions
from samsyn.basis.method.schema import Method
from samsyn.entry.case.models import Item, ItemKind
from samsyn.journey.follow_up.models import FollowUp
from samsyn.journey.form.models import FilledForm
from samsyn.journey.ladder.models import Rating
from samsyn.journey.ladder.scales import by_id
from samsyn.journey.livelihood.models import Livelihood, Occupation
from samsyn.journey.progress.models import StepMove
from samsyn.journey.purchase.models import Purchase
from samsyn.journey.timeline.picture import TOGETHER
from samsyn.learning.study.record import Part, Row, midnight, of_cases, plain, wall_clock
from samsyn.learning.study.scope import Scope
from samsyn.learning.study.told import AFTER, Band, answered_at_start, time_on, told

UNKNOWN = "unknown"
BELIEF = "belief"
# What somebody does or decides, in the order of the person's way. What is only written down is left out.
KINDS = (
    ItemKind.REFERRAL, ItemKind.DECISION, ItemKind.ENROLMENT, ItemKind.NOTE, ItemKind.ASSESSMENT, ItemKind.REQUEST,
    ItemKind.PLAN, ItemKind.LINKED_PLAN, ItemKind.ACTIVITY, ItemKind.WORKPLACE, ItemKind.MEETING, ItemKind.STEP_MOVE,
    ItemKind.EXIT, ItemKind.FOLLOW_UP, ItemKind.HANDOVER, ItemKind.FORM, ItemKind.COURSE, ItemKind.PURCHASE,
    ItemKind.RATING,
)  # fmt: skip
LATER = dt.timedelta(days=1)


class Thing(NamedTuple):
    """An item as it is read."""

    case: str
    holder: str
    kind: str
    code: str
    state: str
    starts_on: dt.date
    ends_on: dt.date | None
    lanes: str
    written: str
    meets_at: dt.datetime | None
    minutes: int | None
    enrolment: uuid.UUID | None


THING = (
    Cast("case_id", TextField()), Cast("holder_id", TextField()), "kind", "code", "state", "starts_on", "ends_on",
    Cast("lanes", TextField()), Cast("at", TextField()), "meeting__starts_at", "meeting__minutes_long",
    "enrolment__pk",
)  # fmt: skip


def write_livelihoods(part: Part) -> None:
    """Sources of income and occupations with the moment they were told at; else what was answered at the start."""
    days = _follow_ups(part)
    sources = _bands(part, Livelihood, ("source", "is_main"))
    doings = _bands(part, Occupation, ("code",))
    for case_id in part.cases:
        person, times = part.person(case_id), part.times(case_id)
        for one in told(_all(part, case_id, sources[case_id], "livelihood"), times, days[case_id]):
            band = one.band
            part.out["livelihoods"].append((
                person, one.participation, one.moment, band.code, band.extent, band.is_main, band.starts_on,
                band.ends_on,
            ))  # fmt: skip
        for one in told(_all(part, case_id, doings[case_id], "occupation"), times, days[case_id]):
            band = one.band
            part.out["occupations"].append(
                (person, one.participation, one.moment, band.code, band.extent, band.starts_on, band.ends_on)
            )


def _bands(part: Part, model: Any, names: tuple[str, ...]) -> dict[uuid.UUID, list[Band]]:
    rows = model._default_manager.filter(of_cases(part, "livelihoods"), written_over=False)
    case, holder = (Cast(name, TextField()) for name in ("item__case_id", "item__holder_id"))
    keys: dict[str, uuid.UUID] = {}
    found: dict[uuid.UUID, list[Band]] = defaultdict(list)
    for of, by, moment, extent, starts, ends, code, *main in rows.values_list(
        case, holder, "moment", "extent", "starts_on", "ends_on", *names
    ):
        for text in (of, by):
            if text not in keys:
                keys[text] = uuid.UUID(text)
        if ends is None or ends > starts:
            found[keys[of]].append(Band(keys[by], moment, code, extent, bool(main and main[0]), starts, ends))
    return found


def _all(part: Part, case_id: uuid.UUID, bands: list[Band], question: str) -> list[Band]:
    """With the answer at each enrolment whose start nobody else has told of."""
    starts = {one.participation for one in told(bands, part.times(case_id), {}) if one.moment in ("before", "start")}
    found = list(bands)
    givers = part.scope.givers("livelihoods")
    for row, time in zip(part.by_case[case_id], part.times(case_id), strict=True):
        answer = plain(row.background.get(question))
        may = part.scope.party_id or row.holder_id in givers
        if may and answer and answer != UNKNOWN and time.code not in starts:
            found.append(answered_at_start(time, answer, bands))
    return found


def _follow_ups(part: Part) -> dict[uuid.UUID, dict[dt.date, str]]:
    """Of each case, the kind of the follow-up after exit that was done on a day."""
    rows = FollowUp.objects.filter(of_cases(part, "livelihoods"), kind__in=list(AFTER), done_on__isnull=False)
    found: dict[uuid.UUID, dict[dt.date, str]] = defaultdict(dict)
    for case_id, day, kind in rows.values_list("item__case_id", "done_on", "kind"):
        if day:
            found[case_id][day] = kind
    return found


def write_happenings(part: Part) -> None:
    """One row for each party that took part, numbered within the case in the order they were written for a day."""
    rows = Item.objects.filter(part.scope.items("happenings"), case_id__in=list(part.cases), kind__in=KINDS)
    things = [Thing(*values) for values in rows.values_list(*THING)]
    things.sort(key=lambda one: (one.case, one.starts_on, one.written))
    numbers: Counter[str] = Counter()
    keys: dict[str, uuid.UUID] = {}
    for one in things:
        if one.case not in keys:
            keys[one.case] = uuid.UUID(one.case)
        case_id = keys[one.case]
        if one.enrolment and one.enrolment not in part.codes:
            continue  # that participation leaves only as a number
        numbers[one.case] += 1
        _write_happening(part, one, case_id, f"{part.cases[case_id]}-{numbers[one.case]:05d}", keys)


def _write_happening(part: Part, one: Thing, case_id: uuid.UUID, code: str, keys: dict[str, uuid.UUID]) -> None:
    begins = wall_clock(one.meets_at) if one.meets_at else midnight(one.starts_on)
    ends = begins + dt.timedelta(minutes=one.minutes) if one.meets_at and one.minutes and begins else None
    ends = ends or midnight(one.ends_on if one.ends_on and one.ends_on > one.starts_on else None)
    person, case, place = part.person(case_id), part.cases[case_id], part.place(case_id)
    activity = _activity(one)
    taking_part = [name for key in _taking_part(one, keys) if (name := part.scope.parties.get(key))]
    joint = one.kind in TOGETHER and len(taking_part) > 1
    for party in taking_part:
        part.out["happenings"].append((
            code, case, person, begins, ends, party, one.kind, activity, joint, one.state or None, place,
        ))  # fmt: skip


def _taking_part(one: Thing, keys: dict[str, uuid.UUID]) -> list[uuid.UUID]:
    """Each party once. What another party answers for is done by that party, whoever planned it."""
    others = json.loads(one.lanes) if one.lanes != "[]" else []
    texts = others if others and one.kind == ItemKind.ACTIVITY else [one.holder, *others]
    for text in texts:
        if text not in keys:
            keys[text] = uuid.UUID(text)
    return list(dict.fromkeys(keys[text] for text in texts))


def _activity(one: Thing) -> str | None:
    """Its kind and which of its kind, such as "activity/work_training"; nothing that was typed."""
    code = plain(one.code)
    return f"{one.kind}/{code}" if code and one.kind != ItemKind.STEP_MOVE else None


def write_progress(part: Part) -> None:
    """Step moves, and every rating on a ladder or a scale."""
    columns = (
        "item__case_id", "on", "area", "by_person", "by_caseworker", "next_step", "item__author__user_id",
    )  # fmt: skip
    for case_id, on, area, person, staff, after, user in StepMove.objects.filter(
        of_cases(part, "progress")
    ).values_list(*columns):
        part.out["step_moves"].append((
            part.person(case_id), time_on(on, part.times(case_id)), on, plain(area), person or None, staff or None,
            bool(after), part.worker(user),
        ))  # fmt: skip
    methods = of_versions(row.version_id for row in part.rows if row.version_id)
    rows = {row.id: row for row in part.rows}
    for enrolment, user, *said in Rating.objects.filter(of_cases(part, "progress")).values_list(
        "enrolment_id", "item__author__user_id", "on", "ladder", "values", "own"
    ):
        if enrolment in rows:
            _write_rating(part, rows[enrolment], methods, user, *said)
    for enrolment, user, *said in FilledForm.objects.filter(of_cases(part, "progress")).values_list(
        "enrolment_id", "item__author__user_id", "on", "form", "answers"
    ):
        if enrolment in rows:
            _write_form(part, rows[enrolment], methods, user, *said)


def _write_rating(
    part: Part, row: Row, methods: dict[uuid.UUID, Method], user: int, on: dt.date, ladder: str,
    values: dict[str, dict[str, int | None]], own: dict[str, Any],
) -> None:  # fmt: skip
    """Each module and rater. A person's own smaller parts have names of their own and stay."""
    method = methods.get(row.version_id) if row.version_id else None
    scales = by_id(method) if method else {}
    for module, given in values.items():
        if module in own or not plain(module):
            part.left_out["own_parts_of_ladders"] += 1
            continue
        high = float(len(scales[module].steps)) if module in scales else None
        for rater, step in given.items():
            value = None if step is None else float(step)
            part.out["ratings"].append((
                part.keys[row.person_id].code, part.codes[row.id], on, ladder, module, rater, value,
                1.0 if high else None, high, part.worker(user),
            ))  # fmt: skip


def _write_form(
    part: Part, row: Row, methods: dict[uuid.UUID, Method], user: int, on: dt.date, form: str,
    answers: dict[str, Any],
) -> None:  # fmt: skip
    """The questions with a scale. One that is called belief is the caseworker's, on a scale of that name."""
    method = methods.get(row.version_id) if row.version_id else None
    for of, question, rater, value in _scaled(method, form, answers):
        if not rater and of.asked == "employer":
            continue
        scale, named = (BELIEF, form) if question.id == BELIEF else (form, question.id)
        part.out["ratings"].append((
            part.keys[row.person_id].code, part.codes[row.id], on, scale, named,
            rater or _asked(of, question), value, *_ends(question), part.worker(user),
        ))  # fmt: skip


def _scaled(method: Method | None, form: str, answers: dict[str, Any]) -> Iterator[tuple[Form, Question, str, float]]:
    of = next((one for one in method.forms if one.id == form), None) if method else None
    for question in of.questions if of else ():
        if question.kind != "scale":
            continue
        for rater in question.rated_by or ("",):
            value = answers.get(f"{question.id}_{rater}" if rater else question.id)
            if isinstance(value, int | float) and not isinstance(value, bool):
                yield of, question, rater, float(value)  # type: ignore[misc]


def _asked(form: Form, question: Question) -> str:
    if question.id == BELIEF:
        return "staff"
    return {"person": "person", "staff": "staff"}.get(form.asked, "both")


def _ends(question: Question) -> tuple[float | None, float | None]:
    return (float(question.scale.low), float(question.scale.high)) if question.scale else (None, None)


def write_costs(part: Part) -> None:
    """What was bought, or approved to buy, for those who leave by name."""
    rows = Purchase.objects.filter(of_cases(part, "costs"), enrolment_id__in=list(part.codes))
    for key, what, amount in costs(part.scope, rows):
        intervention, year, *rest, is_budget = what
        part.out["costs"].append((intervention, part.codes[key], year, *rest, float(amount), is_budget))


def costs(scope: Scope, rows: QuerySet[Purchase]) -> Iterator[tuple[uuid.UUID, tuple[Any, ...], Decimal]]:
    """Of each: for which participation; intervention, year, payer, kind, whether only approved; and how much."""
    columns = ("enrolment_id", "intervention_id", "kind", "amount", "state", "decided_on", "bought_on")
    states = (Purchase.State.APPROVED, Purchase.State.BOUGHT)
    for key, intervention, kind, amount, state, decided, bought in rows.filter(state__in=states).values_list(*columns):
        if day := bought or decided:
            name, is_budget = scope.interventions[intervention].name, state == Purchase.State.APPROVED
            yield key, (name, day.year, scope.payer, plain(kind) or "other", is_budget), amount
