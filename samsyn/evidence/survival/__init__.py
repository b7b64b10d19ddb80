"""How long until something ends, for whom, and how: Kaplan–Meier, Aalen–Johansen, log-rank, restricted mean, Cox."""

from samsyn.evidence.survival.compare import log_rank
from samsyn.evidence.survival.competing import aalen_johansen
from samsyn.evidence.survival.cox import cox
from samsyn.evidence.survival.curve import curve
from samsyn.evidence.survival.events import to_event
from samsyn.evidence.survival.standing import kaplan_meier
from samsyn.evidence.survival.work import How, still_in_work

__all__ = ["How", "aalen_johansen", "cox", "curve", "kaplan_meier", "log_rank", "still_in_work", "to_event"]
