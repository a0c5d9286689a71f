"""The chapters of the year, one per service; each is told in the order in which it happened."""
