"""Who the caller is, where, as what, and what they may do."""
