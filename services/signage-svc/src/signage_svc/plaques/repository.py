"""SQL about plaques; every door of a caller takes the scope, the ledger's own doors take villages."""

from collections.abc import Collection, Iterable
from datetime import date
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from contracts.signage import Disposal
from countykit.directory import Region
from countykit.filters import Subtree
from countykit.identity import Scope
from countykit.regions import township_of
from countykit.validity import valid_on_sql
from countykit.workdays import today
from servicekit.errors import NotFound
from servicekit.filters import AnyOf, Equal, Filter, Present, Wanted, Words, filters
from servicekit.transaction import Transaction
from sqlmodel import col

from signage_svc.models import Attachment
from signage_svc.plaques.models import HANGING, Plaque
from signage_svc.plaques.photos import DisposalPhoto
from signage_svc.plaques.steps import State
from signage_svc.specs.models import EVERYWHERE

PHOTOGRAPHED = "plaque"
"""Under which kind of record the pictures of boards are kept."""
_LEDGER_LOCK = 0x50B1
_REGION = sa.column("region", sa.Text)
_HANGS: sa.ColumnElement[bool] = sa.literal_column(HANGING, sa.Boolean)


async def get(tx: Transaction, scope: Scope, plaque_id: UUID) -> Plaque:
    """One plaque to look at."""
    return await tx.get(Plaque, plaque_id, scope)


async def locked(tx: Transaction, scope: Scope, plaque_id: UUID) -> Plaque:
    """One plaque to change."""
    return await tx.locked(Plaque, plaque_id, scope)


async def village_of(tx: Transaction, scope: Scope, plaque_id: UUID) -> str:
    """The village of a plaque, without reading the plaque itself; raises NotFound."""
    statement = sa.select(_REGION).select_from(Plaque).where(sa.column("id") == plaque_id)
    region: str | None = (await tx.session.execute(statement.where(scope.where(Plaque)))).scalar_one_or_none()
    if region is None:
        raise NotFound
    return region


async def lock_ledgers(tx: Transaction, villages: Iterable[str]) -> None:
    """Hold the ledgers of the villages' townships until the end; in one order, so that two imports cannot deadlock.

    A board's twin and its neighbours are other rows, and no row lock can hold a row that is not there yet.
    """
    townships = sorted({township_of(village) for village in villages})
    statement = sa.text(
        "SELECT pg_advisory_xact_lock(:space, hashtext(township)) FROM unnest(CAST(:townships AS text[])) AS township"
    )
    await tx.session.execute(statement, {"space": _LEDGER_LOCK, "townships": townships})


async def of_villages(tx: Transaction, villages: Collection[str]) -> list[Plaque]:
    """Everything in the ledgers of some villages, oldest first."""
    statement = sa.select(Plaque).where(sa.column("region").in_(villages)).order_by(sa.column("id"))
    return list((await tx.session.execute(statement)).scalars())


async def villages_judged_otherwise(
    tx: Transaction, mark: str, region: str, tables: Collection[str], most: int
) -> list[str]:
    """Some villages with hanging plaques that were judged with another yardstick than that of their table.

    `tables` are the regions that have one; the shipped table holds where no other does. Two ranges, as an index
    likes it.
    """
    yardstick, county = sa.column("yardstick", sa.Text), sa.func.rpad(sa.func.left(_REGION, 6), 12, "0")
    theirs = county.not_in([code for code in tables if code != region]) if region == EVERYWHERE else county == region
    statement = (
        sa.select(_REGION).select_from(Plaque).distinct()
        .where(sa.or_(yardstick < mark, yardstick > mark), _HANGS, theirs).limit(most)
    )  # fmt: skip
    return list((await tx.session.execute(statement)).scalars())


async def lapsing(tx: Transaction, day: date, idle_since: date, most: int) -> list[tuple[UUID, str]]:
    """Some unmarked boards that expired before a day, or under which nothing was done since another: id and village."""
    statement = sa.select(col(Plaque.id), col(Plaque.region)).where(
        _HANGS, col(Plaque.state).in_([State.REGISTERED, State.VERIFIED]), col(Plaque.lapse).is_(None),
        sa.or_(col(Plaque.valid_until) < day, col(Plaque.last_activity_on) < idle_since),
    ).order_by(col(Plaque.id)).limit(most)  # fmt: skip
    return [(row.id, row.region) for row in await tx.session.execute(statement)]


async def locked_all(tx: Transaction, plaque_ids: Collection[UUID]) -> list[Plaque]:
    """Some plaques to change, for the system itself; to be called under the lock of their ledgers."""
    statement = sa.select(Plaque).where(
        col(Plaque.id).in_(plaque_ids), _HANGS, col(Plaque.state).in_([State.REGISTERED, State.VERIFIED])
    ).order_by(col(Plaque.id)).with_for_update()  # fmt: skip
    return list((await tx.session.execute(statement)).scalars())


async def shown_done(tx: Transaction, plaque_ids: Collection[UUID]) -> frozenset[UUID]:
    """Of which of these disposals a picture shows the wall afterwards: one that is no older than the order."""
    taken = sa.exists().where(
        col(Attachment.record_kind) == PHOTOGRAPHED, col(Attachment.record_id) == col(Plaque.id),
        col(Attachment.kind) == DisposalPhoto.AFTER,
        sa.or_(col(Plaque.ordered_at).is_(None), col(Attachment.created_at) >= col(Plaque.ordered_at)),
    )  # fmt: skip
    found = await tx.session.execute(sa.select(col(Plaque.id)).where(col(Plaque.id).in_(plaque_ids), taken))
    return frozenset(found.scalars())


async def fail_in_sample(tx: Transaction, plaque: Plaque) -> None:
    """Keep in the open sample that drew a board that its disposal was found not to be done, whatever follows."""
    statement = sa.text("""
        UPDATE disposal_sample SET version = version + 1, failed = failed || to_jsonb(CAST(:board AS text))
        WHERE state = 'drawn' AND drawn ? :board AND NOT failed ? :board
    """)
    await tx.session.execute(statement, {"board": str(plaque.id)})


async def regions(tx: Transaction, codes: Collection[str]) -> dict[str, Region]:
    """Many regions of the directory at once."""
    statement = sa.text(
        "SELECT code, name, level, valid_from, valid_to FROM region WHERE code = ANY(CAST(:codes AS text[]))"
    )
    rows = await tx.session.execute(statement, {"codes": sorted(codes)})
    return {row.code: Region(*row) for row in rows}


async def departments(tx: Transaction, codes: Collection[str]) -> frozenset[str]:
    """Which of these department codes are in the directory today."""
    if not codes:
        return frozenset()
    statement = sa.text(
        f"SELECT code FROM department WHERE active AND {valid_on_sql('department', ':day')} "
        "AND code = ANY(CAST(:codes AS text[]))"
    )
    found = await tx.session.execute(statement, {"codes": sorted(codes), "day": today(tx.now)})
    return frozenset(found.scalars())


def _named(name: Any, words: str) -> sa.ColumnElement[bool]:
    """The name has these words. Their pairs of signs say which boards are worth a look; one sign alone has none."""
    contains: sa.ColumnElement[bool] = name.contains(words, autoescape=True)
    pairs = sa.func.name_pairs(name).op("@>")(sa.func.name_pairs(words))
    return sa.and_(pairs, contains) if len(words) > 1 else contains


FILTERS = filters(
    Plaque,
    q=Words("name"),
    region=Subtree(),
    state=AnyOf(),
    spec=Equal(),
    material=Equal(),
    level=AnyOf(),
    name=Filter(_named),
    conforms=Equal(),
    lapse=AnyOf(),
    suspected=Present("suspected", description="whether it seems to be a removed board under another name"),
    doubtful=Present("doubt", description="whether somebody still has to say what the board is"),
)
COUNTED = filters(Plaque, region=Subtree())


def visible(scope: Scope) -> sa.Select[Plaque]:
    """The plaques that a caller may see."""
    return sa.select(Plaque).where(scope.where(Plaque))


async def counts_by_township(tx: Transaction, scope: Scope, wanted: Wanted) -> list[dict[str, Any]]:
    """The figures of the township ledgers, one row for each township that has plaques."""
    township = sa.func.rpad(sa.func.left(sa.column("region"), 9), 12, "0").label("township")
    disposed = sa.column("state").in_([State.DONE, State.VERIFIED])
    figures = {state.value: sa.column("state") == state for state in State} | {
        "hanging": _HANGS,
        "conforming": sa.and_(_HANGS, sa.column("conforms"), sa.column("doubt").is_(None)),
        "doubtful": sa.and_(_HANGS, sa.column("conforms"), sa.column("doubt").is_not(None)),
        "off_spec": sa.and_(_HANGS, sa.not_(sa.column("conforms"))),
        "removed": sa.and_(disposed, sa.column("disposal") == Disposal.REMOVE),
        "replaced": sa.and_(disposed, sa.column("disposal") == Disposal.REPLACE),
        "merged": sa.and_(disposed, sa.column("disposal") == Disposal.MERGE_INTO),
        "rebounds": sa.column("rebound_of").is_not(None),
    }
    columns = [sa.func.count().filter(condition).label(name) for name, condition in figures.items()]
    statement = (
        sa.select(township, sa.func.count().label("total"), *columns)
        .select_from(Plaque).where(scope.where(Plaque)).group_by(township).order_by(township)
    )  # fmt: skip
    return [dict(row) for row in (await tx.session.execute(wanted.narrow(statement))).mappings()]
