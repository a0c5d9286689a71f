"""Draws: at which villages inspectors look without notice, and what they asked there. Silence alone is no evidence."""
