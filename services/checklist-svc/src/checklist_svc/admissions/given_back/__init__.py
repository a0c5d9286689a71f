"""Hours that villages were given back (退还工时): computed from what ended early, kept nowhere."""
