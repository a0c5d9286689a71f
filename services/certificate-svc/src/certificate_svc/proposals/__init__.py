"""Proposals: how an item comes onto the county's list, is changed, and leaves it (CER-01, CER-02)."""
