"""Groups of members per party, with mandate."""
