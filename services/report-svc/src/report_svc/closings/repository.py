"""SQL about closings."""

from collections.abc import Collection
from datetime import date
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from countykit.filters import Subtree
from servicekit.filters import AnyOf, Equal
from servicekit.records import Records
from servicekit.transaction import Transaction
from sqlmodel import col

from report_svc.arrangements.models import Arrangement, ArrangementPeriod
from report_svc.closings.models import ExceptionState, PeriodClosure, PeriodException, closed
from report_svc.forms.models import Form

CLOSURES = Records(PeriodClosure, region=Subtree(), form=Equal(), period=Equal(), state=AnyOf())
EXCEPTIONS = Records(PeriodException, region=Subtree(), form=Equal(), period=Equal(), state=AnyOf())


async def is_closed(tx: Transaction, form_id: UUID, period: str) -> bool:
    """Whether a period of a form is closed."""
    return bool((await tx.session.execute(sa.select(closed(form_id, period)))).scalar_one())


async def lock_periods(tx: Transaction, form_id: UUID, *, alone: bool) -> None:
    """Filings share the form's periods until this transaction ends; a closing waits for those under way."""
    lock = "pg_advisory_xact_lock" if alone else "pg_advisory_xact_lock_shared"
    await tx.session.execute(sa.text(f"SELECT {lock}(hashtext(:key))"), {"key": f"periods-{form_id}"})


async def excepted(
    tx: Transaction, form_id: UUID, period: str, villages: Collection[str], *, on: date, waiting: bool = False
) -> set[str]:
    """Which of these villages may still file or correct on a day; with `waiting` also those that have requested one."""
    valid = (col(PeriodException.state) == ExceptionState.GRANTED) & (col(PeriodException.until) >= on)
    statement = sa.select(col(PeriodException.region)).where(
        col(PeriodException.form_id) == form_id, col(PeriodException.period) == period,
        col(PeriodException.region).in_(villages),
        valid | (col(PeriodException.state) == ExceptionState.REQUESTED) if waiting else valid,
    )  # fmt: skip
    return set((await tx.session.execute(statement)).scalars())


async def form_of(tx: Transaction, form_id: UUID) -> Form | None:
    """A form of any county, for those whose right to it is judged next."""
    return (await tx.session.execute(sa.select(Form).where(col(Form.id) == form_id))).scalar_one_or_none()


async def addressed(tx: Transaction, form_id: UUID, period: str) -> list[sa.Row[*tuple[Any, ...]]]:
    """Who is asked in a period: the villages, the due day and whether it is provisional, by arrangement."""
    statement = (
        sa.select(col(Arrangement.villages), col(ArrangementPeriod.due_on), col(ArrangementPeriod.provisional))
        .join(ArrangementPeriod, col(ArrangementPeriod.arrangement_id) == col(Arrangement.id))
        .where(
            col(Arrangement.form_id) == form_id, col(ArrangementPeriod.period) == period,
            col(ArrangementPeriod.lifted_on).is_(None),
        )
    )  # fmt: skip
    return list((await tx.session.execute(statement)).all())
