"""The digest: one message per person and working day at most, that says how much waits, and nothing of its content."""
