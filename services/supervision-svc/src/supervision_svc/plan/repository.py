"""SQL about the yearly plan. Unannounced entries are nobody's below the county."""

from collections.abc import Collection
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from contracts.plans import PlanKind
from countykit import lineage
from countykit.filters import Subtree, Year
from countykit.identity import Caller, Role, Scope
from countykit.regions import above
from countykit.workdays import today
from servicekit.errors import NotFound
from servicekit.filters import AnyOf, Equal, Since, Until, Words, filters
from servicekit.transaction import Transaction
from sqlmodel import col

from supervision_svc.plan.conflicts import NEAR, Planned
from supervision_svc.plan.models import LIVE, PlanEntry, State, YearlyPlan

WATCHING = frozenset({Role.COUNTY_OFFICE, Role.APPROVER, Role.INSPECTOR, Role.OBSERVER})
"""Who sees the plans of all bodies, while not placed in a township."""
_BELOW = frozenset({Role.TOWNSHIP, Role.VILLAGE})
_PLANNED = (
    "id", "department", "kind", "comprehensive", "year", "title", "content", "subject", "places", "starts_on",
    "ends_on", "joint",
)  # fmt: skip
_COLUMNS: list[Any] = [getattr(PlanEntry, name) for name in _PLANNED]
_NEXT_SERIAL = sa.text("""
    INSERT INTO plan_serial AS s (county, year, last) VALUES (:county, :year, 1)
    ON CONFLICT (county, year) DO UPDATE SET last = s.last + 1 RETURNING last
""")
_LOCK_YEAR = sa.text("SELECT pg_advisory_xact_lock(hashtextextended('plan of ' || :county || :year, 0))")
_KNOWN_PLACES = sa.text("""
    SELECT code FROM region WHERE code = ANY(:codes) AND level IN ('county', 'township', 'village')
    AND (valid_to IS NULL OR valid_to > :day)
""")
_QUOTAS = sa.text("""
    SELECT year, CAST(extract(quarter FROM starts_on) AS int) AS quarter, kind, count(*) AS entries,
        sum(quota) AS visits
    FROM plan_entry WHERE left(region, 6) = :county AND year = :year AND NOT announced AND state = 'published'
    GROUP BY 1, 2, 3 ORDER BY 2, 3
""")

ENTRIES = filters(
    PlanEntry,
    q=Words("title", "number"),
    region=Subtree(), state=AnyOf(), year=Equal(kind=Year), department=Equal(), kind=AnyOf(), announced=Equal(),
    single=Equal(), number=Equal(), starts_from=Since("starts_on"), starts_until=Until("starts_on"),
)  # fmt: skip
YEARS = filters(YearlyPlan, region=Subtree(), year=Equal(kind=Year))
CALENDAR = filters(PlanEntry, year=Equal(kind=Year), department=Equal())
_NAMES = sa.text("""
    SELECT code, name FROM region WHERE code = ANY(:regions)
    UNION ALL SELECT code, name FROM department WHERE code = ANY(:departments)
""")


def concerning(prefix: str) -> sa.ColumnElement[bool]:
    """The entries that go to a region, to one within it, or to everything in one above it."""
    place = sa.func.jsonb_array_elements_text(col(PlanEntry.places)).table_valued("value").render_derived("place")
    within = place.c.value.startswith(prefix, autoescape=True) | place.c.value.in_(above(prefix))
    return sa.exists(sa.select(sa.literal(1)).select_from(place).where(within))


def visible(caller: Caller) -> sa.Select[PlanEntry]:
    """The entries that a caller may see: all, a body those it goes by, a township or village the announced."""
    return sa.select(PlanEntry).where(_visible(caller))


def _visible(caller: Caller) -> sa.ColumnElement[bool]:
    if caller.roles & WATCHING and not caller.is_of_a_township:
        return caller.scope.where(PlanEntry)
    allowed: list[sa.ColumnElement[bool]] = [sa.false()]
    if Role.DEPARTMENT in caller.roles:
        joining = [col(PlanEntry.joint).contains([body]) for body in caller.bodies]
        own = sa.or_(col(PlanEntry.department).in_(caller.bodies), *joining)
        allowed.append(caller.area.where(PlanEntry) & own)
    if caller.roles & _BELOW:
        out = col(PlanEntry.published_at).is_not(None) & col(PlanEntry.announced)
        allowed += [out & concerning(prefix) for prefix in (caller.region, *caller.predecessors)]
    return sa.or_(*allowed)


async def get(tx: Transaction, caller: Caller, entry_id: UUID) -> PlanEntry:
    """One entry; raises NotFound for what the caller may not see."""
    return await tx.one(visible(caller).where(col(PlanEntry.id) == entry_id))


async def to_go_by(tx: Transaction, caller: Caller, entry_id: UUID) -> PlanEntry:
    """One entry, locked, for those who go by it: the office, its body and the bodies that go along; raises NotFound."""
    within = Scope(caller.region[:6]).where(PlanEntry)
    allowed = within if Role.COUNTY_OFFICE in caller.roles else within & goes_by(caller.bodies)
    statement = sa.select(PlanEntry).where(col(PlanEntry.id) == entry_id, allowed).with_for_update()
    found = (await tx.session.execute(statement)).scalar_one_or_none()
    if found is None:
        raise NotFound
    return found


async def locked(tx: Transaction, caller: Caller, entry_id: UUID) -> PlanEntry:
    """One entry to change; raises NotFound, StaleVersion."""
    await get(tx, caller, entry_id)
    return await tx.locked(PlanEntry, entry_id, caller.area)


def goes_by(bodies: Collection[str]) -> sa.ColumnElement[bool]:
    """The entries of some bodies, alone or with others."""
    return sa.or_(col(PlanEntry.department).in_(bodies), *(col(PlanEntry.joint).contains([body]) for body in bodies))


async def in_force(tx: Transaction, number: str, department: str) -> PlanEntry | None:
    """The entry of that number that the body, or one that it took over, may go by, alone or with others."""
    statement = sa.select(PlanEntry).where(
        col(PlanEntry.number) == number, col(PlanEntry.state) == State.PUBLISHED,
        goes_by(await lineage.bodies(tx, department)),
    )  # fmt: skip
    return (await tx.session.execute(statement.with_for_update())).scalar_one_or_none()


async def neighbours(tx: Transaction, county: str, new: Planned, replaced: str | None = None) -> list[Planned]:
    """The live entries of a county that can stand in the way of another: near its days, or of the same body and year.

    Not the one that it replaces. Columns instead of rows of the session: a county's year is some thousand entries.
    """
    window = (col(PlanEntry.starts_on) <= new.ends_on + NEAR) & (col(PlanEntry.ends_on) >= new.starts_on - NEAR)
    own = (col(PlanEntry.year) == new.year) & (
        (col(PlanEntry.department) == new.department) | col(PlanEntry.joint).contains([new.department])
    )
    statement = sa.select(*_COLUMNS).where(
        col(PlanEntry.region).startswith(county[:6]), col(PlanEntry.state).in_(LIVE), window | own,
        col(PlanEntry.id) != new.id, col(PlanEntry.number).is_distinct_from(replaced) if replaced else sa.true(),
    )  # fmt: skip
    return [Planned(**dict(zip(_PLANNED, row, strict=True))) for row in await tx.session.execute(statement)]


async def shown(tx: Transaction, ids: Collection[UUID]) -> dict[UUID, PlanEntry]:
    """Entries by their ids, to name them."""
    found = await tx.session.execute(sa.select(PlanEntry).where(col(PlanEntry.id).in_(ids)))
    return {entry.id: entry for entry in found.scalars()}


async def of_year(tx: Transaction, county: str, year: int, *states: State) -> list[PlanEntry]:
    """The entries of a county's yearly plan in some states, locked."""
    statement = sa.select(PlanEntry).where(
        col(PlanEntry.region).startswith(county[:6]), col(PlanEntry.year) == year, col(PlanEntry.state).in_(states),
        col(PlanEntry.single).is_(False),
    )  # fmt: skip
    return list((await tx.session.execute(statement.order_by(col(PlanEntry.id)).with_for_update())).scalars())


async def is_published(tx: Transaction, county: str, year: int) -> bool:
    """Whether the plan of the year is out; who asks and who publishes wait for each other."""
    await tx.session.execute(_LOCK_YEAR, {"county": county, "year": str(year)})
    statement = sa.select(col(YearlyPlan.id)).where(col(YearlyPlan.region) == county, col(YearlyPlan.year) == year)
    return (await tx.session.execute(statement)).first() is not None


async def next_serial(tx: Transaction, county: str, year: int) -> int:
    """The next number of a county and year; locked until the commit, and given back by a rollback."""
    return int((await tx.session.execute(_NEXT_SERIAL, {"county": county, "year": year})).scalar_one())


async def unknown_places(tx: Transaction, codes: Collection[str]) -> set[str]:
    """Those of the codes that are no county, township or village of today."""
    found = await tx.session.execute(_KNOWN_PLACES, {"codes": list(codes), "day": today(tx.now)})
    return set(codes) - set(found.scalars())


async def quotas(tx: Transaction, county: str, year: int) -> list[dict[str, Any]]:
    """How many visits are planned without notice in each quarter: nothing more is told below the county."""
    found = await tx.session.execute(_QUOTAS, {"county": county[:6], "year": year})
    return [{**row, "kind": PlanKind(row["kind"])} for row in found.mappings()]


async def visits_under(tx: Transaction, number: str) -> int:
    """How many visits were registered by a plan number."""
    statement = sa.text("SELECT count(*) FROM visit WHERE plan = :number AND state = 'completed'")
    return int((await tx.session.execute(statement, {"number": number})).scalar_one())


def plans_of(caller: Caller) -> sa.Select[YearlyPlan]:
    """The plans that are out in the caller's county, or in the counties of their region."""
    return sa.select(YearlyPlan).where(col(YearlyPlan.region).startswith(caller.region[:6], autoescape=True))


async def calendar(tx: Transaction, statement: sa.Select[PlanEntry]) -> list[PlanEntry]:
    """The entries that were published, in the order of their days."""
    out = statement.where(col(PlanEntry.published_at).is_not(None))
    return list((await tx.session.execute(out.order_by(col(PlanEntry.starts_on), col(PlanEntry.id)))).scalars())


async def names(tx: Transaction, bodies: Collection[str], places: Collection[str]) -> dict[str, str]:
    """What people call some bodies and places."""
    found = await tx.session.execute(_NAMES, {"regions": list(places), "departments": list(bodies)})
    return {row.code: row.name for row in found}


async def year(tx: Transaction, caller: Caller, plan_id: UUID) -> YearlyPlan:
    """One plan that is out; raises NotFound."""
    return await tx.one(plans_of(caller).where(col(YearlyPlan.id) == plan_id))
