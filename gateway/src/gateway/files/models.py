"""Sealed files and the receipts that come back for them: the tables, and the rules about one row."""

from datetime import datetime
from uuid import UUID

import sqlalchemy as sa
from contracts.envelope import new_id
from contracts.titles import TitledEnum
from countykit.tables import Aggregate
from servicekit.tables import document, enumerated, moment
from sqlmodel import Field

from gateway.models import Base


class Kind(TitledEnum, name="file_kind", title_zh="封存文件种类"):
    """`interval` files form the chain of their region; an `export` repeats a range beside it."""

    INTERVAL = "interval", "按期封存"
    EXPORT = "export", "按需导出"


class State(TitledEnum, name="file_state", title_zh="封存文件状态"):
    """`sealed`: the manifest is committed and nothing can change any more; `published`: it lies in the directory."""

    ORDERED = "ordered", "排队中"
    SEALED = "sealed", "已封存"
    PUBLISHED = "published", "已发布"
    EXPIRED = "expired", "已过期"


class Outcome(TitledEnum, name="receipt_outcome", title_zh="接收回执"):
    """What the receiver's checksum says."""

    INTACT = "intact", "完好"
    DAMAGED = "damaged", "损坏"


class SealedFile(Aggregate, Base, table=True):
    """A file of all events of `region`'s subtree from `first_position` to `last_position`; none when it ends before."""

    __tablename__ = "sealed_file"
    __table_args__ = (
        sa.UniqueConstraint("region", "number"),
        sa.Index("sealed_file_state_until", "state", "until"),
    )

    kind: Kind = enumerated(Kind)
    state: State = Field(sa_type=sa.Text)
    number: int | None = None
    first_position: int = Field(sa_type=sa.BigInteger)
    last_position: int = Field(sa_type=sa.BigInteger)
    until: datetime = moment()
    events: int = 0
    types: dict[str, int] = document(default_factory=dict)
    size_bytes: int = Field(default=0, sa_type=sa.BigInteger)
    sha256: str | None = Field(default=None, max_length=64)
    manifest: bytes | None = Field(default=None, sa_type=sa.LargeBinary)
    ordered_by: str = Field(max_length=200)

    @property
    def stem(self) -> str:
        """The name in the directory without its endings."""
        return f"{self.region}-{self.number:08d}" if self.number is not None else f"{self.region}-export-{self.id}"

    @property
    def name(self) -> str:
        """The name of the content."""
        return f"{self.stem}.ndjson.zst"


class Receipt(Base, table=True):
    """What a receiver behind the one-way network got, brought back by hand."""

    __tablename__ = "sealed_file_receipt"

    id: UUID = Field(default_factory=new_id, primary_key=True)
    file_id: UUID = Field(index=True, foreign_key="sealed_file.id")
    receiver: str = Field(max_length=200)
    received_at: datetime = moment()
    sha256: str = Field(max_length=64)
    outcome: Outcome = enumerated(Outcome)
    imported_by: str = Field(max_length=200)
    imported_at: datetime = moment()
