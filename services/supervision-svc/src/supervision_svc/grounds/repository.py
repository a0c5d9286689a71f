"""SQL about a county's own grounds."""

from collections.abc import Collection

import sqlalchemy as sa
from countykit.filters import Subtree
from countykit.workdays import today
from servicekit.filters import AnyOf, Equal
from servicekit.records import Records
from servicekit.transaction import Transaction
from sqlmodel import col

from supervision_svc.clauses import every_clause
from supervision_svc.grounds.models import CountyGround, State

GROUNDS = Records(CountyGround, region=Subtree(), clause=Equal(), state=AnyOf())


async def grounds(tx: Transaction, county: str, codes: Collection[str]) -> dict[str, str]:
    """What may be cited for rules in a county today: its own newest document, else law; what has none is left out."""
    statement = sa.select(CountyGround).where(
        col(CountyGround.region) == county, col(CountyGround.clause).in_(codes),
        col(CountyGround.state) == State.IN_FORCE, col(CountyGround.effective_from) <= today(tx.now),
    )  # fmt: skip
    newest = statement.order_by(col(CountyGround.effective_from), col(CountyGround.id))
    own = {row.clause: row.cited for row in (await tx.session.execute(newest)).scalars()}
    found = {code: own.get(code) or every_clause()[code].grounds_in(county) for code in codes}
    return {code: text for code, text in found.items() if text}
