"""The way: what happens between enrolment and exit, and the one timeline of it."""
