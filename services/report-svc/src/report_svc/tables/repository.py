"""SQL about tables."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from countykit.identity import Scope
from servicekit.transaction import Transaction
from sqlalchemy.dialects.postgresql import ARRAY, insert
from sqlmodel import col

from report_svc.arrangements.models import Arrangement, ArrangementPeriod
from report_svc.catalogues.models import CatalogueEntry
from report_svc.closings.models import closed
from report_svc.filings.models import Filing
from report_svc.forms.fields import ROWS
from report_svc.forms.models import Form, State
from report_svc.tables.models import TableUse, Use


@dataclass(frozen=True, slots=True)
class Addressed:
    """Whom one township asks in a period; in one that was lifted those who had filed already."""

    arrangement_id: UUID
    township: str
    villages: list[str]
    first_day: date
    last_day: date
    due_on: date
    provisional: bool


async def addressed(tx: Transaction, form_id: UUID, period: str, area: Scope) -> Sequence[Addressed]:
    """Who of an area is asked for a form in a period, by township."""
    span = ArrangementPeriod
    already = sa.func.array(
        sa.select(sa.cast(col(Filing.region), sa.Text))
        .where(col(Filing.arrangement_id) == col(span.arrangement_id), col(Filing.period) == col(span.period))
        .correlate(span).scalar_subquery(),
        type_=ARRAY(sa.Text),
    )  # fmt: skip
    statement = (
        sa.select(
            col(Arrangement.id), col(Arrangement.region),
            sa.case((col(span.lifted_on).is_(None), col(Arrangement.villages)), else_=already),
            col(span.first_day), col(span.last_day), col(span.due_on), col(span.provisional),
        )
        .join(span, col(span.arrangement_id) == col(Arrangement.id))
        .where(
            col(Arrangement.form_id) == form_id, col(span.period) == period, area.lies(col(Arrangement.region))
        )
        .order_by(col(Arrangement.region), col(Arrangement.id))
    )  # fmt: skip
    return [Addressed(*row) for row in (await tx.session.execute(statement)).all()]


async def filings(
    tx: Transaction, form_id: UUID, period: str, area: Scope, *, locked: bool = False
) -> Sequence[Filing]:
    """What villages of an area filed for a form and period."""
    statement = sa.select(Filing).where(
        col(Filing.form_id) == form_id, col(Filing.period) == period, area.lies(col(Filing.region))
    )
    statement = statement.order_by(col(Filing.region), col(Filing.id))
    if locked:
        statement = statement.with_for_update().execution_options(populate_existing=True)
    return (await tx.session.execute(statement)).scalars().all()


async def sums(tx: Transaction, form_id: UUID, prefix: str, columns: Collection[str]) -> dict[str, dict[str, Any]]:
    """The sum over all villages by period: of these columns, and of what the rows of tables come to."""
    parameters = {"form": form_id, "prefix": prefix, "columns": list(columns), "rows": f"/{ROWS}"}
    found: dict[str, dict[str, Any]] = {}
    for period, name, amount in (await tx.session.execute(_SUMS, parameters)).all():
        found.setdefault(period, {})[name] = amount
    return found


# A table's figures are named as `FormField.figures` names them.
_SUMS = sa.text("""
    SELECT filing.period, cell.name, sum((cell.value #>> '{}')::numeric)
    FROM filing CROSS JOIN LATERAL (
        SELECT key AS name, value FROM jsonb_each(filing.values)
        UNION ALL
        SELECT key || :rows, to_jsonb(jsonb_array_length(value)) FROM jsonb_each(filing.values)
        WHERE jsonb_typeof(value) = 'array'
        UNION ALL
        SELECT tables.key || '/' || within.key, within.value FROM jsonb_each(filing.values) AS tables (key, rows)
        CROSS JOIN jsonb_array_elements(CASE jsonb_typeof(rows) WHEN 'array' THEN rows ELSE '[]' END) AS each (line)
        CROSS JOIN jsonb_each(line) AS within
    ) AS cell
    WHERE filing.form_id = :form AND starts_with(filing.region, :prefix) AND cell.name = ANY(:columns)
        AND jsonb_typeof(cell.value) = 'number'
    GROUP BY filing.period, cell.name
""").bindparams(sa.bindparam("columns", type_=ARRAY(sa.Text)), sa.bindparam("rows", type_=sa.Text))


async def note_use(
    tx: Transaction, form_id: UUID, on: date, *, reader: str, name: str, department: str | None, how: Use
) -> None:
    """Count one use of a form's tables."""
    statement = insert(TableUse).values(
        form_id=form_id, used_on=on, reader=reader, how=how, reader_name=name, department=department, times=1
    )
    times = {"times": col(TableUse.times) + 1}
    keys = ["form_id", "used_on", "reader", "how"]
    await tx.session.execute(statement.on_conflict_do_update(index_elements=keys, set_=times))


async def uses(tx: Transaction, form_id: UUID, most: int) -> Sequence[TableUse]:
    """Who used the tables of a form, the newest day first."""
    statement = (
        sa.select(TableUse).where(col(TableUse.form_id) == form_id)
        .order_by(col(TableUse.used_on).desc(), col(TableUse.reader), col(TableUse.how)).limit(most)
    )  # fmt: skip
    return (await tx.session.execute(statement)).scalars().all()


async def unused(tx: Transaction, scope: Scope, since: date) -> Sequence[sa.Row[Form, date | None, int]]:
    """Forms catalogued before that day and filed for since, of which the asking body has used no table since.

    Each with when it last used one, and with how many filings came in since.
    """
    last = (
        sa.select(sa.func.max(TableUse.used_on))
        .where(col(TableUse.form_id) == col(Form.id), col(TableUse.department) == col(Form.department))
        .correlate(Form).scalar_subquery()
    )  # fmt: skip
    came = (
        sa.select(sa.func.count())
        .where(col(Filing.form_id) == col(Form.id), col(Filing.due_on) >= since)
        .correlate(Form).scalar_subquery()
    )  # fmt: skip
    listed = (
        sa.select(col(CatalogueEntry.form_id))
        .where(sa.cast(sa.func.timezone("Asia/Shanghai", col(CatalogueEntry.added_at)), sa.Date) < since)
    )  # fmt: skip
    statement = (
        sa.select(Form, last.label("used_on"), came.label("filings"))
        .where(
            scope.where(Form), col(Form.state) == State.APPROVED, col(Form.id).in_(listed), came > 0,
            last.is_(None) | (last < since),
        )
        .order_by(col(Form.code), col(Form.id))
    )  # fmt: skip
    return (await tx.session.execute(statement)).all()


async def periods(tx: Transaction, form_id: UUID, prefix: str) -> Sequence[sa.Row[Any]]:
    """The arranged periods of a form with their last due day, how many villages are asked, and how many filed."""
    came = (
        sa.select(col(Filing.period), sa.func.count().label("actual"))
        .where(col(Filing.form_id) == form_id, col(Filing.region).startswith(prefix))
        .group_by(col(Filing.period)).subquery()
    )  # fmt: skip
    span = ArrangementPeriod
    addressed_ = sa.func.coalesce(col(span.villages), sa.func.cardinality(col(Arrangement.villages)))
    already = (
        sa.select(sa.func.count())
        .where(col(Filing.arrangement_id) == col(span.arrangement_id), col(Filing.period) == col(span.period))
        .correlate(span).scalar_subquery()
    )  # fmt: skip
    statement = (
        sa.select(
            col(span.period), closed(form_id, span.period).label("closed"),
            sa.func.min(span.first_day).label("first_day"),
            sa.func.max(span.last_day).label("last_day"), sa.func.max(span.due_on).label("due_on"),
            sa.func.bool_or(span.provisional).label("provisional"),
            sa.func.sum(sa.case((col(span.lifted_on).is_(None), addressed_), else_=already))
            .cast(sa.Integer).label("expected"),
            sa.func.coalesce(sa.func.max(came.c.actual), 0).label("actual"),
        )
        .join(Arrangement, col(Arrangement.id) == col(span.arrangement_id))
        .outerjoin(came, came.c.period == col(span.period))
        .where(col(Arrangement.form_id) == form_id, col(Arrangement.region).startswith(prefix))
        .group_by(col(span.period)).order_by(sa.func.min(span.first_day), col(span.period))
    )  # fmt: skip
    return (await tx.session.execute(statement)).all()


async def arranged_form(tx: Transaction, scope: Scope, code: str, period: str) -> UUID | None:
    """The form of this code that townships of the scope arranged for a period; the newest of several."""
    statement = (
        sa.select(col(Arrangement.form_id))
        .join(ArrangementPeriod, col(ArrangementPeriod.arrangement_id) == col(Arrangement.id))
        .where(scope.where(Arrangement), col(Arrangement.form) == code, col(ArrangementPeriod.period) == period)
        .order_by(col(Arrangement.created_at).desc(), col(Arrangement.id).desc()).limit(1)
    )  # fmt: skip
    return (await tx.session.execute(statement)).scalar_one_or_none()
