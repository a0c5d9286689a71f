"""SQL about publications; every read takes the caller's scope."""

from collections.abc import Sequence
from datetime import date
from typing import Any, TypeVar
from uuid import UUID

import sqlalchemy as sa
from countykit.calendar import counted_before
from countykit.filters import Subtree
from countykit.identity import Caller, Role
from countykit.tables import Aggregate
from servicekit.filters import AnyOf, Equal, filters
from servicekit.transaction import Transaction
from sqlmodel import col

from supervision_svc.board.service import FULL_VIEW
from supervision_svc.publications.models import Edition, Entry, EntryState, Publication, State

A = TypeVar("A", bound=Aggregate)
PUBLICATIONS = filters(Publication, region=Subtree(), state=AnyOf())
ENTRIES = filters(Entry, region=Subtree(), state=AnyOf(), publication=Equal(column="publication_id"))
EDITIONS = filters(Edition, publication=Equal(column="publication_id"))
_OUT = (State.PUBLISHED, State.AMENDED)

# Only deadlines whose passing was published: a provisional day, or one that was extended in time, is not among them.
_OVERDUE = sa.text("""
    SELECT r.region, r.letter_number, r.description, r.clause, r.overdue_deadline,
           coalesce((SELECT array_agg(DISTINCT g.held_on ORDER BY g.held_on) FROM guidance AS g
                     WHERE g.letter_id = r.letter_id AND g.held_on <= :as_of), '{}') AS helped_on
    FROM rectification AS r
    WHERE r.region = ANY(:regions) AND r.overdue_deadline < :as_of AND r.state <> 'cancelled'
    ORDER BY r.region, r.overdue_deadline, r.id
""")
_LOCK = sa.text("SELECT pg_advisory_xact_lock(hashtextextended('publications of ' || :region, 0))")


def publications(caller: Caller) -> sa.Select[Publication]:
    """The county's own bodies see every publication of theirs, others what has been published for their county."""
    if caller.roles & FULL_VIEW:
        return sa.select(Publication).where(caller.scope.where(Publication))
    return sa.select(Publication).where(caller.scope.where_or_above(Publication), col(Publication.state).in_(_OUT))


def entries(caller: Caller) -> sa.Select[Entry]:
    """A township sees its own page and no other's, and only once it was told."""
    statement = sa.select(Entry).where(caller.scope.where(Entry))
    if caller.roles & FULL_VIEW:
        return statement
    heard = col(Entry.state) != EntryState.NAMED
    return statement.where(heard, sa.true() if Role.TOWNSHIP in caller.roles else sa.false())


def editions(caller: Caller) -> sa.Select[Edition]:
    """What was published for the caller's county."""
    return sa.select(Edition).where(caller.scope.where_or_above(Edition))


async def edition(tx: Transaction, caller: Caller, edition_id: UUID) -> Edition:
    """One edition; raises NotFound."""
    return await tx.one(editions(caller).where(col(Edition.id) == edition_id))


async def publication(tx: Transaction, caller: Caller, publication_id: UUID) -> Publication:
    """One publication; raises NotFound."""
    return await tx.one(publications(caller).where(col(Publication.id) == publication_id))


async def entry(tx: Transaction, caller: Caller, entry_id: UUID) -> Entry:
    """One township's page; raises NotFound."""
    return await tx.one(entries(caller).where(col(Entry.id) == entry_id))


async def entries_of(tx: Transaction, publication_id: UUID) -> Sequence[Entry]:
    """Every entry of a publication in the order of region codes, locked."""
    statement = sa.select(Entry).where(col(Entry.publication_id) == publication_id).order_by(col(Entry.region))
    return (await tx.session.execute(statement.with_for_update())).scalars().all()


async def last_edition(tx: Transaction, publication_id: UUID) -> int:
    """The number of the newest edition; 0 before the first."""
    statement = sa.select(sa.func.max(Edition.number)).where(col(Edition.publication_id) == publication_id)
    return (await tx.session.execute(statement)).scalar() or 0


async def last_published(tx: Transaction, region: str) -> date | None:
    """The day of a county's last publication; who publishes at the same time waits here."""
    await tx.session.execute(_LOCK, {"region": region})
    statement = sa.select(sa.func.max(Publication.published_on)).where(col(Publication.region) == region)
    return (await tx.session.execute(statement)).scalar()


async def overdue_letters(tx: Transaction, regions: Sequence[str], as_of: date) -> dict[str, list[dict[str, Any]]]:
    """By township: the demands of letters whose deadline passed, and the days on which the county came to help."""
    found: dict[str, list[dict[str, Any]]] = {}
    for row in await tx.session.execute(_OVERDUE, {"regions": list(regions), "as_of": as_of}):
        found.setdefault(row.region, []).append({
            "number": row.letter_number, "problem": row.description, "clause": row.clause,
            "deadline": row.overdue_deadline.isoformat(), "helped_on": [day.isoformat() for day in row.helped_on],
        })  # fmt: skip
    return found


async def locked_of_older_calendar(tx: Transaction, version: int, most: int) -> Sequence[Entry]:
    """Entries whose hearing ends on a provisional day that an older version of the calendar gave."""
    statement = sa.select(Entry).where(col(Entry.provisional), counted_before(Entry, version))
    return (await tx.session.execute(statement.order_by(col(Entry.id)).limit(most).with_for_update())).scalars().all()


async def locked_entry(tx: Transaction, caller: Caller, entry_id: UUID) -> Entry:
    """One township's page to change; raises NotFound also for a page that the caller may not see."""
    await entry(tx, caller, entry_id)
    return await tx.locked(Entry, entry_id, caller.scope)
