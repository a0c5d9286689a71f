"""Reductions (减负前后): what villages were asked for on two days, and which decisions made the difference."""
