"""Who used the table of a form, and when."""

from datetime import date
from uuid import UUID

from contracts.titles import TitledEnum
from servicekit.tables import enumerated
from sqlmodel import Field

from report_svc.models import Base


class Use(TitledEnum, name="table_use", title_zh="汇总表用途"):
    """How the table was used."""

    READ = "read", "查阅"
    TAKEN = "taken", "导出"


class TableUse(Base, table=True):
    """One reader's use of one form's tables on one day."""

    __tablename__ = "table_use"
    __reconciled__ = False

    form_id: UUID = Field(primary_key=True, foreign_key="form.id")
    used_on: date = Field(primary_key=True)
    reader: str = Field(primary_key=True, max_length=200)
    how: Use = enumerated(Use, primary_key=True)
    reader_name: str = Field(max_length=200)
    department: str | None = Field(default=None, max_length=60)
    times: int = 1
