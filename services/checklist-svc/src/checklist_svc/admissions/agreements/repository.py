"""SQL about agreements and payments."""

from collections.abc import Collection, Sequence
from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from countykit.due import last_days
from countykit.filters import Subtree
from countykit.identity import Scope
from servicekit.filters import AnyOf, Equal, Since, Until, Words
from servicekit.records import Records
from servicekit.transaction import Transaction
from sqlmodel import col

from checklist_svc.admissions.agreements.models import Agreement, Payment, PaymentState, State

AGREEMENTS = Records(
    Agreement,
    q=Words("title"),
    region=Subtree(),
    state=AnyOf(),
    department=Equal(),
    receiver=AnyOf(),
    admission_id=Equal(),
)
PAYMENTS = Records(
    Payment, region=Subtree(), state=AnyOf(), department=Equal(), agreement_id=Equal(), due_from=Since("due_on"),
    due_until=Until("due_on"),
)  # fmt: skip
FALLING_DUE = last_days(Payment, "due_on", col(Payment.state) == PaymentState.PENDING)
"""Pending instalments: `Payment.overdue_at` in SQL."""
_RUNNING = col(Agreement.state) != State.TERMINATED


async def agreed_in(tx: Transaction, admission_id: UUID) -> Collection[str]:
    """The villages with an agreement on an admitted task."""
    statement = sa.select(col(Agreement.region)).where(col(Agreement.admission_id) == admission_id, _RUNNING)
    return set((await tx.session.execute(statement)).scalars())


async def promised(tx: Transaction, admission_id: UUID) -> Decimal:
    """What the agreements on an admitted task come to, in yuan."""
    statement = sa.select(sa.func.coalesce(sa.func.sum(col(Agreement.price_yuan)), 0)).where(
        col(Agreement.admission_id) == admission_id, _RUNNING
    )
    return Decimal((await tx.session.execute(statement)).scalar_one())


async def pending_of(tx: Transaction, agreement_id: UUID) -> Sequence[Payment]:
    """The instalments that are not due yet, locked."""
    statement = sa.select(Payment).where(
        col(Payment.agreement_id) == agreement_id, col(Payment.state) == PaymentState.PENDING
    )
    return (await tx.session.execute(statement.order_by(col(Payment.id)).with_for_update())).scalars().all()


async def dues(tx: Transaction, scope: Scope, day: date) -> Sequence[Any]:
    """By body what has fallen due, was recorded as paid, was confirmed, and is unpaid; in yuan."""
    yuan, state = col(Payment.amount_yuan), col(Payment.state)
    due = sa.and_(col(Payment.due_on) < day, state != PaymentState.CANCELLED)
    unpaid = sa.and_(due, state.in_((PaymentState.PENDING, PaymentState.OVERDUE)))
    zero = sa.literal(Decimal("0.00"))

    def of(condition: sa.ColumnElement[bool]) -> sa.ColumnElement[Decimal]:
        return sa.func.coalesce(sa.func.sum(yuan).filter(condition), zero)

    statement: Any = (
        sa.select(
            col(Payment.department).label("department"),
            of(state != PaymentState.CANCELLED).label("agreed_yuan"),
            of(due).label("due_yuan"),
            of(state.in_((PaymentState.PAID, PaymentState.CONFIRMED))).label("paid_yuan"),
            of(state == PaymentState.CONFIRMED).label("confirmed_yuan"),
            of(unpaid).label("unpaid_yuan"),
            sa.func.count().filter(unpaid).label("unpaid"),
            sa.func.count(sa.distinct(col(Payment.region))).filter(unpaid).label("villages_owed"),
        )
        .where(scope.where(Payment))
        .group_by(col(Payment.department))
        .order_by(sa.desc("unpaid_yuan"), col(Payment.department))
    )
    return list(await tx.session.execute(statement))
