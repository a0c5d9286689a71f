"""Reviewing bodies (审核机构): which body a county has give its opinion on which kind of work (LST-02)."""
