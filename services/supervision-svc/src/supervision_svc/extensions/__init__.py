"""A township's request for more time for a repair, and the county's decision."""
