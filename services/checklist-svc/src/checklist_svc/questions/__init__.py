"""Neutral questions to a body before a report about it is judged."""
