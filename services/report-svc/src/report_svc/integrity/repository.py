"""SQL about what the checks look at."""

from collections.abc import Collection, Mapping, Sequence
from datetime import date

import sqlalchemy as sa
from servicekit.transaction import Transaction
from sqlmodel import col

from report_svc.forms.models import Form, State
from report_svc.register.models import ValueDelivery


async def approved_forms(tx: Transaction, counties: Collection[str], on: date) -> Sequence[Form]:
    """The approved forms of a county, under whatever code it had, that are valid on a day; by code."""
    statement = sa.select(Form).where(
        sa.func.left(Form.region, 6).in_([code[:6] for code in counties]), col(Form.state) == State.APPROVED,
        col(Form.valid_until) >= on,
    )  # fmt: skip
    return (await tx.session.execute(statement.order_by(col(Form.code), col(Form.id)))).scalars().all()


async def good_until(tx: Transaction, counties: Collection[str]) -> Mapping[str, date]:
    """How long the newest delivery of each element is good; elements that nobody delivered are not in it."""
    statement = (
        sa.select(col(ValueDelivery.element), sa.func.max(col(ValueDelivery.valid_until)))
        .where(col(ValueDelivery.region).in_(list(counties))).group_by(col(ValueDelivery.element))
    )  # fmt: skip
    return dict((await tx.session.execute(statement)).all())
