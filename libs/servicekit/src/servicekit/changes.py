"""What the audit keeps of a changed row: its name, and digests of what it was and what it became."""

import hashlib
from dataclasses import dataclass, field
from decimal import ROUND_HALF_UP, Decimal
from functools import cache
from typing import Any

import orjson
import sqlalchemy as sa
from sqlalchemy.orm import Session
from sqlmodel import SQLModel

from servicekit.tables import Aggregate

Audited = tuple[str, bytes | None, bytes | None]
"""A changed row: its name, and the digests before and after."""
NEW = -1


@dataclass(slots=True)
class Change:
    """An aggregate that a transaction has written: version and state that it came with, and the columns written."""

    row: Aggregate
    version: int
    state: str | None = None
    written: set[str] = field(default_factory=set)


Versions = dict[int, Change]
"""Each aggregate that a transaction has written, by the object's identity."""


class VersionStands(Exception):
    """An aggregate was changed and its version was not raised: its ETag would name two different records."""


def audit_flush(session: Session, *_: object) -> None:
    """Every flush is audited, also one that a service needs early to see its own insert."""
    audited: list[Audited] | None = session.info.get("audit")
    if audited is None:
        return
    versions: Versions = session.info["versions"]
    for row in session.new:
        audited.append((name_of(row), None, digest(values_of(row))))
        if isinstance(row, Aggregate):
            versions[id(row)] = created(row)
    for row in session.dirty:
        committed = sa.inspect(row).committed_state
        after = values_of(row)
        before = _as_kept(type(row), after | dict(committed))
        if before != after:
            audited.append((name_of(row), digest(before), digest(after)))
            if isinstance(row, Aggregate) and _is_shown(row, before, after):
                change = versions.setdefault(id(row), Change(row, before["version"], _state_in(row, before)))
                change.written.update(committed)
    audited.extend((name_of(row), digest(values_of(row)), None) for row in session.deleted)


def require_new_versions(versions: Versions) -> None:
    """Refuse a transaction that changed an aggregate without a new version; raises VersionStands."""
    for change in versions.values():
        if change.row.version == change.version:
            raise VersionStands(
                f"{name_of(change.row)} was changed at version {change.version}: record an event or raise its version"
            )


def created(row: Aggregate) -> Change:
    """A new aggregate: it comes from no state, and every column of it is written."""
    return Change(row, NEW, None, set(_columns(type(row))))


def _state_in(row: Aggregate, values: dict[str, Any]) -> str | None:
    """The state before; where it is no column of its own it does not change."""
    return values.get("state", getattr(row, "state", None))


def _is_shown(row: Aggregate, before: dict[str, Any], after: dict[str, Any]) -> bool:
    return any(before[name] != after[name] for name in after if name not in row.bookkeeping)


@cache
def _columns(model: type[SQLModel]) -> tuple[str, ...]:
    return tuple(attribute.key for attribute in sa.inspect(model).column_attrs)


@cache
def _scales(model: type[SQLModel]) -> dict[str, Decimal]:
    """The columns of decimal numbers with the last place that each keeps."""
    columns = {attribute.key: attribute.columns[0].type for attribute in sa.inspect(model).column_attrs}
    return {
        name: Decimal(1).scaleb(-kind.scale)
        for name, kind in columns.items()
        if isinstance(kind, sa.Numeric) and kind.asdecimal and kind.scale is not None
    }


def values_of(row: SQLModel) -> dict[str, Any]:
    """The columns of a row with their values, as the database keeps them."""
    return _as_kept(type(row), {name: getattr(row, name) for name in _columns(type(row))})


def _as_kept(model: type[SQLModel], values: dict[str, Any]) -> dict[str, Any]:
    """Decimal numbers with the places of their columns: 6000 is read again as 6000.00."""
    for name, place in _scales(model).items():
        if values[name] is not None:
            values[name] = Decimal(values[name]).quantize(place, ROUND_HALF_UP)
    return values


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
