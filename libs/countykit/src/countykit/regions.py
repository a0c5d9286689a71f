"""Arithmetic of the 12-digit statistical division codes: 2 province, 4 city, 6 county, 9 township, 12 village."""

LEVELS = (2, 4, 6, 9, 12)
"""How many leading digits say something at each level."""
TOWNSHIP_DIGITS = 9


def significant(region: str) -> str:
    """The prefix of a 12-digit code: 990101000000 → 990101."""
    for length in LEVELS:
        if region[length:].strip("0") == "":
            return region[:length] if region.strip("0") else ""
    return region


def above(prefix: str) -> list[str]:
    """The 12-digit codes of the regions above a prefix, from the country down."""
    return [prefix[:length].ljust(12, "0") for length in (0, *LEVELS) if length < len(prefix)]


def township_of(region: str) -> str:
    """The 12-digit code of the township that a region lies in, or of the county itself."""
    return region[:TOWNSHIP_DIGITS].ljust(12, "0")


def county_of(region: str) -> str:
    """The 12-digit code of the county that a region lies in."""
    return region[:6].ljust(12, "0")
