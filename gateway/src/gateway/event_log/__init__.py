"""The stored event log: every event of the bus once, in commit order, for webhooks, the feed and sealed files."""
