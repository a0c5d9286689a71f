"""Schemes: what is scored, with which weights and lines; versioned and effective-dated."""
