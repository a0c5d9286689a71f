"""SQL about service matters."""

from collections.abc import Collection
from uuid import UUID

import sqlalchemy as sa
from countykit.filters import Subtree
from countykit.identity import Caller
from countykit.regions import county_of, township_of
from servicekit.filters import AnyOf, Contains, Words, filters
from servicekit.transaction import Transaction
from sqlmodel import col

from signage_svc.matters.models import ServiceMatter, State

_CATALOGUE_LOCK = 0x50B5
FILTERS = filters(ServiceMatter, q=Words("title"), region=Subtree(), state=AnyOf(), post=AnyOf(), title=Contains())


def visible(caller: Caller) -> sa.Select[ServiceMatter]:
    """The matters of the caller's region, and of those above it: a township handles what its county lays down."""
    return sa.select(ServiceMatter).where(caller.scope.where_or_above(ServiceMatter))


async def get(tx: Transaction, caller: Caller, matter_id: UUID) -> ServiceMatter:
    """One matter to look at; raises NotFound."""
    return await tx.one(visible(caller).where(col(ServiceMatter.id) == matter_id))


async def by_code(tx: Transaction, code: str) -> ServiceMatter | None:
    """The matter whose guide has this code."""
    statement = sa.select(ServiceMatter).where(col(ServiceMatter.code) == code)
    return (await tx.session.execute(statement)).scalar_one_or_none()


async def offered_as(tx: Transaction, region: str, title: str) -> ServiceMatter | None:
    """The matter that goes by this name in a region."""
    statement = sa.select(ServiceMatter).where(
        col(ServiceMatter.region) == region, col(ServiceMatter.title) == title,
        col(ServiceMatter.state) == State.OFFERED,
    )  # fmt: skip
    return (await tx.session.execute(statement)).scalar_one_or_none()


async def lock_catalogues(tx: Transaction, regions: Collection[str]) -> None:
    """Hold the catalogues of some regions until the end: no row can be locked that is not there yet."""
    statement = sa.text(
        "SELECT pg_advisory_xact_lock(:space, hashtext(region)) FROM unnest(CAST(:regions AS text[])) AS region"
    )
    await tx.session.execute(statement, {"space": _CATALOGUE_LOCK, "regions": sorted(regions)})


async def all_offered(tx: Transaction, regions: Collection[str]) -> dict[tuple[str, str], ServiceMatter]:
    """The matters that are handled in some regions, locked, by region and title."""
    statement = sa.select(ServiceMatter).where(
        col(ServiceMatter.region).in_(regions), col(ServiceMatter.state) == State.OFFERED
    ).order_by(col(ServiceMatter.id)).with_for_update()  # fmt: skip
    return {(each.region, each.title): each for each in (await tx.session.execute(statement)).scalars()}


async def offered_for(tx: Transaction, region: str) -> list[ServiceMatter]:
    """What is handled for the people of a place: by its township and its county, post by post."""
    statement = sa.select(ServiceMatter).where(
        col(ServiceMatter.state) == State.OFFERED,
        col(ServiceMatter.region).in_({county_of(region), township_of(region)}),
    ).order_by(col(ServiceMatter.post), col(ServiceMatter.title), col(ServiceMatter.id))  # fmt: skip
    return list((await tx.session.execute(statement)).scalars())


async def offered_in(tx: Transaction, region: str, ids: Collection[UUID]) -> dict[UUID, ServiceMatter]:
    """Those of some matters that are handled in the halls of a region: its township's and its county's."""
    statement = sa.select(ServiceMatter).where(
        col(ServiceMatter.id).in_(ids), col(ServiceMatter.state) == State.OFFERED,
        col(ServiceMatter.region).in_({county_of(region), township_of(region), region}),
    )  # fmt: skip
    return {matter.id: matter for matter in (await tx.session.execute(statement)).scalars()}
