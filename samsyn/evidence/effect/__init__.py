"""Compared with what: the effect of an intervention on an outcome, against people who did not have it.

Balance and overlap come before any number; what cannot be trusted is refused with the reason. Before-after is change,
never effect. No method is ranked by what it answers.
"""

from samsyn.evidence.effect.all_methods import compare
from samsyn.evidence.effect.answer import Effect, design, estimate
from samsyn.evidence.effect.bounds import gamma_of, rosenbaum
from samsyn.evidence.effect.picture import balance_picture, times_picture
from samsyn.evidence.effect.question import ESTIMANDS, METHODS
from samsyn.evidence.effect.sensitivity import e_value, robustness_value
from samsyn.evidence.effect.staggered import staggered
from samsyn.evidence.effect.subgroups import holm

__all__ = [
    "ESTIMANDS", "METHODS", "Effect", "balance_picture", "compare", "design", "e_value", "estimate", "gamma_of",
    "holm", "robustness_value", "rosenbaum", "staggered", "times_picture",
]  # fmt: skip
