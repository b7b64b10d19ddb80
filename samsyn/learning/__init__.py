"""What the cases teach: pilot cases and deviations in their first form."""
