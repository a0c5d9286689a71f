"""The people whom one paper is about: often one, sometimes a couple or a household."""

from collections.abc import Callable, Sequence
from datetime import date
from uuid import UUID

import sqlalchemy as sa
from contracts.envelope import new_id
from contracts.titles import TitledEnum
from countykit.documents import DocumentKind
from pydantic import BaseModel, Field
from servicekit.transaction import Transaction
from sqlmodel import Field as Column
from sqlmodel import col

from certificate_svc.models import Base


class HolderRelation(TitledEnum, name="holder_relation", title_zh="与申请人的关系"):
    """What a further holder is to the applicant."""

    SPOUSE = "spouse", "配偶"
    PARENT = "parent", "父母"
    CHILD = "child", "子女"
    SIBLING = "sibling", "兄弟姐妹"
    GRANDPARENT = "grandparent", "祖父母、外祖父母"
    GRANDCHILD = "grandchild", "孙子女、外孙子女"
    WARD = "ward", "被监护人"
    OTHER = "other", "其他"


class Holder(BaseModel):
    """One person whom a paper is about, as they are sealed."""

    name: str = Field(title="姓名")
    document: DocumentKind = Field(DocumentKind.RESIDENT_ID, title="证件类型")
    id_number: str = Field(title="证件号码")
    no_document_reason: str | None = Field(None, title="无证件原因")
    phone: str | None = Field(None, title="电话")
    born_on: date | None = Field(None, title="出生日期")
    died_on: date | None = Field(None, title="去世日期")
    own_income: bool = Field(default=False, title="以自己劳动收入为主要生活来源")


class OtherHolder(Holder):
    """A holder besides the applicant."""

    relation: HolderRelation = Field(title="与申请人的关系")
    by_mandate: bool = Field(default=False, title="未到场，有授权委托书")


class HolderIndex(Base, table=True):
    """By which blind indexes a record is found, besides that of its applicant; emptied with the person."""

    __tablename__ = "holder_index"

    id: UUID = Column(primary_key=True)
    record_id: UUID = Column(index=True)
    id_index: bytes = Column(default=b"", sa_type=sa.LargeBinary, index=True)


def index(tx: Transaction, record_id: UUID, indexes: Sequence[bytes]) -> None:
    """Let a record be found by its further holders."""
    for id_index in indexes:
        tx.add(HolderIndex(id=new_id(), record_id=record_id, id_index=id_index))


def records_of(id_indexes: Sequence[bytes]) -> sa.Select[UUID]:
    """The records that name somebody besides their applicant; an index for each key in use."""
    return sa.select(col(HolderIndex.record_id)).where(col(HolderIndex.id_index).in_(id_indexes))


async def index_anew(
    tx: Transaction, record_id: UUID, others: Sequence[OtherHolder], indexes: Callable[[str], Sequence[bytes]]
) -> None:
    """Bring a record's further holders under the newest of their indexes."""
    newest = {known: indexes(other.id_number)[0] for other in others for known in indexes(other.id_number)}
    statement = sa.select(HolderIndex).where(col(HolderIndex.record_id) == record_id).with_for_update()
    for row in (await tx.session.execute(statement)).scalars():
        row.id_index = newest.get(row.id_index, row.id_index)


async def forget(tx: Transaction, records: Sequence[UUID]) -> None:
    """Nobody is found by these records any more."""
    statement = sa.select(HolderIndex).where(col(HolderIndex.record_id).in_(records)).with_for_update()
    for row in (await tx.session.execute(statement)).scalars():
        row.id_index = b""
