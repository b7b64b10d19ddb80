"""Associations, parties (secrecy areas) and their units."""
