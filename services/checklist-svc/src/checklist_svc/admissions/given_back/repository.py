"""SQL about what is asked of villages; every door takes the caller's scope."""

from collections.abc import Sequence
from datetime import date

import sqlalchemy as sa
from countykit.identity import Scope
from servicekit.transaction import Transaction
from sqlmodel import col

from checklist_svc.admissions.assignments.models import Assignment
from checklist_svc.admissions.burdens.models import FormBurden
from checklist_svc.admissions.models import Admission
from checklist_svc.admissions.states import State


async def dispatched(
    tx: Transaction, scope: Scope, prefix: str, first: date, last: date
) -> Sequence[tuple[Assignment, int]]:
    """What was dispatched to villages of a place for days of a window, and its minutes a month."""
    statement = (
        sa.select(Assignment, col(Admission.burden_minutes))
        .join(Admission, col(Admission.id) == col(Assignment.admission_id))
        .where(
            scope.where(Assignment), col(Assignment.region).startswith(prefix, autoescape=True),
            col(Assignment.starts_on) <= last, col(Assignment.until) >= first,
        )
    )  # fmt: skip
    return [(row[0], row[1]) for row in await tx.session.execute(statement)]


async def everywhere(tx: Transaction, scope: Scope, first: date, last: date) -> Sequence[Admission]:
    """Admissions of before tasks were dispatched; of what ended before its day was kept nothing is known."""
    unkept = sa.and_(col(Admission.state) == State.WITHDRAWN, col(Admission.ended_on).is_(None))
    statement = sa.select(Admission).where(
        scope.where(Admission), col(Admission.by_assignment).is_(False), col(Admission.number).is_not(None),
        col(Admission.starts_on) <= last, col(Admission.valid_until) >= first, sa.not_(unkept),
    )  # fmt: skip
    return (await tx.session.execute(statement)).scalars().all()


async def forms(tx: Transaction, scope: Scope, first: date, last: date) -> Sequence[FormBurden]:
    """Forms that stand on no admission: the others were counted with theirs."""
    statement = sa.select(FormBurden).where(
        scope.where(FormBurden), col(FormBurden.admission).is_(None), col(FormBurden.starts_on) <= last,
        col(FormBurden.valid_until) >= first,
    )  # fmt: skip
    return (await tx.session.execute(statement)).scalars().all()
