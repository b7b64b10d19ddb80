"""What a coordinator does for each sort of expected thing: the same acts as the pages, never a short cut."""

import datetime as dt
from collections.abc import Callable
from decimal import Decimal
from typing import Any

from samsyn.access import clock
from samsyn.access.actor import Actor
from samsyn.basis.course import actions as courses
from samsyn.basis.course.planning import Schedule
from samsyn.basis.method.asked import questions_of
from samsyn.basis.method.queries import document_of
from samsyn.basis.method.schema import Expected, Method
from samsyn.entry.case.models import Case
from samsyn.entry.enrolment.models import Enrolment
from samsyn.journey.activity import actions as activities
from samsyn.journey.assessment import actions as assessments
from samsyn.journey.course import actions as places
from samsyn.journey.document import actions as documents
from samsyn.journey.document.parts import parts_of
from samsyn.journey.document.record import known_of
from samsyn.journey.follow_up import actions as follow_ups
from samsyn.journey.follow_up import queries as planned
from samsyn.journey.form.actions import fill
from samsyn.journey.ladder.actions import divide, rate
from samsyn.journey.ladder.scales import ladder_with, scales
from samsyn.journey.livelihood import actions as livelihoods
from samsyn.journey.livelihood.models import Moment
from samsyn.journey.meeting import actions as meetings
from samsyn.journey.meeting.models import Invitee
from samsyn.journey.method.actions import mark
from samsyn.journey.note.actions import write_note
from samsyn.journey.plan import actions as plans
from samsyn.journey.plan.models import JointPlan
from samsyn.journey.progress.actions import write_step_move
from samsyn.journey.purchase import actions as purchases
from samsyn.journey.request import actions as requests
from samsyn.journey.workplace.actions import write_workplace

Source = livelihoods.Source
SOON, QUARTER = dt.timedelta(hours=1), dt.timedelta(days=91)


class Acts:
    """Somebody's coordinator (`by`) at work in their case."""

    def __init__(self, method: Method, enrolment: Enrolment, *, by: Actor, answering: Actor) -> None:
        self.method, self.enrolment, self.by, self.answering = method, enrolment, by, answering
        self._step = 0

    @property
    def case(self) -> Case:
        """The person's case."""
        return self.enrolment.item.case

    def act(self, one: Expected, **how: Any) -> None:
        """Do one expected thing today; `how` says what differs from the plainest way."""
        acts: dict[str, Callable[..., None]] = {
            "activity": self._activity, "meeting": self._meeting, "assessment": self._assessment, "form": self._form,
            "livelihood": self._livelihood, "step_move": self._step_move, "follow_up": self._follow_up,
            "note": self._note, "document": self._document, "request": self._request, "plan": self._plan,
            "goal": self._goal, "workplace": self._workplace, "rating": self._rating, "course": self._course,
            "purchase": self._purchase,
        }  # fmt: skip
        acts.get(one.what, self._tick)(one, **how)

    def _activity(self, one: Expected, *, kind: str = "", weeks: int = 0) -> None:
        today = clock.today()
        ends = today + dt.timedelta(weeks=weeks) if weeks else None
        begun = activities.write_activity(
            self.case, by=self.by, title=one.name.sv[:160], kind=kind or one.kind or "other", starts_on=today,
            ends_on=ends, responsible_party_id=self.by.party_id,
        )  # fmt: skip
        activities.move(begun, by=self.by, state="under_way")

    def _meeting(self, one: Expected) -> None:
        """Called as the meeting of the text that it is, and held the same day."""
        own = next((meeting for meeting in self.method.meetings if meeting.id == one.kind), None)
        known = {"method_meeting": own.id, "name": own.name.sv[:200]} if own else {}
        called = meetings.call_meeting(
            self.case, by=self.by, kind=own.kind if own else one.kind or "other", starts_at=clock.now() + SOON,
            purpose=one.name.sv[:200], **known,
        )  # fmt: skip
        there = Invitee.objects.filter(meeting=called.item).values_list("pk", flat=True)
        meetings.hold_meeting(called, by=self.by, attended=list(there))

    def _assessment(self, one: Expected, *, kind: str = "") -> None:
        kind, said = kind or one.kind or "other", one.name.sv
        if kind == "mapping":
            assessments.write_mapping(self.case, by=self.by, areas={"work": "Vill arbeta"}, summary=said)
        elif kind == "work_ability":
            assessments.write_work_ability(self.case, by=self.by, work_ability="Halvtid med anpassning", extent=50)
        else:
            assessments.write_assessment(
                self.case, by=self.by, kind=kind, made_on=clock.today(), made_by="Bo Li", summary=said
            )

    def _form(self, one: Expected, **answers: Any) -> None:
        form = next(form for form in self.method.forms if form.id == one.kind)
        assert answers.keys() <= questions_of(form).keys(), f"{form.id} does not ask {answers.keys()}"
        fill(self.enrolment, by=self.by, form=form.id, answers=answers)

    def _document(self, one: Expected) -> None:
        """Filled in from the record, and signed on paper by everybody who is to."""
        version, name = self.enrolment.method_version, one.kind or ""
        in_text = document_of(version, name)
        parts = parts_of(in_text, known_of(self.enrolment, in_text, self.by))
        made = documents.keep(self.enrolment, by=self.by, document=name, parts=parts)
        for who in in_text.signed_by:
            documents.sign(made, by=self.by, who=who, on_paper=True, name="Namnteckning")

    def _rating(self, one: Expected, *, person: int = 0, staff: int = 0) -> None:
        """The named module, or the first two of a named area; a step further up each time unless it is said."""
        ladder = ladder_with(self.method, one.kind)
        known = [scale.id for scale in scales(ladder)]
        self._step += 1
        step = min(self._step, 5)
        given = {"person": person or step, "staff": staff or step}
        modules = [one.kind] if one.kind in known else known[:2]
        rate(self.enrolment, by=self.by, ladder=ladder.id, values=dict.fromkeys(modules, given))

    def divide(self, module: str, *names: str) -> None:
        """A module that is too large is broken into smaller ones for this person."""
        divide(self.enrolment, by=self.by, module=module, parts=[{"name": name} for name in names])

    def _course(self, one: Expected) -> None:
        """A round of the course as the text has it begins today, and the person takes a place in it."""
        course = next(course for course in self.method.courses if course.id == one.kind)
        weeks, times = (course.weeks.low if course.weeks else 0) or 1, min(course.times_a_week or 1, 7)
        weekdays = [(clock.today().weekday() + n) % 7 for n in range(times)]
        hours = Decimal(str(course.hours or 2))
        schedule = Schedule(clock.today(), int(weeks), weekdays, dt.time(9), hours)
        made = courses.set_up(
            self.enrolment.intervention, by=self.by, schedule=schedule, course=course.id, name=course.name.sv[:120],
            places=int(course.places.high) if course.places and course.places.high else None,
        )  # fmt: skip
        places.give_place(self.enrolment, by=self.by, course_round=made, state="accepted")

    def _purchase(self, one: Expected, *, amount: int = 4_000) -> None:
        """Asked for from the purse, decided by the party's staff, and bought."""
        kind = self.method.purse.kinds[0].id if self.method.purse else ""
        asked = purchases.ask(
            self.enrolment, by=self.by, kind=kind, what_for=one.name.sv, amount=Decimal(amount), share=[]
        )
        purchases.decide(asked, by=self.by, outcome="approved")
        purchases.buy(asked, by=self.by, amount=Decimal(amount))

    def _livelihood(
        self, one: Expected, *, source: str = "", extent: int | None = None, doing: str = "", moment: str = ""
    ) -> None:
        said = {"by": self.by, "moment": moment or (Moment.FOLLOW_UP if one.since == "exit" else Moment.UNDER_WAY)}
        if not source and not doing:
            livelihoods.unchanged(self.case, **said)
            return
        sources, doings = [Source(source, extent)], [Source(doing)] if doing else []
        livelihoods.record(self.case, livelihoods=sources, occupations=doings, **said)

    def _step_move(self, one: Expected, *, direction: str = "forward", area: str = "work") -> None:
        write_step_move(
            self.case, by=self.by, to_step=one.name.sv[:200], by_caseworker=direction, by_person=direction,
            area=area, next_step="Öva vidare",
        )  # fmt: skip

    def _follow_up(self, one: Expected, *, direction: str = "none") -> None:
        """The one that was planned, or one that is planned now; what was earned changed is written elsewhere."""
        known = planned.open_of(self.case, self.by).first() or follow_ups.plan(
            self.case, by=self.by, due_on=clock.today()
        )
        follow_ups.do(
            known, by=self.by, livelihood_now="changed", direction=direction, what_now=one.name.sv, what_next="Fortsätt"
        )

    def _note(self, one: Expected) -> None:
        write_note(self.case, by=self.by, text=one.name.sv)

    def _request(self, one: Expected) -> None:
        unit = self.answering.unit_id
        asked = requests.ask(
            self.case, by=self.by, asks="information", question=one.name.sv,
            to_unit=requests.Unit.objects.get(pk=unit), category="assessment",
        )  # fmt: skip
        requests.answer(asked, by=self.answering, text="Här är det ni bad om.")

    def _plan(self, one: Expected) -> None:
        """Begun, with somebody who answers for something, and settled; it takes the place of the one before."""
        today, held = clock.today(), JointPlan.objects.filter(item__case=self.case, state="settled").last()
        plan = plans.start_plan(
            self.case, by=self.by, kind=JointPlan.Kind.AGREED, starts_on=today, follow_up_on=today + QUARTER,
            replaces_plan=held.item.series if held else None,
        )  # fmt: skip
        activities.write_activity(
            self.case, by=self.by, title="Tar nästa steg", kind="other", starts_on=today + QUARTER,
            plan_series=plan.item.series, responsible_name="Personen själv",
        )  # fmt: skip
        plans.settle_plan(plan, by=self.by)

    def _goal(self, one: Expected, *, words: str = "Jag vill ha ett jobb där jag trivs") -> None:
        plans.write_goal(self.case, by=self.by, text=words)

    def _workplace(self, one: Expected, *, employer: str = "Snickeriet i byn") -> None:
        write_workplace(self.case, by=self.by, employer=employer, starts_on=clock.today())

    def _tick(self, one: Expected, *, outcome: str = "", said: str = "Gjort") -> None:
        mark(self.enrolment, by=self.by, part=one.id, state="done", outcome=outcome, said=said)
