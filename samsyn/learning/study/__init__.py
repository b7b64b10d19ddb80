"""Studies: which questions the record may answer, who decided what leaves for them, and the snapshots they read."""
