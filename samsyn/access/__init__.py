"""Who acts, what they may reach, and the trace they leave. Knows no domain words."""
