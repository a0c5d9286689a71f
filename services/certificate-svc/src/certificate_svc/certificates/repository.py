"""SQL about certificates; every door but the public one takes the caller's scope."""

from collections.abc import Sequence
from datetime import date
from uuid import UUID

import sqlalchemy as sa
from countykit.identity import Scope
from servicekit.transaction import Transaction
from sqlmodel import col

from certificate_svc.certificates.models import Certificate, State

_NEXT_SERIAL = sa.text("""
    INSERT INTO number_counter (region, year, last) VALUES (:region, :year, 1)
    ON CONFLICT (region, year) DO UPDATE SET last = number_counter.last + 1 RETURNING last
""")
_COUNT_LOOKUP = sa.text("""
    INSERT INTO lookup_count (certificate_id, day, lookups) VALUES (:id, :day, 1)
    ON CONFLICT (certificate_id, day) DO UPDATE SET lookups = lookup_count.lookups + 1
""")


async def get(tx: Transaction, scope: Scope, certificate_id: UUID) -> Certificate:
    """One certificate to look at."""
    return await tx.get(Certificate, certificate_id, scope)


async def locked(tx: Transaction, scope: Scope, certificate_id: UUID) -> Certificate:
    """One certificate to change."""
    return await tx.locked(Certificate, certificate_id, scope)


async def next_serial(tx: Transaction, region: str, year: int) -> int:
    """Draw the village's next serial; the counter stays locked until the end, so a rollback leaves no gap."""
    return int((await tx.session.execute(_NEXT_SERIAL, {"region": region, "year": year})).scalar_one())


async def by_code(tx: Transaction, code: str) -> Certificate | None:
    """The certificate with a verification: the code itself is the permission."""
    statement = sa.select(Certificate).where(col(Certificate.verification_code) == code)
    return (await tx.session.execute(statement)).scalar_one_or_none()


async def count_lookup(tx: Transaction, certificate_id: UUID, day: date) -> None:
    """Count one public check."""
    await tx.session.execute(_COUNT_LOOKUP, {"id": certificate_id, "day": day})


async def lookups(tx: Transaction, certificate_id: UUID) -> int:
    """How often a certificate was checked publicly so far."""
    statement = sa.text("SELECT coalesce(sum(lookups), 0) FROM lookup_count WHERE certificate_id = :id")
    return int((await tx.session.execute(statement, {"id": certificate_id})).scalar_one())


def matching(
    scope: Scope, *, region: str | None = None, item: str | None = None, state: State | None = None,
    number: str | None = None, id_indexes: Sequence[bytes] | None = None,
) -> sa.Select[Certificate]:  # fmt: skip
    """The certificates of a list request."""
    statement = sa.select(Certificate).where(scope.where(Certificate))
    if region is not None:
        statement = statement.where(col(Certificate.region) == region)
    if item is not None:
        statement = statement.where(col(Certificate.item_code) == item)
    if state is not None:
        statement = statement.where(col(Certificate.state) == state)
    if number is not None:
        statement = statement.where(col(Certificate.number) == number)
    if id_indexes is not None:
        statement = statement.where(col(Certificate.id_index).in_(id_indexes))
    return statement
