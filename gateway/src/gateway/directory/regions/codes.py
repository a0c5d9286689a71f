"""The 12-digit statistical division code (统计用区划代码): its levels, shapes and parents."""

from contracts.gateway import RegionLevel
from countykit.regions import significant

LEVELS: tuple[RegionLevel, ...] = tuple(RegionLevel)
DIGITS: dict[RegionLevel, int] = dict(zip(LEVELS, (2, 4, 6, 9, 12), strict=True))
_BY_DIGITS = {digits: level for level, digits in DIGITS.items()}


def padded(code: str) -> str:
    """The 12-digit form of a code of 2, 4, 6, 9 or 12 digits."""
    return code.ljust(12, "0")


def level_of(code: str) -> RegionLevel:
    """The level that a code shows: by its length when it is short, by its trailing zeros when it has 12 digits."""
    return _BY_DIGITS[len(code) if len(code) < 12 else len(significant(code)) or 2]


def parent(code: str, level: RegionLevel) -> str | None:
    """The 12-digit code of the region above; None for a province.

    A city without counties (441900000000 东莞市) stands at both levels, and so is the parent of its townships.
    """
    place = LEVELS.index(level)
    return None if place == 0 else padded(code[: DIGITS[LEVELS[place - 1]]])
