"""SQL about certificate items. Lists are public within the administration: the region says which versions hold."""

from collections.abc import Sequence
from datetime import date

import sqlalchemy as sa
from countykit import lineage
from countykit.regions import county_of
from servicekit.filters import AnyOf, Words, filters
from servicekit.transaction import Transaction
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.orm import aliased
from sqlmodel import col

from certificate_svc.items.models import NATIONWIDE, Item, Kind

_LOCK = sa.text("SELECT pg_advisory_xact_lock(hashtext('certificate_svc ships its items'))")

FILTERS = filters(Item, q=Words("name", "code"), kind=AnyOf())


async def in_force(tx: Transaction, region: str, at: date, *, code: str | None = None) -> sa.Select[Item]:
    """The items that hold in a 12-digit region on a day: of each code the nearest one, unless one above forbids it.

    Who is below may forbid more and never less, also where it had allowed something before. What a county admitted
    under a former code holds on.
    """
    county = county_of(region)
    former = [code for code in await lineage.continued(tx, [county]) if code != county]
    regions = [*(region[:length].ljust(12, "0") for length in (0, 2, 4)), *former, county]  # the nearest comes last
    other = aliased(Item)
    forbidden, other_forbidden = (col(item.kind) == Kind.FORBIDDEN for item in (Item, other))
    nearer = _place(regions, other) > _place(regions, Item)
    overruled = sa.exists().where(
        col(other.code) == col(Item.code), col(other.region).in_(regions), _in_force(other, at),
        (other_forbidden & ~forbidden) | ((other_forbidden == forbidden) & nearer),
    )  # fmt: skip
    statement = sa.select(Item).where(col(Item.region).in_(regions), _in_force(Item, at), ~overruled)
    if code is not None:
        statement = statement.where(col(Item.code) == code)
    return statement


def _place(regions: Sequence[str], item: type[Item]) -> sa.ColumnElement[int]:
    return sa.func.array_position(sa.cast(regions, ARRAY(sa.Text)), sa.cast(item.region, sa.Text), type_=sa.Integer)


def _in_force(item: type[Item], at: date) -> sa.ColumnElement[bool]:
    until = col(item.effective_to)
    return (col(item.effective_from) <= at) & (until.is_(None) | (until > at))


async def one_in_force(tx: Transaction, region: str, code: str, at: date) -> Item | None:
    """The item of a code that holds in a region on a day."""
    return (await tx.session.execute(await in_force(tx, region, at, code=code))).scalar_one_or_none()


async def all_in_force(tx: Transaction, region: str, at: date) -> list[Item]:
    """Every item that holds in a region on a day."""
    return list((await tx.session.execute(await in_force(tx, region, at))).scalars())


async def open_version(tx: Transaction, region: str, code: str) -> Item | None:
    """The region's own version without an end, under whatever code, locked to be closed."""
    own = (
        col(Item.region).in_(await lineage.continued(tx, [region]))
        & (col(Item.code) == code)
        & col(Item.effective_to).is_(None)
    )
    statement = sa.select(Item).where(own).with_for_update()
    return (await tx.session.execute(statement)).scalar_one_or_none()


async def nothing_shipped_yet(tx: Transaction) -> bool:
    """Whether the shipped items are still to be loaded; the second of two starting replicas waits for the first."""
    await tx.session.execute(_LOCK)
    first = await tx.session.execute(sa.select(col(Item.id)).where(col(Item.region) == NATIONWIDE).limit(1))
    return first.first() is None


async def is_studied(tx: Transaction, region: str, code: str) -> bool:
    """Whether the bodies of a county are studying an item."""
    studied = sa.text(
        "SELECT EXISTS (SELECT FROM list_proposal WHERE region = :region AND code = :code AND state = 'review')"
    )
    return bool((await tx.session.execute(studied, {"region": region, "code": code})).scalar_one())
