"""SQL about editions; every door takes the caller's scope or a region."""

from collections.abc import Sequence
from datetime import date, timedelta
from uuid import UUID

import sqlalchemy as sa
from countykit import lineage
from countykit.identity import Scope
from servicekit.filters import AnyOf, Words, filters
from servicekit.transaction import Transaction
from sqlmodel import col

from checklist_svc.editions.models import EVERYBODY, Edition, Kind, ListItem, State

_LOCK_REGION = sa.text("SELECT pg_advisory_xact_lock(hashtextextended('editions of ' || :region, 0))")
FILTERS = filters(Edition, q=Words("title"), state=AnyOf())


def visible(scope: Scope) -> sa.Select[Edition]:
    """Editions of the caller's region and of those above, the default lists among them; drafts only of the own one."""
    own_or_public = scope.where(Edition) | (scope.where_or_above(Edition) & (col(Edition.state) != State.DRAFT))
    return sa.select(Edition).where(own_or_public)


async def get(tx: Transaction, scope: Scope, edition_id: UUID) -> Edition:
    """One edition to look at."""
    return await tx.one(visible(scope).where(col(Edition.id) == edition_id))


async def in_force(tx: Transaction, county: str, day: date) -> Edition | None:
    """The edition in force in a county on a day: its own, under whatever code, wins over the default."""
    statement = (
        sa.select(Edition)
        .where(
            col(Edition.region).in_([*await lineage.continued(tx, [county]), EVERYBODY]),
            col(Edition.effective_from) <= day,
            col(Edition.state).not_in([State.DRAFT, State.RECALLED]),
        )
        .order_by(col(Edition.region) == EVERYBODY, col(Edition.effective_from).desc())
        .limit(1)
    )
    return (await tx.session.execute(statement)).scalar_one_or_none()


async def lock_region(tx: Transaction, region: str) -> None:
    """Let the publications and recalls of a region follow one another, until this transaction ends."""
    await tx.session.execute(_LOCK_REGION, {"region": region})


async def last_number(tx: Transaction, region: str) -> int:
    """The last number that a region gave to an edition, recalled ones too; 0 before the first."""
    codes = await lineage.continued(tx, [region])
    statement = sa.select(sa.func.coalesce(sa.func.max(Edition.number), 0)).where(col(Edition.region).in_(codes))
    return int((await tx.session.execute(statement)).scalar_one() or 0)


async def before(tx: Transaction, edition: Edition) -> Edition | None:
    """The edition that ended for this one, locked."""
    if edition.effective_from is None:
        return None
    day_before = edition.effective_from - timedelta(days=1)
    statement = sa.select(Edition).where(
        col(Edition.region) == edition.region, col(Edition.state) == State.SUPERSEDED,
        col(Edition.effective_to) == day_before,
    )  # fmt: skip
    return (await tx.session.execute(statement.with_for_update())).scalar_one_or_none()


async def latest(tx: Transaction, region: str) -> Edition | None:
    """The newest published edition of a region, locked so that two publications follow one another."""
    statement = (
        sa.select(Edition).where(col(Edition.region) == region, col(Edition.state) == State.PUBLISHED).with_for_update()
    )
    return (await tx.session.execute(statement)).scalar_one_or_none()


async def items(tx: Transaction, edition_id: UUID, *kinds: Kind) -> list[ListItem]:
    """The items of an edition in their order."""
    statement = sa.select(ListItem).where(col(ListItem.edition_id) == edition_id)
    if kinds:
        statement = statement.where(col(ListItem.kind).in_(kinds))
    return list((await tx.session.execute(statement.order_by(col(ListItem.position)))).scalars())


_MOST_KEPT = 8
_kept: dict[UUID, tuple[ListItem, ...]] = {}


async def published_items(tx: Transaction, edition: Edition) -> Sequence[ListItem]:
    """The items of an edition that is no draft any more: they never change, so whoever types reads them from memory."""
    if edition.id not in _kept:
        found = await items(tx, edition.id)
        for item in found:
            tx.session.expunge(item)
        while len(_kept) >= _MOST_KEPT:
            _kept.pop(next(iter(_kept)), None)
        _kept[edition.id] = tuple(found)
    return _kept[edition.id]
