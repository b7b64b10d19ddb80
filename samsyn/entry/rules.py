"""Loads every topic's rules once (see EntryConfig.ready)."""

from samsyn.entry.case import rules as case_rules
from samsyn.entry.case import sharing_guard
from samsyn.entry.consent import rules as consent_rules
from samsyn.entry.enrolment import rules as enrolment_rules
from samsyn.entry.person import rules as person_rules
from samsyn.entry.referral import rules as referral_rules
from samsyn.entry.selection import rules as selection_rules

__all__ = [
    "case_rules",
    "consent_rules",
    "enrolment_rules",
    "person_rules",
    "referral_rules",
    "selection_rules",
    "sharing_guard",
]
