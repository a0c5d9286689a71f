"""Regions (行政区划)."""
