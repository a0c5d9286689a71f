"""Which county a public page is about."""

from countykit import directory
from countykit.directory import RegionUnknown
from servicekit.transaction import Transaction


async def the_county(tx: Transaction, code: str | None) -> str:
    """The county that was named, or the only one there is: who scans a sheet knows no codes. Raises RegionUnknown."""
    if code is not None:
        return (await directory.known_region(tx, code, "county")).code
    counties = await directory.regions_within(tx, "", "county")
    if len(counties) != 1:
        raise RegionUnknown
    return counties[0].code
