"""SQL about charges: that of cases, and how demands of one matter come together."""

from datetime import date, timedelta

import sqlalchemy as sa
from countykit.cases import CHARGING, State
from countykit.filters import Subtree
from countykit.identity import EVERYTHING
from countykit.joining import outcome
from servicekit.filters import AnyOf, Equal, Words, filters
from servicekit.transaction import Transaction
from sqlmodel import col

from certificate_svc.charges.models import DemandCharge

TOGETHER_DAYS = 30
"""Demands of one body and item within so many days are one matter."""
FILTERS = filters(
    DemandCharge, q=Words("title"), region=Subtree(), state=AnyOf(), department=Equal(), item=Equal(column="item_code"),
)  # fmt: skip


async def of_matter(tx: Transaction, department: str, item: str, day: date) -> DemandCharge | None:
    """The charge that a demand of this day belongs to, locked; a dismissed or fallen one takes no more.

    A joined one sends it on to the charge that answers for it.
    """
    await tx.session.execute(
        sa.text("SELECT pg_advisory_xact_lock(hashtext(:matter))"), {"matter": f"{department}|{item}"}
    )
    around = timedelta(days=TOGETHER_DAYS)
    statement = (
        sa.select(DemandCharge)
        .where(col(DemandCharge.department) == department, col(DemandCharge.item_code) == item)
        .where(col(DemandCharge.occurred_on).between(day - around, day + around))
        .where(outcome(DemandCharge).in_({State.REPORTED, *CHARGING}))
        .order_by(col(DemandCharge.id)).limit(1).with_for_update()
    )  # fmt: skip
    found = (await tx.session.execute(statement)).scalar_one_or_none()
    if found is None or found.joined_to is None:
        return found
    return await tx.locked(DemandCharge, found.joined_to, EVERYTHING)
