"""Certificate items: the table, and the rules about one row."""

from datetime import date

import sqlalchemy as sa
from contracts.titles import TitledEnum
from countykit.identity import Role
from countykit.tables import Aggregate
from servicekit.tables import document, enumerated
from servicekit.workflow import Step, Workflow
from sqlmodel import Field

from certificate_svc.models import Base

NATIONWIDE = "000000000000"
"""The region of items that hold everywhere."""


class Kind(TitledEnum, name="item_kind", title_zh="证明事项类别"):
    """Whether villages issue it."""

    ALLOWED = "allowed", "可出具"
    FORBIDDEN = "forbidden", "不得要求"
    CANDIDATE = "candidate", "待研究"


WORKFLOW = Workflow({
    "admission": Step({Kind.ALLOWED, Kind.CANDIDATE}, None, frozenset({Role.COUNTY_OFFICE}), "准予出具"),
})  # fmt: skip


class Item(Aggregate, Base, table=True):
    """One version of an item in one region. A county's version stands before the nationwide one of the same code."""

    __tablename__ = "certificate_item"
    __table_args__ = (
        sa.Index(
            "one_item_version_in_force", "region", "code", unique=True, postgresql_where=sa.text("effective_to IS NULL")
        ),
    )

    code: str = Field(max_length=60)
    kind: Kind = enumerated(Kind)
    name: str = Field(max_length=200)
    aliases: list[str] = document(default_factory=list)
    category: str = Field(max_length=100)
    legal_basis: str = Field(max_length=500)
    requested_by: str | None = Field(default=None, max_length=200)
    issuing_body: str | None = Field(default=None, max_length=200)
    guide: str | None = Field(default=None, max_length=4000)
    days: int | None = None
    public_interest: bool = False
    second_person: bool = False
    """Whether another person approves the checked facts before it is issued."""
    demanders: list[str] = document(default_factory=list)
    """For whom it is: words of names, or codes of departments; empty where the list does not say."""
    purposes: list[str] = document(default_factory=list)
    template: str | None = Field(default=None, max_length=40)
    """The wording that the county's own item takes from another."""
    issue_instead: str | None = Field(default=None, max_length=500)
    typical_use: str | None = Field(default=None, max_length=500)
    exception: str | None = Field(default=None, max_length=500)
    decided_by: list[str] = document(default_factory=list)
    source: str | None = Field(default=None, max_length=500)
    provenance: str = Field(max_length=60)
    detail_provenance: str | None = Field(default=None, max_length=60)
    effective_from: date
    effective_to: date | None = None

    @property
    def state(self) -> Kind:
        """An item has no other state than whether it is issued."""
        return Kind(self.kind)
