"""SQL about certificates; every door but the public one takes the caller's scope."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from countykit.filters import Subtree
from countykit.identity import Scope
from servicekit.filters import AnyOf, Equal, filters
from servicekit.transaction import Transaction
from sqlmodel import col

from certificate_svc.certificates.models import Certificate
from certificate_svc.holders import records_of

_NEXT_SERIAL = sa.text("""
    INSERT INTO number_counter (region, year, last) VALUES (:region, :year, 1)
    ON CONFLICT (region, year) DO UPDATE SET last = number_counter.last + 1 RETURNING last
""")
# One round trip, whose count waits for no disk: many people check one paper, and all of them need its row of the day.
_CHECK = """
    WITH found AS (SELECT * FROM certificate WHERE verification_code = $1),
    counted AS (
        INSERT INTO lookup_count (certificate_id, day, lookups) SELECT id, $2, 1 FROM found
        ON CONFLICT (certificate_id, day) DO UPDATE SET lookups = lookup_count.lookups + 1
    )
    SELECT found.number, item_code, item_name, region, state, issued_on, valid_until, reason, replaced_by,
        (
            SELECT coalesce(sum(copies), 0) FROM issued_document
            WHERE record_kind = 'certificate' AND record_id = found.id
        ) AS copies,
        set_config('synchronous_commit', 'off', true)
    FROM found
"""


async def get(tx: Transaction, scope: Scope, certificate_id: UUID) -> Certificate:
    """One certificate to look at."""
    return await tx.get(Certificate, certificate_id, scope)


async def locked(tx: Transaction, scope: Scope, certificate_id: UUID) -> Certificate:
    """One certificate to change."""
    return await tx.locked(Certificate, certificate_id, scope)


async def next_serial(tx: Transaction, region: str, year: int) -> int:
    """Draw the village's next serial; the counter stays locked until the end, so a rollback leaves no gap."""
    return int((await tx.session.execute(_NEXT_SERIAL, {"region": region, "year": year})).scalar_one())


async def checked(tx: Transaction, code: str, day: date) -> Mapping[str, Any] | None:
    """What a certificate is by its verification code, counted: the code itself is the permission. It opens nothing."""
    row: Mapping[str, Any] | None = await (await tx.driver()).fetchrow(_CHECK, code, day)
    return row


async def lookups(tx: Transaction, certificate_id: UUID) -> int:
    """How often a certificate was checked publicly so far."""
    statement = sa.text("SELECT coalesce(sum(lookups), 0) FROM lookup_count WHERE certificate_id = :id")
    return int((await tx.session.execute(statement, {"id": certificate_id})).scalar_one())


async def copies(tx: Transaction, certificate_id: UUID) -> int:
    """How often a certificate was given out on paper so far."""
    statement = sa.text("""
        SELECT coalesce(sum(copies), 0) FROM issued_document WHERE record_kind = 'certificate' AND record_id = :id
    """)
    return int((await tx.session.execute(statement, {"id": certificate_id})).scalar_one())


FILTERS = filters(
    Certificate,
    region=Subtree(),
    item=Equal(column="item_code"),
    state=AnyOf(),
    number=Equal(),
)


def visible(scope: Scope) -> sa.Select[Certificate]:
    """The certificates that a caller may see."""
    return sa.select(Certificate).where(scope.where(Certificate))


def of_person(scope: Scope, id_indexes: Sequence[bytes]) -> sa.Select[Certificate]:
    """The certificates of one person that a caller may see; one index for each key in use."""
    found = col(Certificate.id_index).in_(id_indexes) | col(Certificate.id).in_(records_of(id_indexes))
    return visible(scope).where(found)
