"""Second factors: one-time codes of RFC 6238, and the recovery codes that stand in for a lost telephone."""
