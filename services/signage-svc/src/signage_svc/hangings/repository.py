"""SQL about hanging requests."""

import sqlalchemy as sa
from countykit.filters import Subtree
from servicekit.filters import AnyOf, Contains, Equal, Words
from servicekit.records import Records
from servicekit.transaction import Transaction
from sqlmodel import col

from signage_svc.hangings.models import HangingRequest, State

REQUESTS = Records(
    HangingRequest, q=Words("name", "number"), region=Subtree(), state=AnyOf(), department=Equal(), name=Contains()
)
_STANDING = (State.REQUESTED, State.GRANTED)


async def standing(
    tx: Transaction, department: str, region: str, fingerprint: str, *states: State
) -> HangingRequest | None:
    """The request of a body for this very board at this place that waits or was granted; the newest of several."""
    statement = sa.select(HangingRequest).where(
        col(HangingRequest.department) == department, col(HangingRequest.region) == region,
        col(HangingRequest.fingerprint) == fingerprint, col(HangingRequest.state).in_(states or _STANDING),
    )  # fmt: skip
    newest = statement.order_by(col(HangingRequest.created_at).desc()).limit(1)
    return (await tx.session.execute(newest)).scalar_one_or_none()
