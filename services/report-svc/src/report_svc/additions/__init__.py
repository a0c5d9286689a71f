"""Additions (年中新增报表): a form enters the published catalogue of a year, one matter, one filing (FRM-06)."""
