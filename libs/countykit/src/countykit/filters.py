"""Filters by what every list of a county knows."""

from typing import Any

from servicekit.filters import Filter

from countykit.regions import significant

REGION_PREFIX = r"^(\d{2}|\d{4}|\d{6}|\d{9}|\d{12})$"
"""A division code of 12 digits, or its leading digits down to one level."""


def Subtree(**options: Any) -> Filter:  # noqa: N802 - reads as a declaration
    """The row lies in this region or in one below it."""
    return Filter(
        lambda column, code: column.startswith(significant(code.ljust(12, "0"))),
        kind=str,
        pattern=REGION_PREFIX,
        description="region code; includes all regions within it",
        **options,
    )
