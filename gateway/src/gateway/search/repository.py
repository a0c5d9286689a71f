"""SQL of the search in the directory: the best matches of an index, with what they lie in."""

from collections.abc import Sequence
from typing import Any

import sqlalchemy as sa
from countykit.workdays import today
from servicekit.transaction import Transaction
from sqlmodel import col

from gateway.directory.names.models import DirectoryName, NameKind
from gateway.directory.names.repository import fits

_REGION = sa.table("region", *(sa.column(name) for name in ("code", "name", "level", "valid_to")))
_DEPARTMENT = sa.table("registered_department", *(sa.column(name) for name in ("code", "name", "active", "valid_to")))


async def places(tx: Transaction, words: str, limit: int) -> Sequence[dict[str, Any]]:
    """The places that fit: whole names first, then the larger places, those that have ended last."""
    name, region = _matching(NameKind.REGION, words), _REGION.c
    ended = sa.func.coalesce(region.valid_to <= today(tx.now), sa.false())
    statement = (
        sa.select(name.c.code, name.c.name, region.level, ended.label("ended"))
        .join_from(name, _REGION, region.code == name.c.code)
        .order_by(ended, name.c.part, sa.func.length(sa.func.rtrim(name.c.code, "0")), name.c.code)
        .limit(limit)
    )
    found = (await tx.session.execute(statement)).mappings().all()
    above = await _names(tx, {code for row in found for code in _above(row["code"])})
    return [
        {**row, "within": " ".join(above[code] for code in _above(row["code"]) if code in above)} for row in found
    ]  # fmt: skip


async def bodies(tx: Transaction, words: str, limit: int) -> Sequence[dict[str, Any]]:
    """The bodies that fit: whole names first, those that are no more last."""
    name, department = _matching(NameKind.DEPARTMENT, words), _DEPARTMENT.c
    there = sa.and_(department.active, sa.func.coalesce(department.valid_to > today(tx.now), sa.true()))
    statement = (
        sa.select(name.c.code, name.c.name, there.label("active"))
        .join_from(name, _DEPARTMENT, department.code == name.c.code)
        .order_by(there.desc(), name.c.part, name.c.code)
        .limit(limit)
    )
    return [dict(row) for row in (await tx.session.execute(statement)).mappings()]


def _matching(kind: NameKind, words: str) -> sa.Subquery:
    part = sa.case(
        (col(DirectoryName.name) == words, 0), (col(DirectoryName.name).startswith(words, autoescape=True), 1), else_=2
    )
    statement = sa.select(DirectoryName.code, DirectoryName.name, part.label("part"))  # type: ignore[call-overload]
    found: sa.Subquery = statement.where(col(DirectoryName.kind) == kind, fits(words)).subquery("matching")
    return found


def _above(code: str) -> list[str]:
    """The township and the county that a place lies in."""
    return [above for digits in (9, 6) if (above := code[:digits].ljust(12, "0")) != code]


async def _names(tx: Transaction, codes: set[str]) -> dict[str, str]:
    statement = sa.select(_REGION.c.code, _REGION.c.name).where(_REGION.c.code.in_(codes))
    return {row.code: row.name for row in await tx.session.execute(statement)}
