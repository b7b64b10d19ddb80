"""Published follow-up: a printed report's tables, kept with people constructed from them, never among real cases."""
