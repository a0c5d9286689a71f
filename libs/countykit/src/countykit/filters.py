"""Filters by what every list of a county knows."""

from typing import Annotated, Any

from pydantic import Field
from servicekit.filters import Filter

from countykit.regions import significant

REGION_PREFIX = r"^([0-9]{2}|[0-9]{4}|[0-9]{6}|[0-9]{9}|[0-9]{12})$"
"""A division code of 12 digits, or its leading digits down to one level."""

Year = Annotated[int, Field(ge=2000, le=2200)]
"""A year that the county's records can be of."""


def Subtree(**options: Any) -> Filter:  # noqa: N802 - reads as a declaration
    """The row lies in this region or in one below it."""
    return Filter(
        lambda column, code: column.startswith(significant(code.ljust(12, "0"))),
        kind=str,
        pattern=REGION_PREFIX,
        description="region code; includes all regions within it",
        **options,
    )
