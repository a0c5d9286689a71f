"""Who did what, and the proof that nobody rewrote it: row codes, seals, heads, reconciliation."""
