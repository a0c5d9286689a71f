"""SQL about amendments."""

from uuid import UUID

import sqlalchemy as sa
from servicekit.filters import AnyOf, Equal, Words
from servicekit.records import Records
from servicekit.transaction import Transaction
from sqlmodel import col

from report_svc.amendments.models import FormAmendment, State

AMENDMENTS = Records(FormAmendment, q=Words("title", "form"), form=Equal(), department=Equal(), state=AnyOf())


async def waits(tx: Transaction, form_id: UUID) -> bool:
    """Whether a new version of a form waits for its decision."""
    statement = sa.select(col(FormAmendment.id)).where(
        col(FormAmendment.form_id) == form_id, col(FormAmendment.state) == State.FILED
    )
    return (await tx.session.execute(statement)).first() is not None
