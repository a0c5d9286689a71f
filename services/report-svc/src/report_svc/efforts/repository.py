"""SQL about efforts; every door takes the caller's scope."""

from collections.abc import Sequence
from dataclasses import fields
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from countykit.identity import Scope
from servicekit.transaction import Transaction
from sqlmodel import col

from report_svc.filings.effort import Effort
from report_svc.filings.effort_rows import FilingEffort

MOST = 500
COUNTS = tuple(field.name for field in fields(Effort))


async def sums(
    tx: Transaction, scope: Scope, *, prefix: str, first: datetime, after: datetime, by: str
) -> Sequence[sa.Row[*tuple[Any, ...]]]:
    """The counts of all sendings in `[first, after)`, by form, township or village; one row more than are shown."""
    groups: dict[str, Any] = {
        "form": col(FilingEffort.form), "township": sa.func.left(FilingEffort.region, 9),
        "village": col(FilingEffort.region),
    }  # fmt: skip
    group = groups[by].label("key")
    counts = [sa.func.sum(getattr(FilingEffort, name)).label(name) for name in COUNTS]
    statement = (
        sa.select(group, *counts)
        .where(
            scope.where(FilingEffort), col(FilingEffort.region).startswith(prefix, autoescape=True),
            col(FilingEffort.sent_at) >= first, col(FilingEffort.sent_at) < after,
        )
        .group_by(group).order_by(group).limit(MOST + 1)
    )  # fmt: skip
    return (await tx.session.execute(statement)).all()


async def total(tx: Transaction, scope: Scope, *, prefix: str, first: datetime, after: datetime) -> Effort:
    """The counts of all sendings in `[first, after)`."""
    counts = [sa.func.coalesce(sa.func.sum(getattr(FilingEffort, name)), 0) for name in COUNTS]
    statement = sa.select(*counts).where(
        scope.where(FilingEffort), col(FilingEffort.region).startswith(prefix, autoescape=True),
        col(FilingEffort.sent_at) >= first, col(FilingEffort.sent_at) < after,
    )  # fmt: skip
    row = (await tx.session.execute(statement)).one()
    return Effort(*map(int, row))
