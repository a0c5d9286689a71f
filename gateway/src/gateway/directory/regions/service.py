"""What can be done with regions."""

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from datetime import date

from contracts.gateway import RegionLevel, RegionRegistered
from countykit import workdays
from countykit.identity import Caller
from countykit.validity import ended_by
from servicekit.tabular import Row, RowError
from servicekit.transaction import Transaction

from gateway.directory.regions import codes, repository
from gateway.directory.regions.repository import Region
from gateway.directory.regions.schemas import RegionRow

_BREATHE_EVERY = 500
_DETAILS = {
    "duplicate": "同一代码在表中出现两次且内容不同",
    "out_of_scope": "不在您的管辖范围内",
    "level_mismatch": "级别与代码不符",
    "parent_missing": "上级区划不在目录或表格中",
    "validity_invalid": "停用日期不得早于启用日期",
    "recode_suspected": "同一上级下已有同名区划，疑似换码：请按“变更代码”办理；确为两处的，请将原代码一并列入表格",
}


@dataclass(slots=True)
class Merged:
    """A table laid over the directory: what would change, and what is wrong."""

    changed: dict[str, Region] = field(default_factory=dict)
    before: dict[str, Region] = field(default_factory=dict)
    errors: list[RowError] = field(default_factory=list)

    def refuse(self, row: Row[RegionRow], code: str, column: str = "code") -> None:
        """Note what is wrong with a row."""
        self.errors.append(row.error(column, code, _DETAILS[code]))


async def merge(tx: Transaction, caller: Caller, rows: Sequence[Row[RegionRow]]) -> Merged:
    """Check a whole table against itself and the directory; nothing is written yet."""
    await repository.lock_for_import(tx)
    in_file: dict[str, Row[RegionRow]] = {}
    merged = Merged()
    wanted: set[str] = set()
    for row in sorted(rows, key=lambda row: codes.DIGITS[_level(row.body)]):  # the higher level first, see _stands_for
        code, level = codes.padded(row.body.code), _level(row.body)
        above = codes.parent(code, level)
        wanted |= {code} if above is None else {code, above}
        earlier = in_file.setdefault(code, row)
        if earlier is not row and not _stands_for(earlier.body, row.body):
            merged.refuse(row, "duplicate")
    known = await repository.known(tx, wanted)
    today = workdays.today(tx.now)
    fresh = {
        (row.body.name, above)
        for code, row in in_file.items()
        if code not in known and (above := codes.parent(code, _level(row.body))) in known and above is not None
    }
    namesakes = await repository.namesakes(tx, fresh, today)
    for place, (code, row) in enumerate(in_file.items()):
        namesake = namesakes.get((row.body.name, codes.parent(code, _level(row.body)) or "", _level(row.body)))
        if code not in known and namesake is not None and namesake not in in_file:
            merged.refuse(row, "recode_suspected")
        _lay(merged, caller, row, code, known, in_file, today)
        if place % _BREATHE_EVERY == 0:
            await asyncio.sleep(0)  # everybody else goes on passing the door
    return merged


async def apply(tx: Transaction, merged: Merged) -> None:
    """Write checked regions; each one is a fact, and on the record."""
    regions = list(merged.changed.values())
    for place, region in enumerate(regions):
        fact = RegionRegistered(
            code=region.code, name=region.name, level=region.level,
            valid_from=region.valid_from, valid_to=region.valid_to,
        )  # fmt: skip
        tx.record(fact, about=region)
        present = merged.before.get(region.code)
        tx.audit(f"region/{region.code}", asdict(present) if present else None, asdict(region))
        if place % _BREATHE_EVERY == 0:
            await asyncio.sleep(0)
    await repository.write(tx, regions)
    ended = [region.code for region in regions if ended_by(region, workdays.today(tx.now))]
    await repository.end_sessions(tx, regions=ended)


def _lay(
    merged: Merged, caller: Caller, row: Row[RegionRow], code: str, known: Mapping[str, Region],
    in_file: Mapping[str, Row[RegionRow]], today: date,
) -> None:  # fmt: skip
    body, level = row.body, _level(row.body)
    above, present = codes.parent(code, level), known.get(code)
    if codes.level_of(code) != level:
        if present is None or present.level != codes.level_of(code):
            merged.refuse(row, "level_mismatch", "level")
        return None  # else the same place once more at a lower level: 441900 is 东莞市 itself
    if not caller.scope.covers(code):
        return merged.refuse(row, "out_of_scope")
    if above is not None and above != code and above not in known and above not in in_file:
        return merged.refuse(row, "parent_missing")
    # A table that says nothing of an end does not take back one that is stored.
    valid_to = body.valid_to if present is None or "valid_to" in body.model_fields_set else present.valid_to
    region = Region(
        code, body.name, level, body.valid_from or (present.valid_from if present else today), valid_to,
        present.version if present else 0,
    )  # fmt: skip
    if region.valid_to is not None and region.valid_to < region.valid_from:
        return merged.refuse(row, "validity_invalid", "valid_to")
    if region != present:
        merged.changed[code] = region
        if present is not None:
            merged.before[code] = present
    return None


def _level(row: RegionRow) -> RegionLevel:
    return row.level or codes.level_of(row.code)


def _stands_for(higher: RegionRow, lower: RegionRow) -> bool:
    """The published tables list a place without parts again at each level below: 东莞市 twice, 金门县 three times.

    A code of 12 digits does not show at which of them, so the name and the validity decide.
    """
    same = (higher.name, higher.valid_from, higher.valid_to) == (lower.name, lower.valid_from, lower.valid_to)
    return same or _level(higher) != _level(lower)
