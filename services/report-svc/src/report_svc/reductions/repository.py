"""SQL about what forms were asked for on a day."""

from collections.abc import Collection, Sequence
from datetime import datetime
from uuid import UUID

import sqlalchemy as sa
from servicekit.transaction import Transaction
from sqlmodel import col

from report_svc.forms.models import Form, TargetLevel

_EVENTS = sa.text("""
    SELECT record_id, event, at, reason FROM record_history
    WHERE record_id = ANY(:forms) AND event = ANY(:events) ORDER BY id
""")


async def village_forms(tx: Transaction, counties: Collection[str], place: str) -> Sequence[Form]:
    """The forms of a county that villages of a place fill, whatever became of them; by code."""
    statement = sa.select(Form).where(
        sa.func.left(Form.region, 6).in_([code[:6] for code in counties]),
        col(Form.target_level) == TargetLevel.VILLAGE,
        # What one township is asked for is not the county's.
        sa.func.right(Form.region, 6).in_(["000000", f"{place[6:9]}000"]),
    )  # fmt: skip
    return (await tx.session.execute(statement.order_by(col(Form.code), col(Form.created_at)))).scalars().all()


async def events_of(
    tx: Transaction, forms: Collection[UUID], events: Collection[str]
) -> Sequence[sa.Row[UUID, str, datetime, str | None]]:
    """What happened to forms, by the events that told it, in their order."""
    return (await tx.session.execute(_EVENTS, {"forms": list(forms), "events": list(events)})).all()
