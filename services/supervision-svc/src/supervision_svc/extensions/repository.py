"""SQL about requests for more time."""

from uuid import UUID

import sqlalchemy as sa
from countykit.filters import Subtree
from servicekit.filters import AnyOf, Equal
from servicekit.records import Records
from servicekit.transaction import Transaction
from sqlmodel import col

from supervision_svc.extensions.models import ExtensionRequest, State

REQUESTS = Records(
    ExtensionRequest, region=Subtree(), state=AnyOf(), rectification=Equal(column="rectification_id")
)  # fmt: skip


async def waits(tx: Transaction, rectification_id: UUID) -> bool:
    """Whether a request about a repair waits for its decision; the repair is locked by whoever looks."""
    statement = sa.select(col(ExtensionRequest.id)).where(
        col(ExtensionRequest.rectification_id) == rectification_id, col(ExtensionRequest.state) == State.REQUESTED
    )
    return (await tx.session.execute(statement.limit(1))).first() is not None
