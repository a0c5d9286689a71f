"""Sealed files: the event log as signed, chained files for networks that only let files through (网闸)."""
