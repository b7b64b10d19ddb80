"""Loads every topic's rules once (see JourneyConfig.ready)."""

from samsyn.journey.note import rules as note_rules

__all__ = ["note_rules"]
