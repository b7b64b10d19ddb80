"""Samsyn: one shared view of a person's way to work, for everyone who helps."""

__version__ = "0.1.0"
