"""Alarms on their way to people, and the figures that only the operator's side knows."""
