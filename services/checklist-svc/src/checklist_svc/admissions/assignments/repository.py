"""SQL about assignments."""

from collections.abc import Collection, Sequence
from datetime import date
from uuid import UUID

import sqlalchemy as sa
from countykit.due import last_days
from countykit.filters import Subtree
from countykit.regions import significant
from servicekit.filters import AnyOf, Equal, Words
from servicekit.records import Records
from servicekit.transaction import Transaction
from sqlmodel import col

from checklist_svc.admissions.assignments.models import Assignment, State
from checklist_svc.admissions.models import Admission

ASSIGNMENTS = Records(
    Assignment,
    q=Words("title"),
    region=Subtree(),
    state=AnyOf(),
    department=Equal(),
    work_class=AnyOf(),
    admission_id=Equal(),
)
ENDING = last_days(Assignment, "until", col(Assignment.state) == State.ASSIGNED)
"""Running assignments: `Assignment.ends_at` in SQL."""


async def running_of(tx: Transaction, admission_id: UUID) -> Sequence[Assignment]:
    """The assignments of an admission that still ask something of their villages, locked."""
    statement = sa.select(Assignment).where(
        col(Assignment.admission_id) == admission_id, col(Assignment.state) == State.ASSIGNED
    )
    return (await tx.session.execute(statement.order_by(col(Assignment.id)).with_for_update())).scalars().all()


def assigned_there(known_as: Collection[str], day: date) -> sa.ColumnElement[bool]:
    """Whether an admission was dispatched to a village for a day, or to any of a township's that is named in its place.

    `known_as` is the place's `lineage.family`: a village that got another code was not dispatched to under it.
    What was admitted before tasks were dispatched village by village asks everywhere.
    """
    there = sa.exists().where(
        col(Assignment.admission_id) == col(Admission.id),
        sa.or_(*(col(Assignment.region).startswith(significant(code)) for code in known_as)),
        col(Assignment.starts_on) <= day,
        col(Assignment.until) >= day,
        sa.or_(col(Assignment.ended_on).is_(None), col(Assignment.ended_on) > day),
    )
    return sa.or_(col(Admission.by_assignment).is_(False), there)


async def is_assigned(tx: Transaction, admission: Admission, known_as: Collection[str], day: date) -> bool:
    """Whether one admission was dispatched to a place for a day."""
    statement = sa.select(sa.exists().where(col(Admission.id) == admission.id, assigned_there(known_as, day)))
    return bool((await tx.session.execute(statement)).scalar_one())
