"""A transaction that only adds rows, as one SQL statement: one round trip instead of four.

Measured, the round trips are what a write costs, not the outbox. Whatever is less plain goes the ordinary way.
"""

from collections.abc import Sequence
from functools import lru_cache
from typing import Any

import orjson
import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import JSONB
from sqlmodel import SQLModel


@lru_cache(maxsize=256)
def _columns(model: type[SQLModel]) -> tuple[tuple[str, bool], ...] | None:
    """The columns of a table and whether each is JSON; None when the database fills some in by itself."""
    table: sa.Table = sa.inspect(model).local_table
    if any(column.server_default is not None or column.computed or column.identity for column in table.columns):
        return None
    if table.autoincrement_column is not None:
        return None
    return tuple((column.name, isinstance(column.type, JSONB)) for column in table.columns)


@lru_cache(maxsize=256)
def _inserts(models: tuple[type[SQLModel], ...], first: int) -> str:
    parts = []
    for place, model in enumerate(models):
        names = [name for name, _ in _columns(model) or ()]
        holes = ", ".join(f"${first + number}" for number in range(len(names)))
        quoted = ", ".join(f'"{name}"' for name in names)
        parts.append(f'row{place} AS (INSERT INTO "{model.__tablename__}" ({quoted}) VALUES ({holes}))')
        first += len(names)
    return ", ".join(parts)


def possible(rows: Sequence[SQLModel]) -> bool:
    """Whether these new rows can go in by one statement: a few, and nothing for the database to fill in."""
    return 0 < len(rows) <= 8 and all(_columns(type(row)) is not None for row in rows)


def inserts(rows: Sequence[SQLModel], *, first: int) -> tuple[str, list[Any]]:
    """The common table expressions that insert the rows, and their parameters from `$first` on."""
    values: list[Any] = []
    for row in rows:
        for name, is_json in _columns(type(row)) or ():
            value = getattr(row, name)
            values.append(orjson.dumps(value, default=str).decode() if is_json and value is not None else value)
    return _inserts(tuple(type(row) for row in rows), first), values
