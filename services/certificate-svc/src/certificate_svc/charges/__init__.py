"""Charges: that a body of the county demanded what the list forbids, judged and contested as a case."""
