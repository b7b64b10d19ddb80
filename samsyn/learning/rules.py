"""Loads every topic's rules once (see LearningConfig.ready)."""

from samsyn.learning.deviation import rules as deviation_rules
from samsyn.learning.pilot_case import rules as pilot_case_rules
from samsyn.learning.published import rules as published_rules
from samsyn.learning.statistics import rules as statistics_rules
from samsyn.learning.study import rules as study_rules

__all__ = ["deviation_rules", "pilot_case_rules", "published_rules", "statistics_rules", "study_rules"]
