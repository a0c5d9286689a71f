"""Refusals (不予承接): what a village hands to whoever brings an unlisted demand."""
