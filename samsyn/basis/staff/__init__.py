"""Who works where, in which role."""
