"""SQL about good practices: reading within the caller's scope, and the filters of the list."""

from collections.abc import Sequence
from uuid import UUID

import sqlalchemy as sa
from countykit.filters import Subtree
from countykit.identity import Caller, Role
from servicekit.filters import AnyOf, Equal, Words
from servicekit.records import Records
from servicekit.transaction import Transaction
from sqlmodel import col

from supervision_svc.practices.models import Practice, State

PRACTICES = Records(
    Practice, q=Words("title"), region=Subtree(), visit=Equal(column="visit_id"), action=AnyOf(), state=AnyOf()
)
COUNTY_DIGITS = 6
_ONE_AT_A_TIME = sa.text("SELECT pg_advisory_xact_lock(hashtextextended('practices of ' || :region, 0))")


def visible(caller: Caller) -> sa.Select[Practice]:
    """The practices of the caller's region, and to a township the verified ones of its county: to learn from them."""
    county = col(Practice.region).startswith(caller.region[:COUNTY_DIGITS], autoescape=True)
    shared = county & (col(Practice.state) == State.VERIFIED) if Role.TOWNSHIP in caller.roles else sa.false()
    return sa.select(Practice).where(caller.scope.where(Practice) | shared)


async def readable(tx: Transaction, caller: Caller, practice_id: UUID) -> Practice:
    """One practice to look at; raises NotFound."""
    return await tx.one(visible(caller).where(col(Practice.id) == practice_id))


async def verified_of(tx: Transaction, region: str) -> Sequence[Practice]:
    """What a township is praised for; who verifies another one at the same time waits here."""
    await tx.session.execute(_ONE_AT_A_TIME, {"region": region})
    statement = sa.select(Practice).where(col(Practice.region) == region, col(Practice.state) == State.VERIFIED)
    return list((await tx.session.execute(statement)).scalars())
