"""Ends of arrangements (安排变更): fewer periods than were arranged, or none any more, with the reason for villages."""
