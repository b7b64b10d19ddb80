"""Versioned code lists."""
