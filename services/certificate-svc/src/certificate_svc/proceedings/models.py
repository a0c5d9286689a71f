"""Proceedings: the table."""

from datetime import date
from uuid import UUID

from contracts.titles import TitledEnum
from countykit.tables import Aggregate
from servicekit.tables import enumerated
from sqlmodel import Field

from certificate_svc.models import Base


class Kind(TitledEnum, name="proceeding_kind", title_zh="议事研究类别"):
    """On what a certificate rests beside its facts."""

    DELIBERATION = "deliberation", "村民议事"
    EXCEPTION = "exception", "据实出具研究"


class Forum(TitledEnum, name="proceeding_forum", title_zh="议事形式"):
    """Who met."""

    ASSEMBLY = "assembly", "村民会议"
    REPRESENTATIVES = "representatives", "村民代表会议"
    GROUP = "group", "村民小组会议"
    COMMITTEE = "committee", "村民委员会会议"
    TOWNSHIP = "township", "乡镇研究"


class Proceeding(Aggregate, Base, table=True):
    """A deliberation (CER-03) or an exception (CER-04) on an application; its minutes are its files.

    It names nobody: what was said and who signed is sealed with the application.
    """

    __tablename__ = "proceeding"

    application_id: UUID = Field(foreign_key="application.id", index=True)
    kind: Kind = enumerated(Kind)
    item_code: str = Field(max_length=60)
    item_name: str = Field(max_length=200)
    forum: Forum | None = enumerated(Forum, default=None, nullable=True)
    present: int | None = None
    opened_by: str = Field(max_length=200)
    held_on: date | None = None
    agreed: bool | None = None
    """None while it is open."""
    decided_by: str | None = Field(default=None, max_length=200)
