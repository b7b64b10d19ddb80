"""The questions there are: what each is called, how it is drawn, and what its answer cannot say.

A code is the library's own name of the report, so that pages, API and command line ask alike. Adding a question: a row
here, its counting in `counting`, its finding in `findings`.
"""

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

SHARE, CODES, BEFORE_AFTER, WHATS, MEDIAN, MATRIX, CURVE = (
    "share", "codes", "before_after", "whats", "median", "matrix", "curve"
)  # fmt: skip


@dataclass(frozen=True)
class Topic:
    """One question. `picture`: how it is drawn. `cannot`: what it does not say. `splits`: whether it may be parted.

    `counted`: whom it is asked of unless said. `follows`: it follows people from their start, so those who have ended
    alone would give a wrong answer.
    """

    code: str
    group: Any
    name: Any
    picture: str
    cannot: Any
    splits: bool = True
    counted: str = "ended"
    follows: bool = False
    needs_source: bool = False


COUNT, WORK, TIME, WAY = _("Hur många"), _("Arbete och försörjning"), _("Tid"), _("Vägen")
NOT_EFFECT = _(
    "Före och efter är inte effekt: en del hade fått arbete ändå. Vad insatsen gjorde går bara att säga med en"
    " jämförelsegrupp."
)
NOT_CAUSE = _("Skillnader mellan grupper kan bero på annat än insatsen, till exempel på vilka som börjar i den.")
NOT_PEOPLE = _("Antalet säger inget om hur det gick.")
NOT_SIGNS = _("Att steg är gemensamma säger inte att samarbetet fungerade, och glapp kan ha goda skäl.")
NOT_JUDGED = _("Varje steg är en bedömning. Att fler går framåt är ett samband med insatsen, inte en effekt av den.")
NOT_WAITED = _("Tiden säger inget om hur det gick, och de som är kvar kan bli kvar länge.")

TOPICS = {
    one.code: one
    for one in (
        Topic("numbers", COUNT, _("Personer och deltaganden"), WHATS, NOT_PEOPLE, counted="started"),
        Topic("background", COUNT, _("Bakgrund"), CODES, NOT_PEOPLE, counted="started"),
        Topic("costs", COUNT, _("Kostnad per deltagande"), MEDIAN, NOT_PEOPLE, splits=False, counted="started"),
        Topic("to_work_or_studies", WORK, _("I arbete eller studier efter"), SHARE, NOT_EFFECT),
        Topic(
            "to_work_studies_or_job_seeking", WORK, _("I arbete, studier eller arbetssökande efter"), SHARE, NOT_EFFECT
        ),
        Topic("work_or_study", WORK, _("Började arbeta eller studera, eller ökade"), WHATS, NOT_EFFECT),
        Topic("occupation", WORK, _("Sysselsättning före och efter"), BEFORE_AFTER, NOT_EFFECT),
        Topic("livelihood", WORK, _("Försörjning före och efter"), BEFORE_AFTER, NOT_EFFECT),
        Topic(
            "livelihood_given", WORK, _("Försörjning efter, för dem som hade en viss före"), CODES, NOT_EFFECT,
            needs_source=True,
        ),
        Topic("flow", WORK, _("Från vilken försörjning till vilken"), MATRIX, NOT_EFFECT, splits=False),
        Topic("exit_reason", WAY, _("Varför insatsen avslutades"), CODES, NOT_CAUSE),
        Topic("exit_outcome", WAY, _("Vart de gick vid avslut"), CODES, NOT_CAUSE),
        Topic("joint_steps", WAY, _("Gemensamma steg, samtidighet och glapp"), WHATS, NOT_SIGNS, splits=False),
        Topic("step_moves", WAY, _("Stegförflyttning"), WHATS, NOT_JUDGED),
        Topic("length_of_stay", TIME, _("Tid i insatsen"), MEDIAN, NOT_WAITED),
        Topic("time_to_exit", TIME, _("Tid till avslut"), CURVE, NOT_WAITED, counted="started", follows=True),
        Topic("time_to_work", TIME, _("Tid till arbete"), CURVE, NOT_EFFECT, counted="started", follows=True),
        Topic("still_in_work", TIME, _("Kvar i arbete efter 3, 6 och 12 månader"), WHATS, NOT_EFFECT),
    )
}  # fmt: skip


def by_group() -> list[tuple[Any, list[Topic]]]:
    """The questions under their headings."""
    groups: dict[Any, list[Topic]] = {}
    for topic in TOPICS.values():
        groups.setdefault(topic.group, []).append(topic)
    return list(groups.items())
