"""Briefs: the table, and the one step that is left to the township."""

from datetime import date
from typing import ClassVar
from uuid import UUID

import sqlalchemy as sa
from contracts.briefs import BriefKind, BriefPrepared, BriefStated
from contracts.titles import TitledEnum
from countykit.identity import Role
from countykit.tables import Aggregate
from servicekit.tables import enumerated
from servicekit.workflow import Step, Workflow
from sqlmodel import Field

from supervision_svc.models import Base


class State(TitledEnum, name="brief_state", title_zh="材料状态"):
    """Whether the township has added its own word."""

    PREPARED = "prepared", "已生成"
    STATED = "stated", "已作说明"


WORKFLOW = Workflow({
    "statement": Step(
        {State.PREPARED}, State.STATED, frozenset({Role.TOWNSHIP}), "本人说明",
        when=lambda brief: brief.kind is BriefKind.DUTY_REPORT,
        fact=lambda brief, _: BriefStated(edition=brief.edition_id),
    ),
})  # fmt: skip


class Brief(Aggregate, Base, table=True):
    """One text made of one edition. `region` is the county of a speech, or the township of an extract.

    `text` is canonical JSON, kept byte for byte; nobody types a number into it.
    """

    __tablename__ = "brief"
    __table_args__ = (sa.UniqueConstraint("edition_id", "kind", "region"),)
    reason_columns: ClassVar[tuple[str, ...]] = ("statement",)

    edition_id: UUID = Field(foreign_key="publication_edition.id", index=True)
    edition_number: int
    kind: BriefKind = enumerated(BriefKind)
    name: str = Field(max_length=100)
    as_of: date
    prepared_on: date
    text: str = Field(sa_type=sa.Text)
    sha256: str = Field(max_length=64)
    state: State = enumerated(State, default=State.PREPARED)
    statement: str | None = Field(default=None, max_length=200)
    stated_by: str | None = Field(default=None, max_length=200)
    stated_on: date | None = None

    def prepared(self) -> BriefPrepared:
        """The event of a new brief."""
        return BriefPrepared(
            kind=self.kind, edition=self.edition_id, number=self.edition_number, as_of=self.as_of, sha256=self.sha256
        )
