"""The way of one demo person after enrolment: written by several parties, on a moved clock."""

import datetime as dt
import uuid

from samsyn.access import clock
from samsyn.entry.case.actions import take_case
from samsyn.entry.case.models import Case, CaseAssignment
from samsyn.entry.case.queries import open_assignments
from samsyn.journey.activity.actions import move, write_activity
from samsyn.journey.activity.models import Activity
from samsyn.journey.livelihood.actions import add_period
from samsyn.journey.meeting.actions import book_decision, call_meeting, hold_meeting
from samsyn.journey.meeting.models import Invitee, Meeting
from samsyn.journey.meeting.queries import candidates
from samsyn.journey.note.actions import write_note
from samsyn.journey.plan.actions import settle_plan, start_plan, write_goal, write_milestone
from samsyn.journey.progress.actions import write_step_move
from samsyn.journey.request.actions import answer, ask
from samsyn.web.demo.beginning import moment
from samsyn.web.demo.world import DemoWorld

WORKERS = ("handlaggare.af", "handlaggare.fk", "handlaggare.soc", "handlaggare.region")
KEYS = {
    "handlaggare.af": "af",
    "handlaggare.fk": "fk",
    "handlaggare.soc": "soc",
    "handlaggare.region": "reg",
    "samordnare": "amn",
    "coach": "amn",
}


class Way:
    """Acts in one case as different people, some days ago."""

    def __init__(self, world: DemoWorld, case: Case, *, begun: int) -> None:
        self.world, self.case, self.start, self.begun = world, case, clock.today(), begun

    def day(self, days_ago: int) -> dt.date:
        """A day some days before today (negative: ahead)."""
        return self.start - dt.timedelta(days=days_ago)

    def others(self, who: str) -> list[uuid.UUID]:
        """Every party but the writer's own."""
        return [p.pk for key, p in self.world.parties.items() if key not in {KEYS[who], "forb"}]

    def join(self, days_ago: int) -> None:
        """A caseworker of each party takes the case from the inbox."""
        with clock.at(moment(days_ago)):
            for row in open_assignments(self.case.pk).filter(part=CaseAssignment.Part.INBOX):
                for who in (*WORKERS, "samordnare"):
                    actor = self.world.actor(who)
                    if actor.unit_id == row.unit_id:
                        take_case(row, by=actor)

    def note(self, who: str, days_ago: int, text: str, category: str = "other") -> None:
        """A note read by all."""
        with clock.at(moment(days_ago, 11)):
            write_note(self.case, by=self.world.actor(who), text=text, category=category, share=self.others(who))

    def income(self, who: str, source: str, first: int, last: int | None, extent: int | None = None) -> None:
        """A period of livelihood."""
        with clock.at(moment(min(first, self.begun))):
            add_period(
                self.case, by=self.world.actor(who), source=source, starts_on=self.day(first), extent=extent,
                last_day=self.day(last) if last is not None else None, share=self.others(who),
            )  # fmt: skip

    def plan(self, days_ago: int, *, goal: str, milestones: tuple[tuple[str, int], ...]) -> uuid.UUID:
        """A settled joint plan with the person's goal in their own words."""
        by, share = self.world.actor("samordnare"), self.others("samordnare")
        with clock.at(moment(days_ago)):
            plan = start_plan(
                self.case, by=by, kind="coordinated_individual_plan", starts_on=self.day(days_ago), share=share,
                overall_responsible=self.world.parties["amn"], follow_up_on=self.day(days_ago - 90),
                present=["Personen", "AF", "FK", "AMN", "Regionen"], declined=["Vårdcentralen (hade inte tid)"],
                efforts="Arbetsträning i liten omfattning, samtalsstöd och en trygg ekonomi under tiden.",
                responsibilities="Regionen svarar för behandlingen. Kommunen svarar för arbetsträning och bistånd.",
                others_measures="Arbetsförmedlingen svarar för arbetsplats, Försäkringskassan för ersättning.",
            )  # fmt: skip
            aim = write_goal(self.case, by=by, text=goal, plan_series=plan.item.series, share=share)
            for text, due in milestones:
                write_milestone(
                    self.case, by=by, text=text, due_on=self.day(due), plan_series=plan.item.series,
                    goal_series=aim.item.series, share=share,
                )  # fmt: skip
            write_activity(
                self.case, by=by, title="Kartläggning och arbetsträning", kind="work_training",
                starts_on=self.day(days_ago - 5), responsible_party_id=self.world.parties["amn"].pk, share=share,
                plan_series=plan.item.series, ends_on=self.day(30), place="Arbetsmarknadsenheten",
            )  # fmt: skip
            settle_plan(plan, by=by)
        return plan.item.series

    def activity(
        self, who: str, title: str, kind: str, first: int, last: int | None, *, state: str = "under_way",
        plan: uuid.UUID | None = None, waiting_for: str = "", extent: str = "",
    ) -> Activity:  # fmt: skip
        """An activity of the writer's own party, in a state."""
        by = self.world.actor(who)
        with clock.at(moment(max(first, 1))):
            made = write_activity(
                self.case, by=by, title=title, kind=kind, starts_on=self.day(first), share=self.others(who),
                ends_on=self.day(last) if last is not None else None, plan_series=plan, extent=extent,
                responsible_party_id=by.party_id, responsible_name=by.display_name,
            )  # fmt: skip
        with clock.at(moment(max(last or 1, 1) if state == "done" else max(first - 1, 0), 15)):
            return move(made, by=by, state=state, waiting_for=waiting_for) if state != "planned" else made

    def meeting(
        self, days_ago: int, *, decisions: tuple[tuple[str, str, int], ...] = (), held: bool = True,
        others: tuple[tuple[str, str], ...] = (),
    ) -> Meeting:  # fmt: skip
        """A four-party meeting called by the coordinator; its decisions are booked at the table."""
        by, starts = self.world.actor("samordnare"), moment(days_ago, 13)
        with clock.at(moment(days_ago + 10, 9)):
            who = [c.value for c in candidates(self.case, by) if c.value and not c.why_not]
            called = call_meeting(
                self.case, by=by, kind="four_party", starts_at=starts, who=who, others=others,
                place="Arbetsmarknadsenheten, rum 2", purpose="Nästa steg och ersättningen",
            )  # fmt: skip
        if not held:
            return called
        with clock.at(moment(days_ago, 14)):
            came = Invitee.objects.filter(meeting=called.item).values_list("pk", flat=True)
            hold_meeting(called, by=by, attended=list(came))
            for what, key, due in decisions:
                book_decision(
                    called, by=by, what=what, when=self.day(due), responsible_party_id=self.world.parties[key].pk,
                    share=self.others("samordnare"),
                )  # fmt: skip
        return called

    def question(self, who: str, to: str, text: str, days_ago: int, answered: int | None, said: str = "") -> None:
        """A request to another party, answered or still waiting."""
        with clock.at(moment(days_ago)):
            asked = ask(
                self.case, by=self.world.actor(who), asks="statement", question=text,
                to_unit=self.world.units[KEYS[to]], to_name=self.world.staff[to].user.name,
            )  # fmt: skip
        if answered is not None:
            with clock.at(moment(answered)):
                answer(asked, by=self.world.actor(to), text=said)

    def step(self, days_ago: int, before: str, after: str, evidence: str) -> None:
        """A step move, judged by both."""
        with clock.at(moment(days_ago)):
            write_step_move(
                self.case, by=self.world.actor("samordnare"), on=self.day(days_ago), area="work", from_step=before,
                to_step=after, by_person="forward", by_caseworker="forward", evidence=evidence,
                share=self.others("samordnare"),
            )  # fmt: skip
