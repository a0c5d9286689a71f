"""What every row that needs a ground keeps of it, and how it is shown."""

from typing import Annotated

from contracts.titles import TitledEnum
from pydantic import Field as ViewField
from servicekit.bodies import View
from servicekit.naming import Named
from servicekit.tables import enumerated
from sqlmodel import Field, SQLModel

AdmissionNumber = Annotated[str, Named("SELECT number, title FROM admitted_number WHERE number = ANY($1)")]
"""An admission number in a view, which shows beside it what was admitted: people compare, not programs."""


class Ground(TitledEnum, name="number_ground", title_zh="要求依据类别"):
    """What lets a body ask something of villages."""

    NUMBER = "number", "准入编号"
    MARKS = "marks", "统计调查法定标识"
    LAW = "law", "法律法规条文"


class Gap(TitledEnum, name="number_gap", title_zh="依据缺口"):
    """Why nothing lets it, as far as is certain."""

    MISSING = "missing", "未写明准入编号或法律法规条文"
    UNKNOWN = "unknown", "未查到该准入编号"
    OTHER_BODY = "other_body", "该准入编号属于其他单位"
    OTHER_DAY = "other_day", "不在准入编号有效期内"
    OTHER_PLACE = "other_place", "不在准入编号所列范围内"
    NOT_ASSIGNED = "not_assigned", "未向所涉村派交"


class Grounded(SQLModel):
    """A row that reaches villages by a ground; `gap` is set where it was let through although there was none."""

    admission: str | None = Field(default=None, max_length=60)
    ground: Ground | None = enumerated(Ground, default=None, nullable=True)
    gap: Gap | None = enumerated(Gap, default=None, nullable=True)


class GroundedView(View):
    """The same in a view."""

    admission: AdmissionNumber | None = ViewField(title="准入编号")
    ground: Ground | None = ViewField(title="要求依据类别")
    gap: Gap | None = ViewField(title="依据缺口", description="advice: its body has to name a ground that covers it")
