"""What the audit keeps of a changed row: its name, and digests of what it was and what it became."""

import hashlib
from functools import cache
from typing import Any

import orjson
import sqlalchemy as sa
from sqlalchemy.orm import Session
from sqlmodel import SQLModel

Audited = tuple[str, bytes | None, bytes | None]
"""A changed row: its name, and the digests before and after."""


def audit_flush(session: Session, *_: object) -> None:
    """Every flush is audited, also one that a service needs early to see its own insert."""
    audited: list[Audited] | None = session.info.get("audit")
    if audited is None:
        return
    audited.extend((name_of(row), None, digest(values_of(row))) for row in session.new)
    for row in session.dirty:
        before = values_of(row) | dict(sa.inspect(row).committed_state)
        after = values_of(row)
        if before != after:
            audited.append((name_of(row), digest(before), digest(after)))
    audited.extend((name_of(row), digest(values_of(row)), None) for row in session.deleted)


@cache
def _columns(model: type[SQLModel]) -> tuple[str, ...]:
    return tuple(attribute.key for attribute in sa.inspect(model).column_attrs)


def values_of(row: SQLModel) -> dict[str, Any]:
    """The columns of a row with their values."""
    return {name: getattr(row, name) for name in _columns(type(row))}


def name_of(row: Any) -> str:
    """What the audit calls a row: its table and its key."""
    identity = getattr(row, "id", None) or getattr(row, "code", None)
    keys = [identity] if identity else sa.inspect(type(row)).primary_key_from_instance(row)
    return "/".join([row.__tablename__, *map(_plain, keys)])


def digest(values: dict[str, Any]) -> bytes:
    """The fingerprint of a row: the audit proves what it was without keeping it."""
    document = orjson.dumps(values, default=_plain, option=orjson.OPT_SORT_KEYS | orjson.OPT_NON_STR_KEYS)
    return hashlib.sha256(document).digest()


def _plain(value: object) -> str:
    return value.hex() if isinstance(value, bytes) else str(value)
