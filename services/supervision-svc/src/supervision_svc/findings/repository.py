"""SQL about findings; every door takes the caller's scope."""

from collections.abc import Collection
from uuid import UUID

import sqlalchemy as sa
from countykit.filters import Subtree
from countykit.identity import EVERYTHING, Scope
from servicekit.filters import AnyOf, Equal, filters
from servicekit.transaction import Transaction
from sqlmodel import col

from supervision_svc.findings.models import Finding
from supervision_svc.visits.models import Visit


async def get(tx: Transaction, scope: Scope, finding_id: UUID) -> Finding:
    """One finding to look at."""
    return await tx.get(Finding, finding_id, scope)


async def locked(tx: Transaction, scope: Scope, finding_id: UUID) -> Finding:
    """One finding to change."""
    return await tx.locked(Finding, finding_id, scope)


async def locked_by_system(tx: Transaction, finding_id: UUID) -> Finding:
    """The finding behind a rectification that the caller may close."""
    return await tx.locked(Finding, finding_id, EVERYTHING)


async def visit_of(tx: Transaction, finding: Finding) -> Visit:
    """The visit that found it."""
    return (await tx.session.execute(sa.select(Visit).where(col(Visit.id) == finding.visit_id))).scalar_one()


async def under_letter(tx: Transaction, finding_id: UUID) -> bool:
    """Whether a letter's repair of it is not finished."""
    statement = sa.text("SELECT 1 FROM rectification WHERE finding_id = :id AND state NOT IN ('closed', 'cancelled')")
    return (await tx.session.execute(statement, {"id": finding_id})).first() is not None


async def locked_together(tx: Transaction, scope: Scope, ids: Collection[UUID]) -> dict[UUID, Finding]:
    """Several findings to put into a letter, locked in one order so that two letters cannot wait for each other."""
    statement = sa.select(Finding).where(col(Finding.id).in_(ids), scope.where(Finding)).order_by(col(Finding.id))
    rows = (await tx.session.execute(statement.with_for_update())).scalars()
    return {row.id: row for row in rows}


FILTERS = filters(
    Finding,
    region=Subtree(),
    visit=Equal(column="visit_id"),
    action=AnyOf(),
    grade=AnyOf(),
    state=AnyOf(),
    clause=Equal(),
)


def visible(scope: Scope) -> sa.Select[Finding]:
    """The findings that a caller may see."""
    return sa.select(Finding).where(scope.where(Finding))
