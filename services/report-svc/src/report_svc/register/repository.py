"""SQL about the register of values."""

from collections.abc import Collection, Mapping, Sequence
from datetime import date

import sqlalchemy as sa
from servicekit.filters import Equal
from servicekit.records import Records
from servicekit.transaction import Transaction
from sqlalchemy.dialects.postgresql import distinct_on
from sqlmodel import col

from report_svc.register.models import ElementValue, ValueDelivery

DELIVERIES = Records(ValueDelivery, element=Equal(), department=Equal())


async def newest(
    tx: Transaction, villages: Collection[str], elements: Collection[str], *, on: date, surveys: bool
) -> Mapping[tuple[str, str], ElementValue]:
    """For each village and element what was said last for a day or one before it: by its day, then by its coming.

    What was said in surveys counts with `surveys` only.
    """
    statement = (
        sa.select(ElementValue)
        .where(
            col(ElementValue.region).in_(villages), col(ElementValue.element).in_(elements),
            col(ElementValue.as_of) <= on, sa.true() if surveys else ~col(ElementValue.surveyed),
        )
        .ext(distinct_on(col(ElementValue.region), col(ElementValue.element)))
        .order_by(
            col(ElementValue.region), col(ElementValue.element), col(ElementValue.as_of).desc(),
            col(ElementValue.recorded_at).desc(), col(ElementValue.id).desc(),
        )
    )  # fmt: skip
    rows: Sequence[ElementValue] = (await tx.session.execute(statement)).scalars().all()
    return {(row.region, row.element): row for row in rows}
