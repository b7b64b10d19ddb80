"""Statistics: a question about a cohort, answered from a snapshot, with its base, for those who may see it."""
