"""See models and actions."""
