"""SQL about findings; every door takes the caller's scope."""

from collections.abc import Collection
from uuid import UUID

import sqlalchemy as sa
from countykit.identity import EVERYTHING, Scope
from countykit.regions import significant
from servicekit.transaction import Transaction
from sqlmodel import col

from supervision_svc.findings.models import Finding


async def get(tx: Transaction, scope: Scope, finding_id: UUID) -> Finding:
    """One finding to look at."""
    return await tx.get(Finding, finding_id, scope)


async def locked(tx: Transaction, scope: Scope, finding_id: UUID) -> Finding:
    """One finding to change."""
    return await tx.locked(Finding, finding_id, scope)


async def locked_by_system(tx: Transaction, finding_id: UUID) -> Finding:
    """The finding behind a rectification that the caller may close."""
    return await tx.locked(Finding, finding_id, EVERYTHING)


async def locked_together(tx: Transaction, scope: Scope, ids: Collection[UUID]) -> dict[UUID, Finding]:
    """Several findings to put into a letter, locked in one order so that two letters cannot wait for each other."""
    statement = sa.select(Finding).where(col(Finding.id).in_(ids), scope.where(Finding)).order_by(col(Finding.id))
    rows = (await tx.session.execute(statement.with_for_update())).scalars()
    return {row.id: row for row in rows}


def matching(scope: Scope, *, region: str | None, **equal: object) -> sa.Select[Finding]:
    """The findings of a list request; a region includes what lies within it, `equal` are plain columns."""
    statement = sa.select(Finding).where(scope.where(Finding))
    if region is not None:
        statement = statement.where(Scope(significant(region)).where(Finding))
    return statement.filter_by(**{name: value for name, value in equal.items() if value is not None})
