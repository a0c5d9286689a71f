"""The plan as a calendar: what is announced, and what has come unannounced."""
