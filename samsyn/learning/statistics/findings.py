"""The heading of an answer says the finding: how many of how many, in a sentence."""

from collections.abc import Callable
from typing import Any

from django.utils.translation import gettext as _

from samsyn.learning.statistics import figures, labels
from samsyn.learning.statistics.parts import Part, Reading

NO_ANSWER = ("missing", "unclear", "not_mapped")


def finding(measure: str, told: dict[str, Any]) -> str:
    """In the language of the page. What is too small to show says so."""
    return FINDINGS[measure](Reading(told))


def _too_few() -> str:
    return _("För få för att visa")


def _share(sentence: Callable[[], str]) -> Callable[[Reading], str]:
    def say(reading: Reading) -> str:
        whole = reading.whole
        if whole.hidden:
            return _too_few()
        return sentence() % {"base": whole.number} if whole.estimate is not None else _("Ingen har svarat vid avslut")

    return say


def _most(sentence: Callable[[], str], **of: str) -> Callable[[Reading], str]:
    def say(reading: Reading) -> str:
        found = [one for one in reading.parts(of) if one.of["code"] not in NO_ANSWER and one.told["numerator"]]
        if not found:
            return _("Ingen har svarat") if not any(one.hidden for one in reading.parts(of)) else _too_few()
        most = max(found, key=lambda one: one.told["numerator"])
        return sentence() % {"what": _word(reading, most), "base": most.number}

    return say


def _word(reading: Reading, part: Part) -> str:
    return labels.said(dimension(reading.told["measure"], part), part.of["code"])


def dimension(measure: str, part: Part) -> str:
    """Which list a code of a part is from."""
    if "variable" in part.of:
        return part.of["variable"]
    return "livelihood" if measure.startswith("livelihood") else "occupation"


def _numbers(reading: Reading) -> str:
    persons, all_ = (reading.part({"what": what}) for what in ("persons", "participations"))
    if persons is None or all_ is None or persons.hidden or all_.hidden:
        return _too_few()
    if not (persons.estimate and all_.estimate):
        return _too_few()
    words = figures.counted(persons.estimate, "people"), figures.counted(all_.estimate, "participations")
    return _("%(persons)s i %(all)s") % {"persons": words[0], "all": words[1]}


def _working(reading: Reading) -> str:
    before, after = (reading.part({"moment": at, "code": "working"}) for at in ("before", "exit"))
    if before is None or after is None or before.hidden or after.hidden:
        return _most(lambda: _("Vanligast efter: %(what)s, %(base)s"), moment="exit")(reading)
    return _("Arbetade efter: %(after)s. Före: %(before)s") % {"after": after.number, "before": before.number}


def _increased(reading: Reading) -> str:
    one = reading.part({"area": "either", "how": "started_or_increased"})
    if one is None or one.hidden:
        return _too_few()
    return _("%(base)s började arbeta eller studera, eller ökade") % {"base": one.number}


def _stay(reading: Reading) -> str:
    whole = reading.whole
    if whole.hidden:
        return _too_few()
    if whole.estimate is None:
        return _("Ingen är avslutad än")
    words = {"days": figures.number(whole.estimate, 0), "n": figures.number(whole.told["n"])}
    return _("Hälften avslutades inom %(days)s dagar (%(n)s avslutade)") % words


def _flow(reading: Reading) -> str:
    moved = [one for one in reading.parts() if one.of["from"] != one.of["to"] and one.told["numerator"]]
    if not moved:
        return _("Ingen bytte försörjning") if not any(one.hidden for one in reading.parts()) else _too_few()
    most = max(moved, key=lambda one: one.told["numerator"])
    return _("Vanligaste bytet: %(way)s, %(base)s") % {"way": way(most), "base": most.number}


def way(part: Part) -> str:
    """From which livelihood to which."""
    return f"{labels.said('livelihood', part.of['from'])} → {labels.said('livelihood', part.of['to'])}"


def _joint(reading: Reading) -> str:
    one = reading.part({"what": "joint_share"})
    if one is None or one.hidden or one.estimate is None:
        return _too_few()
    n = figures.number(reading.told["n"] or one.told["n"])
    return _("%(share)s av stegen var gemensamma (%(n)s ärenden)") % {"share": figures.percent(one.estimate), "n": n}


def _moved(reading: Reading) -> str:
    one = reading.part({"what": "step_move"})
    if one is None or one.hidden:
        return _too_few()
    return _("%(base)s gick framåt i sin stegförflyttning") % {"base": one.number}


def _median(sentence: Callable[[], str]) -> Callable[[Reading], str]:
    def say(reading: Reading) -> str:
        whole = reading.whole
        if whole.hidden:
            return _too_few()
        n = figures.number(whole.told["n"])
        if whole.estimate is None:
            return _("Mindre än hälften av %(n)s har kommit dit så länge de har följts") % {"n": n}
        return sentence() % {"days": figures.number(whole.estimate, 0), "n": n}

    return say


def _still(reading: Reading) -> str:
    one = reading.part({"months": "12"})
    if one is None or one.hidden:
        return _too_few()
    if one.estimate is None:
        return _("Ingen har svarat efter 12 månader")
    return _("%(base)s av dem som svarat var kvar i arbete efter 12 månader") % {"base": one.number}


def _cost(reading: Reading) -> str:
    whole = reading.whole
    if whole.hidden or whole.estimate is None:
        return _too_few()
    base = figures.counted(whole.told["denominator"], "participations")
    words = {"sum": figures.number(round(whole.estimate)), "n": base}
    return _("%(sum)s kr per deltagande (%(n)s)") % words


FINDINGS: dict[str, Callable[[Reading], str]] = {
    "numbers": _numbers,
    "background": _most(lambda: _("Vanligaste utbildning: %(what)s, %(base)s"), variable="education"),
    "costs": _cost,
    "to_work_or_studies": _share(lambda: _("%(base)s hade arbete eller studier vid avslut")),
    "to_work_studies_or_job_seeking": _share(
        lambda: _("%(base)s hade arbete eller studier, eller sökte aktivt arbete, vid avslut")
    ),
    "work_or_study": _increased,
    "occupation": _working,
    "livelihood": _most(lambda: _("Vanligaste försörjning efter: %(what)s, %(base)s"), moment="exit"),
    "livelihood_given": _most(lambda: _("Vanligaste försörjning efter: %(what)s, %(base)s")),
    "exit_reason": _most(lambda: _("Vanligaste skälet: %(what)s, %(base)s")),
    "exit_outcome": _most(lambda: _("Vanligast efter avslut: %(what)s, %(base)s")),
    "length_of_stay": _stay,
    "flow": _flow,
    "joint_steps": _joint,
    "step_moves": _moved,
    "time_to_exit": _median(lambda: _("Hälften har avslutats inom %(days)s dagar från start (%(n)s följda)")),
    "time_to_work": _median(lambda: _("Hälften har fått arbete inom %(days)s dagar från start (%(n)s följda)")),
    "still_in_work": _still,
}
