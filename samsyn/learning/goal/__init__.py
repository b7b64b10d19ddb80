"""Goals of methods, counted once: how many of those enrolled in a time reached each, out of whom."""
