"""Rows whose last day puts them on the due-list: each is due when that day ends in China."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from servicekit.tables import Aggregate
from sqlmodel import col

from countykit.workdays import CHINA


def last_days(
    model: type[Aggregate], day: str, *conditions: sa.ColumnElement[bool]
) -> Callable[[datetime], sa.Select[Any, Any]]:
    """What `servicekit.due.Job.missing` wants: the rows that meet the conditions, due at the end of their last day."""
    following: sa.ColumnElement[datetime] = sa.cast(col(getattr(model, day)) + 1, sa.DateTime)
    at = following.op("AT TIME ZONE")(CHINA.key)

    def select(_: datetime) -> sa.Select[Any, Any]:
        return sa.select(sa.cast(col(model.id), sa.Text), at).where(*conditions)

    return select
