"""SQL about filings; every door takes the caller's scope."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from contracts.report import Frequency
from countykit.filters import Subtree
from countykit.identity import Scope
from countykit.lineage import ON_DUTY
from servicekit.filters import Equal, filters
from servicekit.transaction import Transaction
from sqlalchemy.dialects.postgresql import distinct_on
from sqlmodel import col

from report_svc.arrangements.models import Arrangement, ArrangementPeriod
from report_svc.filings.models import Filing
from report_svc.forms.fields import Value
from report_svc.forms.kinds import FormKind
from report_svc.forms.models import Form, State


async def get(tx: Transaction, scope: Scope, filing_id: UUID) -> Filing:
    """One filing to look at."""
    return await tx.get(Filing, filing_id, scope)


async def locked(tx: Transaction, scope: Scope, filing_id: UUID) -> Filing:
    """One filing to change."""
    return await tx.locked(Filing, filing_id, scope)


async def filed(tx: Transaction, arrangement_id: UUID, village: str, period: str) -> bool:
    """Whether a village has filed for a period."""
    return await filing_of(tx, arrangement_id, village, period) is not None


async def filing_of(tx: Transaction, arrangement_id: UUID, village: str, period: str) -> UUID | None:
    """The filing of a village for a period."""
    statement = sa.select(col(Filing.id)).where(
        col(Filing.arrangement_id) == arrangement_id, col(Filing.region) == village, col(Filing.period) == period
    )
    return (await tx.session.execute(statement)).scalar_one_or_none()


async def earlier(
    tx: Transaction, form: str, villages: Sequence[str], *, last_day: date, most: int
) -> Mapping[str, Sequence[Mapping[str, Value]]]:
    """For each village what it filed on a form, by its code, in the periods that ended before a day; newest first."""
    ranked = (
        sa.select(
            col(Filing.region), col(Filing.values), col(Filing.last_day),
            sa.func.row_number().over(partition_by=col(Filing.region), order_by=col(Filing.last_day).desc())
            .label("place"),
        )
        .where(col(Filing.region).in_(villages), col(Filing.form) == form, col(Filing.last_day) < last_day)
        .subquery()
    )  # fmt: skip
    statement = sa.select(ranked.c.region, ranked.c["values"]).where(ranked.c.place <= most).order_by(ranked.c.place)
    found: dict[str, list[Mapping[str, Value]]] = defaultdict(list)
    for village, values in (await tx.session.execute(statement)).all():
        found[village].append(values)
    return found


async def newest(tx: Transaction, form: Form, villages: Sequence[str], *, before: date) -> Sequence[Filing]:
    """The last filing of each village on forms of this code, of periods that ended before a day; the oldest first.

    What is said in surveys prefills surveys only.
    """
    survey = sa.func.coalesce(col(Form.kind) == FormKind.SURVEY, sa.false())
    statement = (
        sa.select(Filing).ext(distinct_on(col(Filing.region)))
        .join(Form, col(Form.id) == col(Filing.form_id))
        .where(
            col(Filing.region).in_(villages), col(Filing.form) == form.code, col(Filing.last_day) < before,
            survey == (form.kind is FormKind.SURVEY),
        )
        .order_by(col(Filing.region), col(Filing.last_day).desc(), col(Filing.filed_at).desc())
    )  # fmt: skip
    found = (await tx.session.execute(statement)).scalars().all()
    return sorted(found, key=lambda filing: (filing.last_day or before, filing.filed_at))


async def form_of(tx: Transaction, form_id: UUID) -> Form:
    """The form behind an arrangement or filing that the caller may see."""
    return (await tx.session.execute(sa.select(Form).where(col(Form.id) == form_id))).scalar_one()


FILTERS = filters(
    Filing,
    region=Subtree(),
    arrangement_id=Equal(),
    form=Equal(),
    period=Equal(),
)


def visible(scope: Scope) -> sa.Select[Filing]:
    """The filings that a caller may see."""
    return sa.select(Filing).where(scope.where(Filing))


async def tallies(
    tx: Transaction, scope: Scope, *, prefix: str, year: int, form: str | None, today: date
) -> Sequence[sa.Row[Any]]:
    """Expected, actual, on time and complete per township and period begun; a form filed on event expects what came."""
    wanted = [scope.where(Arrangement), col(Arrangement.region).startswith(prefix), col(Arrangement.year) == year]
    if form is not None:
        wanted.append(col(Arrangement.form) == form)
    each = sa.union_all(_planned(wanted, today), _on_event(wanted)).subquery()
    sums = [sa.func.sum(each.c[name]).cast(sa.Integer).label(name) for name in _COUNTS]
    statement = (
        sa.select(
            each.c.region, each.c.period, sa.func.max(each.c.due_on).label("due_on"),
            sa.func.bool_or(each.c.provisional).label("provisional"), *sums,
        )
        .group_by(each.c.region, each.c.period).order_by(each.c.region, sa.func.max(each.c.due_on), each.c.period)
    )  # fmt: skip
    return (await tx.session.execute(statement)).all()


# Who is there for the whole time in which the period is filed for, or took over meanwhile, by the directory of today.
_ON_DUTY = ON_DUTY.format(
    codes="arrangement.villages", first="arrangement_period.last_day", last="arrangement_period.due_on"
)
_REQUESTED: sa.ColumnElement[int] = sa.literal_column(f"(SELECT count(*) FROM ({_ON_DUTY}) AS requested)", sa.Integer)
_COUNTS = ("expected", "actual", "on_time", "complete")


def _planned(wanted: Sequence[sa.ColumnElement[bool]], today: date) -> sa.Select[*tuple[Any, ...]]:
    came = (
        sa.select(
            col(Filing.arrangement_id), col(Filing.period), sa.func.count().label("actual"),
            sa.func.count().filter(col(Filing.on_time)).label("on_time"),
            sa.func.count().filter(col(Filing.complete)).label("complete"),
        ).group_by(col(Filing.arrangement_id), col(Filing.period)).subquery()
    )  # fmt: skip
    period = ArrangementPeriod
    decisive_day = sa.case((col(Form.state) == State.EXPIRED, col(period.last_day)), else_=col(period.due_on))
    return (
        sa.select(
            col(Arrangement.region), col(period.period), col(period.due_on), col(period.provisional),
            # Of what was lifted only those were asked who had filed already.
            sa.case(
                (col(period.lifted_on).is_not(None), sa.func.coalesce(came.c.actual, 0)), else_=_REQUESTED
            ).label("expected"),
            *(sa.func.coalesce(came.c[name], 0).label(name) for name in _COUNTS[1:]),
        )
        .join(period, col(period.arrangement_id) == col(Arrangement.id))
        .join(Form, col(Form.id) == col(Arrangement.form_id))
        .outerjoin(came, (came.c.arrangement_id == col(Arrangement.id)) & (came.c.period == col(period.period)))
        .where(*wanted, col(period.first_day) <= today)
        # The same rule as Form.owed: what a form did not live to see was never owed.
        .where(col(Form.ended_on).is_(None) | (decisive_day <= col(Form.ended_on)))
    )  # fmt: skip


def _on_event(wanted: Sequence[sa.ColumnElement[bool]]) -> sa.Select[*tuple[Any, ...]]:
    return (
        sa.select(
            col(Arrangement.region), col(Filing.period), col(Filing.due_on), col(Filing.provisional),
            sa.literal(1), sa.literal(1),
            sa.cast(Filing.on_time, sa.Integer), sa.cast(Filing.complete, sa.Integer),
        )
        .join(Filing, col(Filing.arrangement_id) == col(Arrangement.id))
        .where(*wanted, col(Arrangement.frequency) == Frequency.ON_EVENT)
    )  # fmt: skip
