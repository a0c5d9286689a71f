"""SQL about evaluations."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from countykit.filters import Subtree
from countykit.identity import Scope
from servicekit.filters import AnyOf, Equal, Words
from servicekit.records import Records
from servicekit.transaction import Transaction
from sqlmodel import col

from checklist_svc.admissions.assignments.models import Assignment
from checklist_svc.admissions.assignments.models import State as Stage
from checklist_svc.admissions.evaluations.models import Evaluation, State

EVALUATIONS = Records(
    Evaluation,
    q=Words("title"),
    region=Subtree(),
    state=AnyOf(),
    grade=AnyOf(),
    department=Equal(),
    admission_id=Equal(),
)


async def in_township(tx: Transaction, admission_id: UUID, township: str) -> Sequence[Assignment]:
    """What was dispatched of a task to the villages of a township."""
    statement = sa.select(Assignment).where(
        col(Assignment.admission_id) == admission_id, col(Assignment.region).startswith(township[:9])
    )
    return (await tx.session.execute(statement.order_by(col(Assignment.id)))).scalars().all()


async def last_of(tx: Transaction, admission_id: UUID, township: str) -> Evaluation | None:
    """The newest evaluation of a task in a township."""
    statement = sa.select(Evaluation).where(
        col(Evaluation.admission_id) == admission_id, col(Evaluation.region) == township
    )
    return (await tx.session.execute(statement.order_by(col(Evaluation.id).desc()).limit(1))).scalar_one_or_none()


async def given_to(tx: Transaction, region: str, department: str) -> Sequence[Evaluation]:
    """What the townships of a county found about the tasks of a department, the newest first."""
    statement = sa.select(Evaluation).where(
        Scope(region[:6], department).where(Evaluation), col(Evaluation.state) == State.GIVEN
    )
    return (await tx.session.execute(statement.order_by(col(Evaluation.evaluated_at).desc()))).scalars().all()


def unopened(_: datetime) -> sa.Select[Any, Any]:
    """Ended tasks of townships that have no evaluation at all, awaited or given."""
    known = sa.exists().where(
        col(Evaluation.admission_id) == col(Assignment.admission_id),
        sa.func.left(col(Evaluation.region), 9) == sa.func.left(col(Assignment.region), 9),
    )
    return sa.select(sa.cast(col(Assignment.id), sa.Text), col(Assignment.updated_at)).where(
        col(Assignment.state) != Stage.ASSIGNED,
        sa.or_(col(Assignment.ended_on).is_(None), col(Assignment.ended_on) > col(Assignment.starts_on)),
        sa.not_(known),
    )
