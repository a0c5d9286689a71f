"""The public statistics of one closed month."""

import re
from collections import Counter
from collections.abc import Sequence
from datetime import date, timedelta

from countykit import directory
from servicekit.transaction import Transaction

from certificate_svc.items import repository as items
from certificate_svc.statistics import months, repository
from certificate_svc.statistics.errors import MonthInvalid, MonthOpen
from certificate_svc.statistics.parts import LEAST, parted
from certificate_svc.statistics.repository import Tally
from certificate_svc.statistics.schemas import BodyDemands, ItemDemands, PublicStatistics, TownshipDemands

_MONTH = re.compile(r"(20[2-9]\d)-(0[1-9]|1[0-2])", re.ASCII)
_TOWNSHIP_DIGITS = 9


async def published(tx: Transaction, county: str | None, month: str | None) -> PublicStatistics:
    """What may be said of a month, by default the last that is over; raises RegionUnknown, MonthInvalid, MonthOpen."""
    county = await directory.the_county(tx, county)
    running = months.month_of(tx.now)
    first = _first_day(month) if month is not None else months.before(running)
    if first >= running:
        raise MonthOpen
    return await of_month(tx, county, first)


async def of_month(tx: Transaction, county: str, first: date) -> PublicStatistics:
    """What may be said of the month with a first day, which is over."""
    after = months.after(first)
    found = await repository.tallies(tx, county, months.begin(first), months.begin(after))
    empty = PublicStatistics(
        region=county, month=f"{first:%Y-%m}", least=LEAST, demands=None, refused_at_counter=None, townships=[],
        other_townships=0, bodies=[], other_bodies=0,
    )  # fmt: skip
    total = sum(tally.demands for tally in found)
    if total < LEAST:
        return empty
    names = {item.code: item.name for item in await items.all_in_force(tx, county, after - timedelta(days=1))}
    townships, other_townships = _by_township(found)
    bodies, other_bodies = _by_body(found, names)
    return empty.model_copy(update={
        "demands": total, "refused_at_counter": _at_counter(found), "townships": townships,
        "other_townships": other_townships, "bodies": bodies, "other_bodies": other_bodies,
    })  # fmt: skip


def _first_day(month: str) -> date:
    written = _MONTH.fullmatch(month)
    if written is None:
        raise MonthInvalid
    return date(int(written[1]), int(written[2]), 1)


def _at_counter(found: Sequence[Tally]) -> int | None:
    """How many were refused at the counter, where neither they nor the others are few."""
    counts = Counter({tally.at_counter: 0 for tally in found})
    for tally in found:
        counts[tally.at_counter] += tally.demands
    return counts[True] if all(count == 0 or count >= LEAST for count in (counts[True], counts[False])) else None


def _by_township(found: Sequence[Tally]) -> tuple[list[TownshipDemands], int]:
    counts: Counter[str] = Counter()
    for tally in found:
        counts[tally.township] += tally.demands
    unplaced = sum(count for code, count in counts.items() if len(code) < _TOWNSHIP_DIGITS)
    placed = {code: count for code, count in counts.items() if len(code) == _TOWNSHIP_DIGITS}
    parts = parted(placed, unplaced)
    assert parts is not None, "the total was looked at"  # noqa: S101
    rows = [TownshipDemands(region=f"{code}000", demands=count) for code, count in parts.shown.items()]
    return rows, parts.rest


def _by_body(found: Sequence[Tally], names: dict[str, str]) -> tuple[list[BodyDemands], int]:
    """By bodies of the county's directory alone: what others call themselves was typed by somebody."""
    counts: Counter[str] = Counter()
    for tally in found:
        counts[tally.department or ""] += tally.demands
    outside = counts.pop("", 0)
    parts = parted(counts, outside)
    assert parts is not None, "the total was looked at"  # noqa: S101
    return [
        _one_body(code, count, [tally for tally in found if tally.department == code], names)
        for code, count in parts.shown.items()
    ], parts.rest


def _one_body(code: str, demands: int, found: Sequence[Tally], names: dict[str, str]) -> BodyDemands:
    counts: Counter[str] = Counter()
    for tally in found:
        counts[tally.item or ""] += tally.demands
    unlisted = counts.pop("", 0)
    parts = parted(counts, unlisted)
    assert parts is not None, "a body that is shown has enough"  # noqa: S101
    shown = [ItemDemands(item=item, name=names.get(item, item), demands=count) for item, count in parts.shown.items()]
    return BodyDemands(department=code, demands=demands, items=shown, other_items=parts.rest)
