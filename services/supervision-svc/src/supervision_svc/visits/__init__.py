"""Visits to villages (到村检查): those that our inspectors made, and those that others made outside of the plan."""
