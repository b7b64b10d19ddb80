"""Agreements between parties."""
