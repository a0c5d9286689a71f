"""Replays: handing a range of stored events to an endpoint again."""
