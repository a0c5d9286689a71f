"""The tables of issued documents, one of each in every service that prints."""

from datetime import date
from typing import Any, ClassVar
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Field, SQLModel

from servicekit.tables import Aggregate, document


class SerialRow(SQLModel):
    """The last serial of a series of numbers. Its row lock makes them free of gaps."""

    __reconciled__ = False

    series: str = Field(primary_key=True, max_length=60)
    last: int


class IssuedDocumentRow(Aggregate):
    """One document of one record: with which number, by which template, and how often it was given out.

    `content` is what the template was filled with. Where that names a person it is nowhere but in the sealed record,
    and read from there for each copy.
    """

    __table_args__: Any = (sa.UniqueConstraint("record_kind", "record_id"),)
    bookkeeping: ClassVar[frozenset[str]] = Aggregate.bookkeeping | {"copies"}

    record_kind: str = Field(max_length=40)
    record_id: UUID
    number: str = Field(max_length=60)
    title: str = Field(max_length=200)
    issuer: str = Field(max_length=200)
    issued_on: date
    template: str = Field(max_length=40)
    template_version: int
    template_sha256: str = Field(max_length=64)
    code: str = Field(max_length=20, unique=True)
    copies: int = 0
    content: dict[str, Any] | None = document(default=None)
