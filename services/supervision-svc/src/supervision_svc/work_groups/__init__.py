"""Work groups (专班) of a county or township for a time."""
