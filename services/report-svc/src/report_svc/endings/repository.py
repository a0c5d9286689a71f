"""SQL about ends of arrangements."""

from uuid import UUID

import sqlalchemy as sa
from servicekit.transaction import Transaction
from sqlmodel import col

from report_svc.filings.models import Filing


async def filed(tx: Transaction, arrangement_id: UUID) -> dict[str, int]:
    """How many villages have filed, by period."""
    statement = (
        sa.select(col(Filing.period), sa.func.count())
        .where(col(Filing.arrangement_id) == arrangement_id).group_by(col(Filing.period))
    )  # fmt: skip
    return dict((await tx.session.execute(statement)).all())
