"""Rectifications (整改): the repair of one problem of a reminder letter, with its deadline and its recheck."""
