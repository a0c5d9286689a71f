"""Findings (问题): what a visit found wrong, at a village or at its township."""
