"""One joint plan: the person's own goals first, then milestones; each part belongs to its writer's party."""

import datetime as dt

from django.db import models
from django.utils.translation import gettext_lazy as _

from samsyn.access import clock
from samsyn.access.days import last_day
from samsyn.basis.party.models import Party
from samsyn.entry.case.labels import beginning
from samsyn.entry.case.models import Face, ItemContent
from samsyn.entry.case.record import OWN_WORDS
from samsyn.journey.plan.law import sip_law


class JointPlan(ItemContent):
    """A SIP (SoL 10 kap. 8 §, HSL 16 kap. 4 §) or an agreed plan. Draft, settled, superseded.

    Its parts point at the series, not at one version: they belong to the plan however often its frame is
    rewritten, and a reader of a part need not read the version it was written under.
    """

    class Kind(models.TextChoices):
        """Only the SIP has a statutory form."""

        SIP = "coordinated_individual_plan", _("Samordnad individuell plan (SIP)")
        AGREED = "agreed_plan", _("Gemensam plan")

    class State(models.TextChoices):
        """Where it stands."""

        DRAFT = "draft", _("Utkast")
        SETTLED = "settled", _("Fastställd")
        SUPERSEDED = "superseded", _("Ersatt")

    kind = models.CharField(max_length=27, choices=Kind.choices)
    state = models.CharField(max_length=10, choices=State.choices, default=State.DRAFT)
    overall_responsible = models.ForeignKey(
        Party, on_delete=models.PROTECT, null=True, blank=True, related_name="+",
        db_comment="SIP: municipality or region only.",
    )  # fmt: skip
    starts_on = models.DateField()
    follow_up_on = models.DateField(null=True, blank=True)
    present = models.JSONField(default=list, db_comment="Who took part, as words.")
    declined = models.JSONField(default=list, db_comment="Who was asked and declined, as words.")
    efforts = models.TextField(blank=True, db_comment="SIP part 1: efforts needed.")
    responsibilities = models.TextField(
        blank=True, db_comment="SIP part 2: which authority answers for what."
    )
    others_measures = models.TextField(blank=True, db_comment="SIP part 3: measures by others.")
    nobody_declined = models.BooleanField(default=False, db_comment="Everybody who was asked took part.")
    replaces_plan = models.UUIDField(
        null=True, blank=True, db_comment="Series of the plan this one supersedes."
    )
    settled_on = models.DateField(null=True, blank=True)
    ended_on = models.DateField(null=True, blank=True, db_comment="When it was superseded.")

    @property
    def law(self) -> str:
        """The provisions a SIP stands on, by the day it was begun; empty for an agreed plan."""
        return str(sip_law(self.starts_on)) if self.kind == self.Kind.SIP else ""

    def face(self) -> Face:
        """A bar while it holds."""
        return Face(self.starts_on, str(self.get_kind_display()), self.ended_on, self.state, code=self.kind)

    def words(self) -> list[tuple[str, str]]:
        """The plan's own parts; goals and activities are items of their own."""
        return [
            (str(_("Plan")), str(self.get_kind_display())),
            (str(_("Lagrum")), self.law),
            (str(_("Insatser som behövs")), self.efforts),
            (str(_("Vem svarar för vad")), self.responsibilities),
            (str(_("Åtgärder av andra")), self.others_measures),
            (
                str(_("Övergripande ansvar")),
                self.overall_responsible.name if self.overall_responsible else "",
            ),
            (str(_("Med var")), ", ".join(self.present)),
            (str(_("Tackade nej")), ", ".join(self.declined)),
            (str(_("Följs upp")), str(self.follow_up_on or "")),
            (str(_("Läge")), str(self.get_state_display())),
        ]


class LinkedPlan(ItemContent):
    """A single authority's own plan (such as FK's, SFB 30:12): linked, never merged, in the same picture."""

    plan_series = models.UUIDField(
        null=True, blank=True, db_comment="Series of the joint plan it is linked to."
    )
    title = models.CharField(max_length=160)
    authority = models.CharField(max_length=120)
    law = models.CharField(max_length=120, blank=True, db_comment="Which law it stands on.")
    starts_on = models.DateField()
    ends_on = models.DateField(null=True, blank=True, db_comment="Not included.")
    about = models.TextField(blank=True)

    def face(self) -> Face:
        """A bar."""
        return Face(self.starts_on, beginning(self.title), self.ends_on)

    def words(self) -> list[tuple[str, str]]:
        """Which plan, whose, about what."""
        return [
            (str(_("Plan")), self.title),
            (str(_("Myndighet")), self.authority),
            (str(_("Lagrum")), self.law),
            (str(_("Gäller")), f"{self.starts_on} – {self.last_day or ''}"),
            (str(_("Om")), self.about),
        ]

    @property
    def last_day(self) -> dt.date | None:
        """The last day, as people say it."""
        return last_day(self.ends_on)


class Goal(ItemContent):
    """What the person wants, in their own words; or a party's goal beside it."""

    plan_series = models.UUIDField(
        null=True, blank=True, db_index=True, db_comment="Series of the joint plan it is part of."
    )
    text = models.TextField()
    in_own_words = models.BooleanField(default=True, db_comment="The person's own words.")
    reached_on = models.DateField(null=True, blank=True)

    def face(self) -> Face:
        """A moment in the person's lane."""
        day, state = clock.local(self.item.at).date(), "done" if self.reached_on else ""
        return Face(day, beginning(self.text), state=state, code=OWN_WORDS if self.in_own_words else "")

    def words(self) -> list[tuple[str, str]]:
        """The goal."""
        return [(str(_("Mål")), self.text), (str(_("Nått")), str(self.reached_on or ""))]


class Milestone(ItemContent):
    """A step on the way to a goal."""

    plan_series = models.UUIDField(
        null=True, blank=True, db_index=True, db_comment="Series of the joint plan it is part of."
    )
    goal_series = models.UUIDField(null=True, blank=True, db_comment="Series of the goal it leads to.")
    text = models.CharField(max_length=300)
    due_on = models.DateField(null=True, blank=True)
    reached_on = models.DateField(null=True, blank=True)

    def face(self) -> Face:
        """A moment on its day."""
        day = self.reached_on or self.due_on or clock.local(self.item.at).date()
        return Face(day, beginning(self.text), state="done" if self.reached_on else "planned")

    def words(self) -> list[tuple[str, str]]:
        """The milestone."""
        return [
            (str(_("Delmål")), self.text),
            (str(_("Klart senast")), str(self.due_on or "")),
            (str(_("Nått")), str(self.reached_on or "")),
        ]
