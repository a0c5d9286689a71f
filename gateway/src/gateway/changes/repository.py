"""SQL about changes and about the lines of those in effect."""

from collections.abc import Collection, Sequence
from datetime import date, datetime
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from contracts.gateway import RegionLevel
from contracts.lineage import ChangeSubject
from countykit.filters import Subtree
from countykit.regions import significant
from countykit.validity import ended_by
from servicekit.filters import AnyOf
from servicekit.records import Records
from servicekit.transaction import Transaction
from sqlmodel import col

from gateway.changes.lines import Line
from gateway.changes.models import OPEN, DirectoryChange, Lineage
from gateway.directory.departments.models import Department
from gateway.directory.regions.repository import Region

CHANGES = Records(DirectoryChange, region=Subtree(), state=AnyOf(), kind=AnyOf(), subject=AnyOf())
_BELOW = sa.text("""
    SELECT code, name, level, valid_from, valid_to, sequence FROM region
    WHERE code LIKE ANY(CAST(:patterns AS text[])) AND code <> ALL(CAST(:codes AS bpchar[])) ORDER BY code
""")


async def below(tx: Transaction, codes: Collection[str], day: date) -> list[Region]:
    """All regions below some others that have not ended by a day."""
    patterns = [f"{significant(code)}%" for code in codes]
    rows = await tx.session.execute(_BELOW, {"patterns": patterns, "codes": list(codes)})
    found = [Region(row.code, row.name, RegionLevel(row.level), *row[3:]) for row in rows]
    return [region for region in found if not ended_by(region, day)]


async def pending(
    tx: Transaction, subject: ChangeSubject, codes: Collection[str], besides: UUID | None
) -> DirectoryChange | None:
    """Another open change that names one of these codes."""
    statement = sa.select(DirectoryChange).where(
        col(DirectoryChange.subject) == subject, col(DirectoryChange.state).in_(OPEN),
        sa.text(
            "EXISTS (SELECT 1 FROM jsonb_array_elements(lines) AS line WHERE line ->> 'predecessor' = ANY(:codes) "
            "OR line ->> 'successor' = ANY(:codes))"
        ).bindparams(codes=list(codes)),
    )  # fmt: skip
    if besides is not None:
        statement = statement.where(col(DirectoryChange.id) != besides)
    return (await tx.session.execute(statement.limit(1))).scalar_one_or_none()


async def homed(tx: Transaction, codes: Collection[str], *, after: datetime | None = None) -> list[Department]:
    """The bodies whose home is one of these regions, or only those that were registered after a moment."""
    statement = sa.select(Department).where(col(Department.region).in_(list(codes))).order_by(col(Department.code))
    if after is not None:
        statement = statement.where(col(Department.created_at) > after)
    return list((await tx.session.execute(statement.with_for_update())).scalars())


async def named_later(tx: Transaction, change: DirectoryChange, codes: Collection[str]) -> bool:
    """Whether a later change, open or in effect, names one of these codes."""
    statement = sa.select(sa.func.count()).select_from(DirectoryChange).where(
        col(DirectoryChange.created_at) > change.created_at, col(DirectoryChange.subject) == change.subject,
        sa.or_(col(DirectoryChange.state).in_(OPEN), col(DirectoryChange.effective_at) > change.effective_at),
        sa.text(
            "EXISTS (SELECT 1 FROM jsonb_array_elements(lines) AS line WHERE line ->> 'predecessor' = ANY(:codes) "
            "OR line ->> 'successor' = ANY(:codes))"
        ).bindparams(codes=list(codes)),
    )  # fmt: skip
    return bool((await tx.session.execute(statement)).scalar_one())


def keep(tx: Transaction, change: DirectoryChange, lines: Sequence[Line]) -> None:
    """Keep the lines of a change that takes effect."""
    for line in lines:
        if not line.stays:
            tx.add(Lineage(
                change_id=change.id, subject=change.subject, predecessor=line.predecessor, successor=line.successor,
                share=line.share, takes_over=line.takes_over, continues=line.continues,
                effective_on=change.effective_on,
            ))  # fmt: skip


async def forget(tx: Transaction, change_id: UUID) -> None:
    """Drop the lines of a change that is undone."""
    await tx.session.execute(sa.delete(Lineage).where(col(Lineage.change_id) == change_id))


def beyond(subject: ChangeSubject, codes: Collection[str], known: Collection[UUID]) -> sa.Select[Any]:
    """The lines that name one of these codes and are not known yet."""
    return sa.select(Lineage).where(
        col(Lineage.subject) == subject, col(Lineage.id).not_in(list(known)),
        sa.or_(col(Lineage.predecessor).in_(list(codes)), col(Lineage.successor).in_(list(codes))),
    )  # fmt: skip


MOST_SHOWN = 500


async def history(tx: Transaction, subject: ChangeSubject, code: str) -> tuple[list[Lineage], bool]:
    """Everything that a code came from and became, the earliest first; and whether that is not all."""
    found: dict[UUID, Lineage] = {}
    codes = {code}
    while codes and len(found) <= MOST_SHOWN:
        statement = beyond(subject, codes, found).limit(MOST_SHOWN + 1)
        rows = list((await tx.session.execute(statement)).scalars())
        codes = {name for row in rows for name in (row.predecessor, row.successor) if name} - codes
        found |= {row.id: row for row in rows}
    ordered = sorted(found.values(), key=lambda row: (row.effective_on, row.predecessor, row.successor or ""))
    return ordered[:MOST_SHOWN], len(ordered) > MOST_SHOWN
