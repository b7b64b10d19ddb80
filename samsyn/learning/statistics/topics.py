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
    """One question. `picture`: how it is drawn. `cannot`: what it does not say. `splits`: whether it may be parted."""

    code: str
    group: Any
    name: Any
    picture: str
    cannot: Any
    splits: bool = True
    needs_source: bool = False


COUNT, WORK, TIME, WAY = _("Hur många"), _("Arbete och försörjning"), _("Tid"), _("Vägen")
NOT_EFFECT = _(
    "Före och efter är inte effekt: en del hade fått arbete ändå. Vad insatsen gjorde går bara att säga med en"
    " jämförelsegrupp."
)
NOT_CAUSE = _("Skillnader mellan grupper kan bero på annat än insatsen, till exempel på vilka som börjar i den.")
NOT_PEOPLE = _("Antalet säger inget om hur det gick.")
NOT_WAITED = _("Tiden säger inget om hur det gick, och de som är kvar kan bli kvar länge.")

TOPICS = {
    one.code: one
    for one in (
        Topic("numbers", COUNT, _("Personer och deltaganden"), WHATS, NOT_PEOPLE),
        Topic("background", COUNT, _("Bakgrund"), CODES, NOT_PEOPLE),
        Topic("costs", COUNT, _("Kostnad per deltagande"), MEDIAN, NOT_PEOPLE, splits=False),
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
        Topic("exit_reason", WAY, _("Varför insatsen avslutades"), CODES, NOT_CAUSE),
        Topic("exit_outcome", WAY, _("Vart de gick vid avslut"), CODES, NOT_CAUSE),
        Topic("length_of_stay", TIME, _("Tid i insatsen"), MEDIAN, NOT_WAITED),
    )
}  # fmt: skip


def by_group() -> list[tuple[Any, list[Topic]]]:
    """The questions under their headings."""
    groups: dict[Any, list[Topic]] = {}
    for topic in TOPICS.values():
        groups.setdefault(topic.group, []).append(topic)
    return list(groups.items())
