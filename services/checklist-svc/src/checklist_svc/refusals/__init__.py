"""Refusals (不予承接): what a village hands to the body that brings an unlisted demand."""
