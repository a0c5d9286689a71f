"""SQL about charges of boards without a grant."""

from uuid import UUID

import sqlalchemy as sa
from countykit.cases import CHARGING, State
from countykit.filters import Subtree
from countykit.joining import outcome
from servicekit.filters import AnyOf, Equal, Words, filters
from servicekit.transaction import Transaction
from sqlmodel import col

from signage_svc.hanging_charges.models import HangingCharge

FILTERS = filters(HangingCharge, q=Words("title"), region=Subtree(), state=AnyOf(), department=Equal())
_STANDING = CHARGING | {State.REPORTED}


async def stands(tx: Transaction, plaque_id: UUID, department: str) -> bool:
    """Whether a board is charged to a body already, or about to be; a joined charge goes with the one it was put to."""
    statement = sa.select(sa.literal(1)).where(
        col(HangingCharge.plaque_id) == plaque_id, col(HangingCharge.department) == department,
        outcome(HangingCharge).in_(_STANDING),
    )  # fmt: skip
    return (await tx.session.execute(statement.limit(1))).first() is not None
