"""What the documents of a county have in common: their layout, and their numbers."""

from collections.abc import Awaitable, Callable
from typing import Any

from servicekit.printing.models import SerialRow
from servicekit.printing.repository import next_serial
from servicekit.transaction import Transaction

from countykit.regions import county_of
from countykit.workdays import today

OFFICIAL = "countykit:official-1.typ"
"""The page, the fonts, the levels of headings, the place of the seal (GB/T 9704-2012)."""


def village_numbers(serials: type[SerialRow], mark: str) -> Callable[[Transaction, Any], Awaitable[str]]:
    """Numbers like 101001201-BY-2026-0001: the village's last nine digits, the kind, the year of issue, the serial."""

    async def number(tx: Transaction, record: Any) -> str:
        series = f"{record.region[3:]}-{mark}-{today(tx.now).year}"
        return f"{series}-{await next_serial(tx, serials, series):04d}"

    return number


def county_numbers(serials: type[SerialRow], mark: str) -> Callable[[Transaction, Any], Awaitable[str]]:
    """Numbers like 990101-PJ-2026-0001: of what the county itself issues, so that no village stands in them."""

    async def number(tx: Transaction, record: Any) -> str:
        series = f"{county_of(record.region)[:6]}-{mark}-{today(tx.now).year}"
        return f"{series}-{await next_serial(tx, serials, series):04d}"

    return number
