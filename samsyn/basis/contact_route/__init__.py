"""Whom to call in a unit."""
