"""Loads every topic's rules once (see EntryConfig.ready)."""

from samsyn.entry.case import rules as case_rules
from samsyn.entry.consent import rules as consent_rules
from samsyn.entry.person import rules as person_rules

__all__ = ["case_rules", "consent_rules", "person_rules"]
