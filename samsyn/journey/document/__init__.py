"""Documents of a method: filled in, kept, signed, on paper. See models and actions."""
