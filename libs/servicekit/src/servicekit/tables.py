"""What every table is made of. Each service has its own registry, so that two never share metadata."""

from datetime import datetime
from enum import StrEnum
from typing import Any, ClassVar
from uuid import UUID

import sqlalchemy as sa
from contracts.envelope import new_id
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import registry
from sqlmodel import Field, SQLModel

_NAMES = {
    "ix": "%(table_name)s_%(column_0_N_name)s_idx",
    "uq": "%(table_name)s_%(column_0_N_name)s_key",
    "ck": "%(table_name)s_%(constraint_name)s_check",
    "fk": "%(table_name)s_%(column_0_N_name)s_fkey",
    "pk": "%(table_name)s_pkey",
}


def new_registry() -> registry:
    """A registry with the naming convention: `class Base(SQLModel, registry=new_registry())`."""
    return registry(metadata=sa.MetaData(naming_convention=_NAMES))


def moment(**options: Any) -> Any:
    """A column for an aware instant."""
    return Field(sa_type=sa.DateTime(timezone=True), **options)


def document(**options: Any) -> Any:
    """A JSONB column."""
    return Field(sa_type=JSONB, **options)


class EnumText(sa.types.TypeDecorator[StrEnum]):
    """A column of text that is read back as the members of an enumeration."""

    impl = sa.Text
    cache_ok = True

    def __init__(self, kind: type[StrEnum]) -> None:
        super().__init__()
        self.kind = kind

    def process_bind_param(self, value: StrEnum | str | None, dialect: sa.Dialect) -> str | None:  # noqa: ARG002
        """What the database stores: the member's value; raises ValueError for what is no member."""
        return None if value is None else self.kind(value).value

    def process_result_value(self, value: str | None, dialect: sa.Dialect) -> StrEnum | None:  # noqa: ARG002
        """The member that was stored."""
        return None if value is None else self.kind(value)


def enumerated(kind: type[StrEnum], **options: Any) -> Any:
    """A column whose values are the members of an enumeration; the database sees text."""
    return Field(sa_type=EnumText(kind), **options)


class Aggregate(SQLModel):
    """A row with a life of its own: versioned for ETag and for the `sequence` of its events.

    A product's own base class adds what every aggregate of its domain has, and says what its events carry of it.
    """

    bookkeeping: ClassVar[frozenset[str]] = frozenset({"updated_at"})
    """Columns that may change while the version stands: nobody who holds the old ETag has to notice."""

    reason_columns: ClassVar[tuple[str, ...]] = ("reason",)
    """Columns for the reason of a step; the first that a step writes is the reason in the record's history."""

    id: UUID = Field(default_factory=new_id, primary_key=True)
    version: int = 0
    created_at: datetime = moment()
    updated_at: datetime = moment()

    def __init__(self, **values: Any) -> None:
        # The field's own default would have the signature of its factory inspected for every row.
        super().__init__(**{"id": new_id(), **values})

    @property
    def etag(self) -> str:
        """The strong entity tag of this version."""
        return f'"{self.version}"'

    @property
    def partition_key(self) -> str:
        """What keeps the events of one subject in order on the bus."""
        return str(self.id)

    @property
    def attributes(self) -> dict[str, str]:
        """The CloudEvents extension attributes that each event about this aggregate carries."""
        return {}
