"""Proceedings: the villagers' deliberation and the exception, as records with their minutes."""
